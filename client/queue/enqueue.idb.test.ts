import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ActionId } from "../../core/ids";
import { textMaxLength } from "../../core/sync/protocol";
import { databaseName } from "../replica/database";
import { metaOf, readMeta } from "../replica/meta";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import { readQueue, summarizeQueue } from "../views/queue";
import { readTicket } from "../views/ticket";
import { discard } from "./discard";
import { enqueue } from "./enqueue";

let server: FakeServer;
let phone: Phone;
beforeEach(async () => {
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  phone = await openPhone(ids.chen, server.transport(ids.chen), platform);
  await phone.sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

describe("enqueue", () => {
  test("[C2] a saved action is in queue, row and timeline when the promise resolves", async () => {
    const id = newTicketId();
    const saved = await phone.save("open", id, incidentArgs("電梯停在三樓"));
    expect(saved.kind).toBe("saved");
    const view = await readTicket(phone.replica.db, id);
    expect(view?.row.ticket.title).toBe("電梯停在三樓");
    expect(view?.row.waiting).toBe(1);
    expect(view?.activities.map((line) => line.id)).toEqual(saved.kind === "saved" ? saved.actionIds : []);
    expect(view?.activities[0]?.arrivedAt).toBeNull();
    expect(await summarizeQueue(phone.replica.db)).toEqual({
      count: 1,
      oldestAt: phone.platform.now(),
      files: 0,
      stuck: 0,
    });
  });

  test("[C2] what a person did is written with strict durability, what the server can repeat is not", async () => {
    const opened: [readonly string[], string | undefined][] = [];
    const native = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === "readwrite")
        opened.push([typeof stores === "string" ? [stores] : [...stores], options?.durability]);
      return native.call(this, stores, mode, options);
    };
    try {
      // Dexie binds the method when it opens.
      phone.close();
      phone = await openPhone(ids.chen, server.transport(ids.chen));
      opened.length = 0;
      await phone.save("open", newTicketId(), incidentArgs("門禁"));
      const saving = opened.filter(([stores]) => stores.includes("drafts"));
      await phone.sync();
      const intake = opened.filter(([stores]) => stores.includes("directory") && !stores.includes("drafts"));
      expect(saving.map(([, durability]) => durability)).toEqual(["strict"]);
      expect(new Set(intake.map(([, durability]) => durability))).toEqual(new Set(["relaxed"]));
      for (const [stores, durability] of opened)
        if (stores.includes("drafts")) expect(durability).toBe("strict");
    } finally {
      IDBDatabase.prototype.transaction = native;
    }
  });

  test("[C3] two tabs saving at once share one numbering without holes", async () => {
    const tab = await openPhone(ids.chen, server.transport(ids.chen), createTestPlatform(7));
    const opens = Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? phone : tab).save("open", newTicketId(), incidentArgs(`事故 ${index}`)),
    );
    await Promise.all(opens);
    const queue = await readQueue(phone.replica.db);
    expect(queue.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(queue.map((entry) => entry.action.clientId)).size).toBe(1);
    tab.close();
  });

  test("[A1] a step depends on the undecided steps before it, a comment only on the opening", async () => {
    const id = newTicketId();
    const opened = savedIds(await phone.save("open", id, incidentArgs("冷氣漏水")));
    const claimed = savedIds(await phone.save("claim", id));
    await phone.save("comment", id, { text: "到場" });
    await phone.save("resolve", id, {
      closureCode: "fixed",
      notes: "換管",
      restoredAt: phone.platform.now(),
    });
    await phone.save("open", newTicketId(), incidentArgs("另一件"));
    const depends = (await readQueue(phone.replica.db)).map((entry) => entry.action.dependsOn);
    expect(depends).toEqual([[], opened, opened, [...opened, ...claimed], []]);
  });

  test("[A8] what the form can correct is refused and stores nothing", async () => {
    const refused = await phone.save("open", newTicketId(), { flow: "incident" });
    expect(refused).toMatchObject({ kind: "refused", outcome: { code: "needs.missing" } });
    expect(await readQueue(phone.replica.db)).toEqual([]);
  });

  test("[A8] [A5] a step that is no longer legal here is saved all the same: the server keeps its words", async () => {
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("斷線"));
    await phone.drain();
    server.act(ids.lin, { type: "claim", ticketId: id, args: {} });
    await phone.sync();
    const saved = await phone.save("claim", id);
    expect(saved.kind).toBe("saved");
    expect((await phone.replica.db.tickets.get(id))?.ticket.holderId).toBe(ids.lin);
  });

  test("a text over the protocol's bound is refused before it is queued", async () => {
    const saved = await phone.save("comment", newTicketId(), { text: "字".repeat(textMaxLength + 1) });
    expect(saved).toMatchObject({ kind: "refused", outcome: { code: "needs.invalid", fields: ["text"] } });
  });

  test("the draft goes in the same transaction as the action comes", async () => {
    const { db } = phone.replica;
    await db.drafts.put({ id: "open", ticketId: null, args: { title: "打到一半" }, savedAt: 1 });
    await enqueue(
      phone.replica,
      phone.clock,
      [{ type: "open", ticketId: newTicketId(), args: { flow: "incident" } }],
      { draftId: "open" },
    );
    expect(await db.drafts.count()).toBe(1);
    await enqueue(
      phone.replica,
      phone.clock,
      [{ type: "open", ticketId: newTicketId(), args: incidentArgs("打完") }],
      { draftId: "open" },
    );
    expect(await db.drafts.count()).toBe(0);
  });
});

