import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { createDesk, type Desk } from "../testing/desk";
import { passMailTime, storeEntry } from "../testing/outbox";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { claimMails, countMailsWaiting, endMails, postponeMails } from "./outbox-mail";

const leaseMs = 60_000;
let desk: Desk;
let ticket: Ticket;
beforeAll(async () => {
  desk = await createDesk();
  ticket = await storeTicket(desk.database, ticketOf(desk, { stage: "handle", holderId: desk.engineer }));
});
afterAll(() => desk.end());
beforeEach(() => desk.database.outbox.deleteMany());

async function storeMail(overdueMs = 1_000, to: AccountId = desk.engineer): Promise<string> {
  const id = await storeEntry(desk.database, ticket, to);
  const mailDueAt = new Date(Date.now() - overdueMs);
  await desk.database.outbox.update({ where: { id }, data: { mailDueAt } });
  return id;
}
const claimOne = async () => (await claimMails(desk.database, 1, leaseMs)).mails[0];
const stored = (id: string) => desk.database.outbox.findUniqueOrThrow({ where: { id } });
const away = { delayMs: 0, error: "ESOCKET", attemptsMax: null, surelyNotTaken: true };

test("[S5] what is claimed is nobody else's until the lease ends, then it is the same mail again", async () => {
  await storeMail();
  await storeMail();
  const first = await claimOne();
  expect(first?.notices.map(({ attempt }) => attempt)).toEqual([1, 1]);
  expect(await claimMails(desk.database, 9, leaseMs)).toEqual({ taken: 0, mails: [] });
  await storeMail(10_000);
  await passMailTime(desk.database);
  const claimed = [await claimOne(), await claimOne()];
  const again = claimed.find((mail) => mail?.mailId === first?.mailId);
  expect(again?.notices.map(({ outboxId, attempt }) => [outboxId, attempt]).sort()).toEqual(
    first?.notices.map(({ outboxId }) => [outboxId, 2]).sort(),
  );
  expect(claimed.map((mail) => mail?.notices.length).sort()).toEqual([1, 2]);
});

test("[S5] who lost the claim changes nothing any more, except that sent stays sent", async () => {
  const id = await storeMail();
  const late = await claimMails(desk.database, 1, 0);
  const current = await claimOne();
  const mine = late.mails[0]!.notices;
  await postponeMails(desk.database, mine, { ...away, delayMs: 3_600_000 });
  await endMails(desk.database, mine, "dead", "late");
  await endMails(desk.database, mine, "obsolete", null);
  expect(await stored(id)).toMatchObject({ mailError: null, mailAttempts: 2, mailId: current?.mailId });
  expect((await stored(id)).mailDueAt).not.toBeNull();
  await endMails(desk.database, mine, "sent", null);
  await postponeMails(desk.database, current!.notices, away);
  await endMails(desk.database, current!.notices, "dead", "too late");
  expect(await stored(id)).toMatchObject({ mailDueAt: null, mailError: null, mailedAt: expect.any(Date) });
});

test("what was read when it fell due is taken out of the way and needs no mail", async () => {
  const read = await storeMail();
  await desk.database.outbox.update({ where: { id: read }, data: { readAt: new Date() } });
  const unread = await storeMail();
  const { taken, mails } = await claimMails(desk.database, 1, leaseMs);
  expect(taken).toBe(2);
  expect(mails[0]?.notices.map(({ outboxId }) => outboxId)).toEqual([unread]);
  expect(await stored(read)).toMatchObject({ mailDueAt: null, mailId: null, mailedAt: null });
});

test("who waits longest comes first, and a mail has no more than fifty", async () => {
  for (let count = 0; count < 55; count += 1) await storeMail(1_000);
  await storeMail(60_000, desk.colleague);
  const first = await claimOne();
  expect(first?.person).toMatchObject({ id: desk.colleague, email: "colleague@desk.example", active: true });
  expect((await claimOne())?.notices).toHaveLength(50);
  expect((await claimOne())?.notices).toHaveLength(5);
});

test("what waits is counted once it is overdue, not in its quarter of an hour", async () => {
  await storeMail(-60_000);
  expect(await countMailsWaiting(desk.database)).toEqual({ waiting: 0, overdueMs: 0 });
  await storeMail(5_000);
  const { waiting, overdueMs } = await countMailsWaiting(desk.database);
  expect(waiting).toBe(1);
  expect(overdueMs).toBeGreaterThan(4_900);
});
