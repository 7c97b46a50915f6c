import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ActionId, ClientId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import { authoredStores, databaseName } from "../replica/database";
import { readClient, renumber } from "../replica/numbering";
import type { ReturnedRow } from "../replica/rows";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import { countOnlyHere } from "../views/only-here";
import { readQueue } from "../views/queue";
import { countReturned, listReturned } from "../views/returned";
import { readTicket, withSaved } from "../views/ticket";
import { choose } from "./choose";
import { discard } from "./discard";
import { enqueue } from "./enqueue";
import { exportQueue, ImportError, importQueue } from "./export";

let server: FakeServer;
let phone: Phone;
let offline: boolean;
let noPull: boolean;
let onPush: () => void;
beforeEach(async () => {
  offline = false;
  noPull = false;
  onPush = () => undefined;
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  phone = await openPhone(
    ids.chen,
    server.transport(ids.chen, (question) => {
      if (question === "push") onPush();
      return offline || (noPull && question === "pull") ? { kind: "lost" } : null;
    }),
    platform,
  );
  await phone.sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

/** A claim that came back because somebody was quicker, and a resolve that stood on it and is held. */
async function comeBack(): Promise<TicketId> {
  const id = newTicketId();
  await phone.save("open", id, incidentArgs("電梯"));
  await phone.drain();
  await phone.save("claim", id);
  await phone.save("resolve", id, {
    closureCode: "fixed",
    notes: "換了馬達",
    restoredAt: phone.platform.now(),
  });
  server.act(ids.lin, { type: "claim", ticketId: id, args: {} });
  await phone.drain();
  return id;
}

describe("what came back", () => {
  test("what a screen shows at once after a save is what the disk answers then", async () => {
    const { db } = phone.replica;
    const id = await comeBack();
    const [back] = (await listReturned(db)).filter(({ outcome }) => outcome.kind === "returned");
    await db.drafts.put({ id: `${id}:comment`, ticketId: id, args: { text: "還在" }, savedAt: 1 });
    let view = await readTicket(db, id);
    expect(view).toMatchObject({ returned: [{}, {}], drafts: [{}] });
    const steps = [
      () =>
        enqueue(phone.replica, phone.clock, [{ type: "comment", ticketId: id, args: { text: "還在" } }], {
          draftId: `${id}:comment`,
        }),
      () => choose(phone.replica, phone.clock, back!.actionId, { kind: "discard" }),
      () => phone.save("edit", id, { title: "電梯又停了" }),
      // Not legal here, and saved all the same (A8).
      () => phone.save("raiseProblem", id, { problemId: newTicketId() }),
    ];
    for (const step of steps) {
      phone.platform.advance(1_000);
      const done = await step();
      if (done?.kind !== "saved") throw new Error(JSON.stringify(done));
      const shown = withSaved(view, done.saved);
      view = await readTicket(db, id);
      expect(shown).toEqual(view);
    }
    expect(view).toMatchObject({ row: { waiting: 3 }, drafts: [] });
  });

  test("[A2] [P6] what stood on it is held, and the queue is empty all the same", async () => {
    await comeBack();
    expect(await readQueue(phone.replica.db)).toEqual([]);
    const kinds = (await listReturned(phone.replica.db)).map((row) => row.outcome.kind).sort();
    expect(kinds).toEqual(["held", "returned"]);
    expect(await countReturned(phone.replica.db)).toEqual({ open: 2, unread: 2 });
  });

  test("[A2] [P6] a choice stands on nothing that waits for it, and nothing is held for ever", async () => {
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("電梯"));
    await phone.drain();
    await phone.save("claim", id);
    server.act(ids.lin, { type: "claim", ticketId: id, args: {} });
    // Saved while the claim is on its way, and then there is no network.
    server.answersPull = true;
    let late: Promise<unknown> | null = null;
    onPush = () => {
      const args = { closureCode: "fixed", notes: "換了馬達", restoredAt: phone.platform.now() } as const;
      late = phone.save("resolve", id, args);
      onPush = () => {
        offline = true;
      };
    };
    await phone.sync();
    await late;
    const { db } = phone.replica;
    const [cause] = await listReturned(db);
    const [resolve] = await readQueue(db);
    expect([cause?.action.type, resolve?.action.type]).toEqual(["claim", "resolve"]);
    expect(resolve?.action.dependsOn).toEqual([cause!.actionId]);
    const again = { kind: "do", steps: [{ type: "claim", args: {} }] } as const;
    expect((await choose(phone.replica, phone.clock, cause!.actionId, again))?.kind).toBe("saved");
    expect((await readQueue(db)).at(-1)?.action).toMatchObject({ resolves: cause!.actionId, dependsOn: [] });
    offline = false;
    onPush = () => undefined;
    await phone.drain();
    expect((await listReturned(db)).filter((row) => row.outcome.kind === "held")).toEqual([]);
  });

  test("[A5] [S2a] a choice is sent once, and what was held becomes final by a later pull", async () => {
    await comeBack();
    const { db } = phone.replica;
    const rows = await listReturned(db);
    const cause = rows.find((row) => row.outcome.kind === "returned");
    const chosen = await choose(phone.replica, phone.clock, cause!.actionId, { kind: "discard" });
    expect(chosen?.kind).toBe("saved");
    expect(await choose(phone.replica, phone.clock, cause!.actionId, { kind: "keepNote" })).toBeNull();
    const [entry] = await readQueue(db);
    expect(entry?.action).toMatchObject({
      type: "void",
      resolves: cause!.actionId,
      args: { choice: "discard" },
    });
    await phone.drain();
    expect(await readQueue(db)).toEqual([]);
    const open = await listReturned(db);
    expect(open).toHaveLength(1);
    expect(open[0]?.outcome.kind).toBe("returned");
    expect(open[0]?.action.args.notes).toBe("換了馬達");
  });

  test("[A7] [S2a] renumbered, what was held is still brought its final outcome", async () => {
    await comeBack();
    const { db, platform } = phone.replica;
    const held = (await listReturned(db)).find((row) => row.outcome.kind === "held");
    await db.transaction("rw", authoredStores, async () => renumber(db, platform));
    expect(await db.returned.get(held!.actionId)).toBeUndefined();
    expect((await readQueue(db)).map((entry) => entry.actionId)).toEqual([held!.actionId]);
    await phone.drain();
    expect(await readQueue(db)).toEqual([]);
    const cause = (await listReturned(db)).find((row) => row.outcome.kind === "returned");
    await choose(phone.replica, phone.clock, cause!.actionId, { kind: "discard" });
    await phone.drain();
    expect((await db.returned.get(held!.actionId))?.outcome.kind).toBe("returned");
  });

  test("[P5] [A7] [S2a] what was held and turns out applied is shown so before a pull", async () => {
    const id = await comeBack();
    const { db, platform } = phone.replica;
    const rows = await listReturned(db);
    const cause = rows.find((row) => row.outcome.kind === "returned")!;
    server.act(ids.lin, { type: "transfer", ticketId: id, args: { personId: ids.chen } });
    await phone.drain();
    // Another phone of the same person chose; this one is put back to a backup and numbers anew.
    const clientId = "00000000-0000-7000-8000-00000000c0de" as ClientId;
    const chosen: Action = {
      ...cause.action,
      clientId,
      seq: 1,
      actionId: "00000000-0000-7000-8000-00000000c0df" as ActionId,
      type: "void",
      args: { choice: "discard" },
      dependsOn: [],
      resolves: cause.actionId,
    };
    await server.transport(ids.chen).push({ accountId: ids.chen, clientId, actions: [chosen] });
    await db.transaction("rw", authoredStores, async () => renumber(db, platform));
    server.answersPull = false;
    noPull = true;
    await phone.sync();
    expect(await readQueue(db)).toMatchObject([{ state: { tag: "decided", outcome: { kind: "applied" } } }]);
    const shown = await db.tickets.get(id);
    expect([shown?.ticket.stage, shown?.waiting]).toEqual(["closed", 1]);
    expect((await db.base.get(id))?.ticket?.stage).toBe("handle");
    noPull = false;
    await phone.drain();
    expect(await db.tickets.get(id)).toMatchObject({ ticket: { stage: "closed" }, waiting: 0 });
    expect(await db.base.count()).toBe(0);
  });

  test("[A7] [P6] held before a backup was put back and taken back there, it is still brought to its end", async () => {
    const { db } = phone.replica;
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("電梯"));
    await phone.drain();
    offline = true;
    await phone.save("claim", id);
    await phone.save("resolve", id, { closureCode: "fixed", notes: "換了馬達", restoredAt: 1 });
    const backup = await Promise.all(db.tables.map(async (table) => [table, await table.toArray()] as const));
    offline = false;
    server.act(ids.lin, { type: "claim", ticketId: id, args: {} });
    await phone.drain();
    for (const [table, rows] of backup) {
      await table.clear();
      await table.bulkPut([...rows]);
    }
    const [claim, resolve] = (await readQueue(db)).map((entry) => entry.actionId);
    await db.queue.update(resolve!, { attempted: false });
    expect(await discard(phone.replica, resolve!)).toBe("discarded");
    await phone.drain();
    expect((await db.returned.get(resolve!))?.outcome.kind).toBe("held");
    await choose(phone.replica, phone.clock, claim!, { kind: "discard" });
    await phone.drain();
    expect(await db.returned.get(resolve!)).toMatchObject({ outcome: { kind: "returned" }, open: 1 });
  });

  test("[A5] a choice of several steps goes in order, the first names what it resolves", async () => {
    const id = await comeBack();
    const { db } = phone.replica;
    const cause = (await listReturned(db)).find((row) => row.outcome.kind === "returned");
    await choose(
      phone.replica,
      phone.clock,
      cause!.actionId,
      {
        kind: "do",
        steps: [
          { type: "comment", args: { text: "我到了" } },
          { type: "comment", args: { text: "x" } },
        ],
      },
      { edited: { text: "已通知林" } },
    );
    const queue = await readQueue(db);
    expect(queue.map((entry) => [entry.action.args.text, entry.action.resolves])).toEqual([
      ["我到了", cause!.actionId],
      ["已通知林", undefined],
    ]);
    await phone.drain();
    expect(
      [...server.activities.values()].filter((line) => line.ticketId === id).map((line) => line.text),
    ).toEqual(expect.arrayContaining(["我到了", "已通知林"]));
  });
});