describe("time", () => {
  const sample = async () => metaOf(await readMeta(phone.replica.db), "clock") ?? null;

  test("[T1] an action carries the newest offset, measured from the middle of the round trip", async () => {
    const answered = phone.clock.startRoundTrip();
    phone.platform.advance(400);
    await answered(phone.platform.now() - 200 + 90_000);
    await phone.save("open", newTicketId(), incidentArgs("時鐘慢了"));
    const [entry] = await readQueue(phone.replica.db);
    expect(entry?.action).toMatchObject({ clockOffset: 90_000, uncertainTime: false });
  });

  test("[T1] a wall clock that jumps over 2 s against the monotonic one marks times as uncertain", async () => {
    phone.platform.jumpWall(2_500);
    expect(phone.clock.stamp(await sample()).uncertainTime).toBe(true);
    phone.platform.jumpWall(-1_000);
    expect(phone.clock.stamp(await sample()).uncertainTime).toBe(false);
  });
});

describe("discard", () => {
  test("[A7] an action not sent yet becomes a void under its number, and its effect goes", async () => {
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("誤報"));
    await phone.save("open", newTicketId(), incidentArgs("真的"));
    const [first] = await readQueue(phone.replica.db);
    expect(await discard(phone.replica, first!.actionId)).toBe("discarded");
    expect(await phone.replica.db.tickets.get(id)).toBeUndefined();
    expect(await phone.replica.db.activities.get(first!.actionId)).toBeUndefined();
    await phone.drain();
    expect(await readQueue(phone.replica.db)).toEqual([]);
    expect(server.tickets.size).toBe(1);
  });

  test("[P5] what becomes legal by it is drawn with all that it opens", async () => {
    const [incident, problemId] = [newTicketId(), newTicketId()];
    const { db } = phone.replica;
    await phone.save("open", incident, incidentArgs("又漏水"));
    await phone.save("claim", incident);
    await phone.save("returnToAssign", incident, { reason: "不是我的" });
    const [, , returned] = await readQueue(db);
    // Not the handler's any more, so it changes nothing yet, and opens nothing.
    await phone.save("raiseProblem", incident, { problemId });
    expect(await db.tickets.get(problemId)).toBeUndefined();
    expect(await discard(phone.replica, returned!.actionId)).toBe("discarded");
    expect(await db.tickets.get(problemId)).toMatchObject({ waiting: 1, ticket: { title: "又漏水" } });
    expect((await db.tickets.get(incident))?.ticket.links).toMatchObject([{ ticketId: problemId }]);
    await phone.drain();
    expect((await db.tickets.get(problemId))?.waiting).toBe(0);
    expect(server.tickets.get(problemId)?.title).toBe("又漏水");
  });

  test("[S3] an action that may have been sent is not changed any more", async () => {
    phone.close();
    phone = await openPhone(
      ids.chen,
      server.transport(ids.chen, () => ({ kind: "lostAnswer" })),
    );
    const [actionId] = savedIds(await phone.save("open", newTicketId(), incidentArgs("也許到了")));
    await phone.sync();
    expect(await discard(phone.replica, actionId!)).toBe("maybeSent");
  });
});

function savedIds(saved: Awaited<ReturnType<typeof enqueue>>): readonly ActionId[] {
  return saved.kind === "saved" ? saved.actionIds : [];
}
