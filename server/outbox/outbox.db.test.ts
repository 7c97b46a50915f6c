import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Ticket } from "../../core/tickets/ticket";
import { createDesk, type Desk } from "../testing/desk";
import { passTime, storeDevice, storeEntry } from "../testing/outbox";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { forgetOldNotices } from "./forget";
import { claim, countWaiting, end, fanOut, postpone, removeDevice, settle } from "./outbox";

const leaseMs = 60_000;
let desk: Desk;
let ticket: Ticket;

beforeAll(async () => {
  desk = await createDesk();
  ticket = await storeTicket(desk.database, ticketOf(desk, { stage: "handle", holderId: desk.engineer }));
});
afterAll(() => desk.end());
beforeEach(async () => {
  await desk.database.outbox.deleteMany();
  await desk.database.pushSubscription.deleteMany();
});

const states = async (): Promise<{ outbox: string[]; deliveries: string[] }> => ({
  outbox: (await desk.database.outbox.findMany({ orderBy: { createdAt: "asc" } })).map((row) => row.state),
  deliveries: (await desk.database.outboxDelivery.findMany()).map((row) => row.state).sort(),
});

test("[S5] an entry becomes a delivery for each device of its person, and of nobody else", async () => {
  const devices = [
    await storeDevice(desk.database, desk.engineer),
    await storeDevice(desk.database, desk.engineer),
  ];
  await storeDevice(desk.database, desk.colleague);
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  expect(await fanOut(desk.database, 10)).toBe(1);
  const claimed = await claim(desk.database, 10, leaseMs);
  expect(claimed.map((delivery) => delivery.subscription.id).sort()).toEqual(devices.sort());
  expect(claimed[0]).toMatchObject({
    outboxId: entry,
    attempt: 1,
    kind: "assignHandler",
    payload: { kind: "assignHandler", as: ["handler"] },
    person: { id: desk.engineer, role: "agent", active: true, groupIds: [desk.fieldGroup] },
    ticket: { id: ticket.id, holderId: desk.engineer },
  });
});

test("[S5] the same key is stored once", async () => {
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  const row = await desk.database.outbox.findUniqueOrThrow({ where: { id: entry } });
  const { key, kind, accountId, ticketId } = row;
  const again = desk.database.outbox.create({ data: { key, kind, accountId, ticketId, payload: {} } });
  await expect(again).rejects.toMatchObject({ code: "P2002" });
});

test("an entry whose person has no device is over, and a device that comes later does not hear it", async () => {
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  await storeDevice(desk.database, desk.engineer);
  expect(await fanOut(desk.database, 10)).toBe(0);
  expect(await states()).toEqual({ outbox: ["unheard"], deliveries: [] });
});

test("[S5] what is claimed is nobody else's until the lease ends, then it is due again", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  const [first] = await claim(desk.database, 10, leaseMs);
  expect(await claim(desk.database, 10, leaseMs)).toEqual([]);
  await passTime(desk.database);
  const [second] = await claim(desk.database, 10, leaseMs);
  expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
});

test("[S5] who lost the claim changes nothing any more, except that sent stays sent", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  const [late] = await claim(desk.database, 10, 0);
  const [current] = await claim(desk.database, 10, leaseMs);
  await postpone(desk.database, late!, 0, "late", false);
  await end(desk.database, late!, "dead", "late");
  expect(await claim(desk.database, 10, leaseMs)).toEqual([]);
  expect(await states()).toEqual({ outbox: ["delivering"], deliveries: ["pending"] });
  await end(desk.database, late!, "sent", null);
  await end(desk.database, current!, "dead", "too slow");
  expect(await states()).toEqual({ outbox: ["sent"], deliveries: ["sent"] });
});

test("[S5] ten processes at once take each of a hundred deliveries exactly once", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeDevice(desk.database, desk.engineer);
  for (let count = 0; count < 50; count += 1) await storeEntry(desk.database, ticket, desk.engineer);
  const taken: string[] = [];
  const process = async (): Promise<void> => {
    for (;;) {
      const spread = await fanOut(desk.database, 3);
      const claimed = await claim(desk.database, 4, leaseMs);
      for (const delivery of claimed) {
        taken.push(`${delivery.outboxId} ${delivery.subscription.id}`);
        await end(desk.database, delivery, "sent", null);
      }
      if (spread === 0 && claimed.length === 0) return;
    }
  };
  await Promise.all(Array.from({ length: 10 }, process));
  expect([taken.length, new Set(taken).size]).toEqual([100, 100]);
  const { outbox, deliveries } = await states();
  expect(new Set([...outbox, ...deliveries])).toEqual(new Set(["sent"]));
});

