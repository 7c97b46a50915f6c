import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import type { PageAnswer, PullAnswer, PullRequest } from "../../core/sync/protocol";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer, type Fault, type Question } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import type { Transport } from "../transport";
import { readQueue } from "../views/queue";
import { databaseName } from "./database";
import { readFilling, takeInPage } from "./fill";
import { takeInPull } from "./intake";
import { readClient } from "./numbering";
import { Overtaken, pinTicket } from "./pin";

let server: FakeServer;
let phone: Phone;
let transport: Transport;
let faults: ((question: Question) => Fault | null) | null;
beforeEach(async () => {
  faults = null;
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  transport = server.transport(ids.chen, (question) => faults?.(question) ?? null);
  phone = await openPhone(ids.chen, transport, platform);
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

function othersOpen(count: number): readonly TicketId[] {
  return Array.from({ length: count }, (_, index) => {
    const id = newTicketId();
    server.act(ids.lin, { type: "open", ticketId: id, args: incidentArgs(`別人 ${index}`) });
    return id;
  });
}
const shown = async () =>
  (await phone.replica.db.tickets.toArray()).map((row) => row.ticket).sort((a, b) => (a.id < b.id ? -1 : 1));
const atServer = () => [...server.tickets.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

async function pullRequest(): Promise<PullRequest> {
  const { db, author } = phone.replica;
  const cursor = await db.meta.get("cursor");
  if (cursor?.key !== "cursor") throw new Error("not filled");
  const { clientId } = await readClient(db);
  const { epoch, scopeHash } = cursor;
  return { accountId: author.id, clientId, epoch, cursor: cursor.cursor, scopeHash, fromSeq: 1 };
}

describe("pull", () => {
  test("[C1] a stale answer of another tab is dropped: nothing of it is taken in", async () => {
    const [id] = othersOpen(1);
    await phone.sync();
    const request = await pullRequest();
    server.act(ids.lin, { type: "comment", ticketId: id!, args: { text: "先" } });
    const stale = await transport.pull(request);
    server.act(ids.lin, { type: "claim", ticketId: id!, args: {} });
    await phone.sync();
    const before = await shown();
    expect(await takeInPull(phone.replica, request, stale)).toBe("stale");
    expect(await shown()).toEqual(before);
    expect(await shown()).toEqual(atServer());
  });

  test("[C1] an answer to another numbering is stale too", async () => {
    await phone.sync();
    const request = await pullRequest();
    const answer = await transport.pull(request);
    const other = { ...request, clientId: "00000000-0000-4000-8000-00000000ffff" as typeof request.clientId };
    expect(await takeInPull(phone.replica, other, answer)).toBe("stale");
  });

  test("[R2] what left sight goes with its lines; an action queued on it stays and gets its outcome", async () => {
    const [id] = othersOpen(1);
    await phone.sync();
    faults = (question) => (question === "push" ? { kind: "lost" } : null);
    await phone.save("comment", id!, { text: "還看得到嗎" });
    server.hide(id!);
    await phone.sync();
    faults = (question) => (question === "push" ? { kind: "transient", after: 0 } : null);
    await takeInPull(phone.replica, await pullRequest(), await transport.pull(await pullRequest()));
    expect(await phone.replica.db.tickets.get(id!)).toBeUndefined();
    expect(await readQueue(phone.replica.db)).toHaveLength(1);
    faults = null;
    await phone.drain();
    expect(await readQueue(phone.replica.db)).toEqual([]);
    expect(await phone.replica.db.activities.toArray()).toEqual([]);
  });

  test("[P5] confirmed rows stay apart from what is shown while entries wait", async () => {
    const [id] = othersOpen(1);
    await phone.sync();
    faults = (question) => (question === "push" ? { kind: "lost" } : null);
    await phone.save("claim", id!);
    const row = await phone.replica.db.tickets.get(id!);
    const base = await phone.replica.db.base.get(id!);
    expect(row?.ticket.holderId).toBe(ids.chen);
    expect(base?.ticket).toEqual(server.tickets.get(id!));
  });

  test("[A8] a directory change judges what waits anew", async () => {
    await phone.sync();
    const before = phone.replica.directory.current().people.size;
    server.putDirectory([
      { kind: "person", id: ids.lin, value: { id: ids.lin, name: "林大偉", role: "agent", active: true } },
    ]);
    await phone.sync();
    expect(phone.replica.directory.current().people.get(ids.lin)?.name).toBe("林大偉");
    expect(phone.replica.directory.current().people.size).toBe(before);
  });

  test("[C1] a transaction that fails half-way takes nothing in", async () => {
    othersOpen(1);
    await phone.sync();
    othersOpen(2);
    const request = await pullRequest();
    const answer = await transport.pull(request);
    const broken = structuredClone(answer) as Extract<PullAnswer, { kind: "changes" }>;
    (broken.puts.activities as unknown[]).push({ id: () => "not cloneable" });
    await expect(takeInPull(phone.replica, request, broken)).rejects.toThrow();
    expect(await phone.replica.db.tickets.count()).toBe(1);
    expect((await pullRequest()).cursor).toBe(request.cursor);
  });
});

describe("a ticket opened by hand", () => {
  test("[R8] it is taken in with its lines; what is not there is not", async () => {
    await phone.sync();
    const [id] = othersOpen(1);
    expect(await pinTicket(phone.replica, transport, id!)).toBe(true);
    expect((await phone.replica.db.tickets.get(id!))?.ticket).toEqual(server.tickets.get(id!));
    expect(await phone.replica.db.activities.count()).toBe(1);
    expect(await pinTicket(phone.replica, transport, newTicketId())).toBe(false);
  });

  test("[R4] an older row that comes late never replaces a newer one", async () => {
    const [id] = othersOpen(1);
    await phone.sync();
    const older = await transport.pin(ids.chen, id!);
    server.act(ids.lin, { type: "claim", ticketId: id!, args: {} });
    await phone.sync();
    await pinTicket(phone.replica, { ...transport, pin: async () => older }, id!);
    expect((await phone.replica.db.tickets.get(id!))?.ticket.holderId).toBe(ids.lin);
  });

  test("[C1] [R3] an answer that a pull has overtaken brings back no line and no ticket", async () => {
    const [changed, gone] = othersOpen(2);
    await phone.sync();
    const older = new Map([
      [changed!, await transport.pin(ids.chen, changed!)],
      [gone!, await transport.pin(ids.chen, gone!)],
    ]);
    const [line] = older.get(changed!)!.activities;
    server.changeLine({ ...line!, text: "as it is now" });
    server.hide(gone!);
    await phone.sync();
    const late: Transport = { ...transport, pin: async (_, id) => older.get(id) ?? null };
    expect(await pinTicket(phone.replica, late, changed!)).toBe(true);
    await expect(pinTicket(phone.replica, late, gone!)).rejects.toThrow(Overtaken);
    expect((await phone.replica.db.activities.get(line!.id))?.text).toBe("as it is now");
    expect(await phone.replica.db.tickets.get(gone!)).toBeUndefined();
  });
});

describe("first sync", () => {
  test("[R4] pages fill the replica, each usable at once, then a pull from the first page's counter", async () => {
    othersOpen(7);
    server.pageSize = 3;
    const counts: number[] = [];
    const states: string[] = [];
    phone.loop.subscribe((state) => {
      states.push(state.tag === "firstSync" ? `${state.done}/${state.total}` : state.tag);
      void phone.replica.db.tickets.count().then((count) => counts.push(count));
    });
    let late = false;
    faults = (question) => {
      // Somebody acts on the first page's ticket while the second is asked for.
      if (question === "page" && phone.loop.state().tag === "firstSync" && !late) {
        late = true;
        othersOpen(1);
      }
      return null;
    };
    await phone.drain();
    expect(await shown()).toEqual(atServer());
    expect(states).toContain("3/7");
    expect(counts.some((count) => count > 0 && count < 7)).toBe(true);
  });

  test("[R4] it resumes where it was cut off", async () => {
    othersOpen(9);
    server.pageSize = 3;
    let pages = 0;
    faults = (question) => (question === "page" && ++pages === 3 ? { kind: "lost" } : null);
    await phone.sync();
    expect(await phone.replica.db.tickets.count()).toBe(6);
    phone.close();
    faults = null;
    const asked = server.questions.length;
    phone = await openPhone(ids.chen, transport, createTestPlatform(3));
    await phone.drain();
    expect(await shown()).toEqual(atServer());
    expect(server.questions.slice(asked).filter((question) => question === "page")).toHaveLength(2);
  });

  test("[R4] a late or doubled page is dropped: it resurrects nothing", async () => {
    const [id] = othersOpen(2);
    const filling = await readFilling(phone.replica.db);
    const { clientId } = await readClient(phone.replica.db);
    const request = { accountId: ids.chen, clientId, position: null };
    const late: PageAnswer = await transport.page(request);
    await phone.drain();
    server.hide(id!);
    await phone.drain();
    expect(await takeInPage(phone.replica, filling!, request, late)).toBe("stale");
    expect(await phone.replica.db.tickets.get(id!)).toBeUndefined();
  });

  test("[R4] entries that a page's snapshot contains do not replay on its rows", async () => {
    const [id] = othersOpen(1);
    await phone.sync();
    await phone.save("claim", id!);
    await phone.save("returnToAssign", id!, { reason: "要別人" });
    // Decided, but no pull has brought it; then the server's counter begins another life.
    faults = (question) => (question === "pull" ? { kind: "lost" } : null);
    await phone.sync();
    server.newEpoch();
    let pulls = 0;
    faults = (question) => (question === "pull" && ++pulls > 1 ? { kind: "lost" } : null);
    await phone.sync();
    const row = await phone.replica.db.tickets.get(id!);
    expect(row?.ticket).toEqual(server.tickets.get(id!));
    expect(await readQueue(phone.replica.db)).toHaveLength(2);
    faults = null;
    await phone.drain();
    expect(await readQueue(phone.replica.db)).toEqual([]);
  });

  test("[R5] an unknown epoch rebuilds the replica, keeps the queue and drops what did not come again", async () => {
    const [kept, gone] = othersOpen(2);
    await phone.sync();
    faults = (question) => (question === "push" ? { kind: "lost" } : null);
    await phone.save("comment", kept!, { text: "等著" });
    await phone.save("open", newTicketId(), incidentArgs("我的"));
    // The new life of the server never had `gone`; no remove will ever say so.
    (server.tickets as Map<TicketId, unknown>).delete(gone!);
    server.act(ids.lin, { type: "comment", ticketId: kept!, args: { text: "前世的話" } });
    faults = (question) => (question === "push" ? { kind: "lost" } : null);
    await takeInPull(phone.replica, await pullRequest(), await transport.pull(await pullRequest()));
    const lost = [...server.activities.values()].find((line) => line.text === "前世的話");
    (server.activities as Map<string, unknown>).delete(lost?.id ?? "");
    server.newEpoch();
    faults = null;
    await phone.drain();
    expect(await shown()).toEqual(atServer());
    expect(await readQueue(phone.replica.db)).toEqual([]);
    expect(server.tickets.size).toBe(2);
    const lines = await phone.replica.db.activities.toArray();
    expect(lines.some((line) => line.ticketId === gone || line.id === lost?.id)).toBe(false);
  });

  test("[C3] two tabs filling at once end with the same whole replica", async () => {
    othersOpen(8);
    server.pageSize = 3;
    const tab = await openPhone(ids.chen, server.transport(ids.chen), createTestPlatform(9));
    await Promise.all([phone.drain(), tab.drain()]);
    expect(await shown()).toEqual(atServer());
    tab.close();
  });
});