describe("export and import", () => {
  test("[C9] [A7] the queue goes through a file to another installation and arrives once, in order", async () => {
    const id = newTicketId();
    offline = true;
    await phone.save("open", id, incidentArgs("電梯"));
    await phone.save("claim", id);
    await phone.sync();
    const file = await exportQueue(phone.replica);
    phone.close();
    await Dexie.delete(databaseName(ids.chen));

    phone = await openPhone(ids.chen, server.transport(ids.chen), createTestPlatform(5));
    await phone.save("open", newTicketId(), incidentArgs("新手機上的"));
    const before = (await readClient(phone.replica.db)).clientId;
    expect(await importQueue(phone.replica, file)).toBe(2);
    expect(await importQueue(phone.replica, file)).toBe(0);
    expect((await readClient(phone.replica.db)).clientId).not.toBe(before);
    expect((await readQueue(phone.replica.db)).map((entry) => entry.action.type)).toEqual([
      "open",
      "claim",
      "open",
    ]);
    expect((await phone.replica.db.tickets.get(id))?.ticket.holderId).toBe(ids.chen);
    await phone.drain();
    expect(await readQueue(phone.replica.db)).toEqual([]);
    expect(server.tickets.get(id)?.holderId).toBe(ids.chen);
    expect([...server.decisions.values()]).toEqual([1, 1, 1]);
  });

  test("[A7] a file whose actions arrived long ago changes nothing and empties again", async () => {
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    const file = await exportQueue(phone.replica);
    await phone.drain();
    await importQueue(phone.replica, file);
    await phone.drain();
    expect(await readQueue(phone.replica.db)).toEqual([]);
    expect([...server.decisions.values()]).toEqual([1]);
    expect(await phone.replica.db.tickets.count()).toBe(1);
  });

  test("[P2] words that came back and are nowhere else, and forms half typed, go through the file too", async () => {
    const { db } = phone.replica;
    const refused = {
      kind: "returned",
      code: "category.unknown",
      fields: ["categoryId"],
      whoMay: [],
      since: null,
    };
    const row: ReturnedRow = {
      actionId: "0190f000-0000-7000-8000-000000000001" as ActionId,
      ticketId: newTicketId(),
      action: { type: "open", args: incidentArgs("退回的"), occurredAt: 1, dependsOn: [] } as never,
      outcome: { ...refused, choices: [{ kind: "discard" }], noteKept: false } as never,
      title: "退回的",
      at: 1,
      read: false,
      open: 1,
      resolvedBy: null,
    };
    const complete = { ...row, action: { ...row.action, actionId: row.actionId, ticketId: row.ticketId } };
    await db.returned.add(complete);
    await db.drafts.bulkAdd([
      { id: "open", ticketId: null, args: { title: "打到一半" }, savedAt: 1 },
      { id: "empty", ticketId: null, args: { title: " ", impact: "high" }, savedAt: 1 },
    ]);
    expect(await countOnlyHere(db)).toEqual({ waiting: 0, cameBack: 1, drafts: 1, attachments: 0 });
    const file = await exportQueue(phone.replica);
    phone.close();
    await Dexie.delete(databaseName(ids.chen));

    phone = await openPhone(ids.chen, server.transport(ids.chen), createTestPlatform(5));
    expect(await importQueue(phone.replica, file)).toBe(2);
    expect(await importQueue(phone.replica, file)).toBe(0);
    expect(await phone.replica.db.returned.toArray()).toEqual([complete]);
    expect((await phone.replica.db.drafts.get("open"))?.args.title).toBe("打到一半");
  });

  test.each([
    ["notAQueue", "{"],
    ["notAQueue", '{"format":"genba-queue","entries":[],"returned":[{}]}'],
    ["notAQueue", '{"format":"genba-queue","entries":[],"drafts":[{"id":1}]}'],
    ["notAQueue", '{"format":"other","entries":[]}'],
    ["notAQueue", '{"format":"genba-queue","entries":[{}]}'],
    ["otherVersion", '{"format":"genba-queue","entries":[],"protocol":99}'],
    ["otherAccount", '{"format":"genba-queue","entries":[],"protocol":1,"accountId":"x"}'],
  ])("[C6] %s: %s is refused", async (code, text) => {
    await expect(importQueue(phone.replica, text)).rejects.toEqual(
      new ImportError(code as ImportError["code"]),
    );
  });
});