test("an entry is sent when one device took it, dead when none did", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  const [one, two] = await claim(desk.database, 10, leaseMs);
  await end(desk.database, one!, "dead", "413");
  expect((await states()).outbox).toEqual(["delivering"]);
  await end(desk.database, two!, "sent", null);
  expect((await states()).outbox).toEqual(["sent"]);
});

test("what was ended but not closed, its process killed in between, is closed by the next sweep", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  await desk.database.outboxDelivery.updateMany({ data: { state: "dead", lastError: "413" } });
  expect(await settle(desk.database)).toBe(1);
  expect(await desk.database.outbox.findFirst()).toMatchObject({ state: "dead", lastError: "413" });
});

test("a device that is gone goes alone, with what waited for it; one registered anew stays", async () => {
  const gone = await storeDevice(desk.database, desk.engineer);
  const kept = await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  const claimed = await claim(desk.database, 10, leaseMs);
  await removeDevice(desk.database, claimed.find((delivery) => delivery.subscription.id === gone)!);
  const ours = claimed.find((delivery) => delivery.subscription.id === kept)!;
  await removeDevice(desk.database, { ...ours, subscription: { ...ours.subscription, p256dh: "older key" } });
  expect((await desk.database.pushSubscription.findMany()).map((row) => row.id)).toEqual([kept]);
  await end(desk.database, ours, "sent", null);
  expect(await states()).toEqual({ outbox: ["sent"], deliveries: ["sent"] });
});

test("the last device gone: the entry is unheard", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  const [delivery] = await claim(desk.database, 10, leaseMs);
  await removeDevice(desk.database, delivery!);
  expect((await states()).outbox).toEqual(["unheard"]);
});

test("a device that must rest gets nothing at all before then; other devices do", async () => {
  const busy = await storeDevice(desk.database, desk.engineer);
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  const claimed = await claim(desk.database, 10, 0);
  const first = claimed.find((delivery) => delivery.subscription.id === busy)!;
  await postpone(desk.database, first, leaseMs, "429", true);
  const next = await claim(desk.database, 10, leaseMs);
  expect(next.map((delivery) => delivery.subscription.id)).not.toContain(busy);
  expect(next).toHaveLength(2);
});

test("counts what waits and how late it is", async () => {
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  expect(await countWaiting(desk.database)).toMatchObject({ waiting: 1 });
  await fanOut(desk.database, 10);
  await claim(desk.database, 10, leaseMs);
  const { waiting, overdueMs } = await countWaiting(desk.database);
  expect(waiting).toBe(1);
  expect(overdueMs).toBeLessThan(10_000);
});

test("after 90 days a notice that has ended is let go, and what still waits is not", async () => {
  const day = 86_400_000;
  const entries: string[] = [];
  for (let count = 0; count < 4; count += 1)
    entries.push(await storeEntry(desk.database, ticket, desk.engineer));
  const [old, waiting, mailing, young] = entries;
  const { outbox } = desk.database;
  await outbox.updateMany({ data: { state: "sent", createdAt: new Date(Date.now() - 91 * day) } });
  await outbox.update({ where: { id: waiting! }, data: { state: "pending" } });
  await outbox.update({ where: { id: mailing! }, data: { mailDueAt: new Date() } });
  await outbox.update({ where: { id: young! }, data: { createdAt: new Date(Date.now() - 89 * day) } });
  expect(await forgetOldNotices(desk.database, Date.now())).toBe(1);
  const left = (await outbox.findMany()).map(({ id }) => id);
  expect(left).not.toContain(old);
  expect(left).toHaveLength(3);
});

test("what was opened in the app while its push waited does not ring: before it is spread, and after", async () => {
  await storeDevice(desk.database, desk.engineer);
  const { outbox } = desk.database;
  const early = await storeEntry(desk.database, ticket, desk.engineer);
  await outbox.update({ where: { id: early }, data: { readAt: new Date() } });
  await fanOut(desk.database, 10);
  expect(await states()).toEqual({ outbox: ["obsolete"], deliveries: [] });
  const late = await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  await outbox.update({ where: { id: late }, data: { readAt: new Date() } });
  expect(await claim(desk.database, 10, leaseMs)).toMatchObject([{ outboxId: late, isRead: true }]);
});

test("what waits is overdue since it was due, however often it was tried", async () => {
  await storeDevice(desk.database, desk.engineer);
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  await desk.database.outbox.update({
    where: { id: entry },
    data: { dueAt: new Date(Date.now() - 600_000) },
  });
  await fanOut(desk.database, 10);
  const [delivery] = await claim(desk.database, 10, leaseMs);
  await postpone(desk.database, delivery!, 900_000, "503", false);
  const { waiting, overdueMs } = await countWaiting(desk.database);
  expect(waiting).toBe(1);
  expect(overdueMs).toBeGreaterThan(590_000);
  expect(overdueMs).toBeLessThan(700_000);
});
