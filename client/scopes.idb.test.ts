import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TicketId } from "../core/ids";
import { databaseName } from "./replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "./testing/desk";
import { createFakeServer, type FakeServer, type Fault, type Question } from "./testing/fake-server";
import { createTestPlatform } from "./testing/platform";
import { readQueue } from "./views/queue";
import { listReturned } from "./views/returned";

let server: FakeServer;
let phone: Phone;
let faults: ((question: Question) => Fault | null) | null;
beforeEach(async () => {
  faults = null;
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  phone = await openPhone(
    ids.chen,
    server.transport(ids.chen, (question) => faults?.(question) ?? null),
    platform,
  );
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

function othersOpen(title: string): TicketId {
  const id = newTicketId();
  server.act(ids.lin, { type: "open", ticketId: id, args: incidentArgs(title) });
  return id;
}
const heldIds = async () => (await phone.replica.db.tickets.toArray()).map((row) => row.id).sort();

test("[R3] who was taken out of a group keeps what waits, sends it, hears of it, and holds the group's tickets no more", async () => {
  const kept = othersOpen("我的");
  const theirs = othersOpen("組的");
  const taken = othersOpen("別人領走的");
  await phone.sync();
  expect(await heldIds()).toEqual([kept, theirs, taken].sort());

  // Offline: two actions wait. Meanwhile the person leaves the group, and somebody else takes one of its tickets.
  faults = () => ({ kind: "lost" });
  const comment = await phone.save("comment", theirs, { text: "在現場" });
  await phone.save("claim", taken);
  server.act(ids.lin, { type: "claim", ticketId: taken, args: {} });
  server.changeScopes([theirs, taken]);
  await phone.sync();
  expect(await readQueue(phone.replica.db)).toHaveLength(2);
  expect(await heldIds()).toContain(theirs);

  // The pushes alone get through: nothing is dropped before it has an outcome.
  faults = (question) => (question === "push" ? null : { kind: "lost" });
  await phone.sync();
  faults = null;
  await phone.drain();

  const [commentId] = comment.kind === "saved" ? comment.actionIds : [];
  expect(server.outcomeOf(ids.chen, commentId!)).toEqual({ kind: "applied" });
  expect([...server.activities.values()].map((line) => line.text)).toContain("在現場");
  expect(await readQueue(phone.replica.db)).toEqual([]);
  expect((await listReturned(phone.replica.db)).map((row) => row.ticketId)).toEqual([taken]);
  expect(await heldIds()).toEqual([kept]);
  const lines = await phone.replica.db.activities.toArray();
  expect(lines.filter((line) => line.ticketId !== kept)).toEqual([]);
});

test("[R3] the queue outlives a replica that is filled anew while pushing fails", async () => {
  const theirs = othersOpen("組的");
  await phone.sync();
  faults = (question) => (question === "push" ? { kind: "lost" } : null);
  await phone.save("comment", theirs, { text: "還沒送" });
  server.changeScopes([theirs]);
  await phone.sync();
  expect(await readQueue(phone.replica.db)).toHaveLength(1);
  faults = null;
  await phone.drain();
  expect(await readQueue(phone.replica.db)).toEqual([]);
  expect([...server.activities.values()].map((line) => line.text)).toContain("還沒送");
  expect(await heldIds()).toEqual([]);
});
