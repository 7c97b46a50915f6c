/** The way of a notice: from the action that tells to the phones of its person, and back as read. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId, ClientId, NoticeId } from "../../core/ids";
import { type Notice, noticesMax } from "../../core/notify/notice";
import type { PullAnswer } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { claim, end, fanOut, postpone, settle } from "../outbox/outbox";
import { readPage } from "../sync/page";
import { pull } from "../sync/pull";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, openIncident, pushOf, uuid } from "../testing/desk";
import { passTime, storeDevice, storeEntry } from "../testing/outbox";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { markRead } from "./read";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

type Changes = Extract<PullAnswer, { kind: "changes" }>;

async function openInbox(accountId: AccountId) {
  const clientId = uuid<ClientId>();
  const page = await readPage(desk.database, { accountId, clientId, position: null });
  const { epoch, scopeHash } = page;
  let { cursor } = page;
  const next = async (): Promise<Changes> => {
    const request = { accountId, clientId, epoch, cursor, scopeHash, fromSeq: 1 };
    const answer = await pull(desk.database, request);
    if (answer.kind !== "changes") throw new Error(`rebuild: ${answer.reason}`);
    cursor = answer.nextCursor;
    return answer;
  };
  return { first: page.puts.notices ?? [], next };
}

const counter = async (): Promise<number> =>
  Number((await desk.database.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value);
const about = (notices: readonly Notice[] | undefined, ticketId: string): readonly Notice[] =>
  (notices ?? []).filter((notice) => notice.ticketId === ticketId);

test("[S5] whom an action tells has the notice once, in the same pull as the ticket; the one who acted has none", async () => {
  const [lead, requester] = [await openInbox(desk.lead), await openInbox(desk.requester)];
  const phone = createPhone(desk.requester);
  const action = openIncident(desk, phone, "B2 機房漏水");
  await push(desk.database, pushOf(phone, [action]));
  await push(desk.database, pushOf(phone, [action]));
  const answer = await lead.next();
  expect(answer.puts.tickets.map(({ id }) => id)).toEqual([action.ticketId]);
  expect(answer.puts.notices).toEqual([
    {
      id: expect.any(String),
      ticketId: action.ticketId,
      kind: "open",
      action: "open",
      flow: "incident",
      number: answer.puts.tickets[0]?.number,
      title: "B2 機房漏水",
      priority: "P3",
      stage: "assign",
      outcome: null,
      actorId: desk.requester,
      actorName: "requester",
      restricted: false,
      at: expect.any(Number),
      readAt: null,
    },
  ]);
  // A phone that knows no notices finds nothing else in their place.
  expect([answer.puts.directory, answer.removes.directory]).toEqual([[], []]);
  expect((await lead.next()).puts.notices).toEqual([]);
  expect(about((await requester.next()).puts.notices, action.ticketId)).toEqual([]);
  expect(about((await openInbox(desk.lead)).first, action.ticketId)).toEqual(answer.puts.notices);
});

test("read on one device, it comes as read to the other, once, and to nobody else", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.engineer }));
  const id = (await storeEntry(desk.database, ticket, desk.engineer)) as NoticeId;
  const [tablet, lead] = [await openInbox(desk.engineer), await openInbox(desk.lead)];
  expect(about(tablet.first, ticket.id)).toMatchObject([{ id, readAt: null }]);
  expect(await markRead(desk.database, desk.engineer, [id])).toEqual([id]);
  const answer = await tablet.next();
  expect(answer.puts.notices).toMatchObject([{ id, readAt: expect.any(Number) }]);
  expect(answer.puts.tickets).toEqual([]);
  const before = await counter();
  expect(await markRead(desk.database, desk.engineer, [id])).toEqual([id]);
  expect(await counter()).toBe(before);
  expect((await lead.next()).puts.notices).toEqual([]);
});

test("[A9] another's notice is neither marked nor known", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.engineer }));
  const id = (await storeEntry(desk.database, ticket, desk.engineer)) as NoticeId;
  expect(await markRead(desk.database, desk.colleague, [id, uuid<NoticeId>()])).toEqual([]);
  expect((await desk.database.outbox.findUniqueOrThrow({ where: { id } })).readAt).toBeNull();
});

test("[R7] what becomes of the delivery changes nothing for a phone", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.engineer }));
  await storeDevice(desk.database, desk.engineer);
  await storeDevice(desk.database, desk.engineer);
  await storeEntry(desk.database, ticket, desk.engineer);
  const before = await counter();
  await fanOut(desk.database, 100);
  const claimed = await claim(desk.database, 100, 60_000);
  expect(claimed.length).toBeGreaterThanOrEqual(2);
  for (const delivery of claimed.slice(1)) await end(desk.database, delivery, "sent", null);
  await postpone(desk.database, claimed[0]!, 0, "503", false);
  await passTime(desk.database);
  for (const delivery of await claim(desk.database, 100, 60_000)) {
    await end(desk.database, delivery, "dead", "413");
  }
  await settle(desk.database);
  expect(await desk.database.outbox.count({ where: { state: { in: ["pending", "delivering"] } } })).toBe(0);
  expect(await counter()).toBe(before);
});

test("an entry that is for no device is over at once, and one that is not for the inbox is on no phone", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.colleague }));
  await storeDevice(desk.database, desk.colleague);
  const quiet = await storeEntry(desk.database, ticket, desk.colleague, { push: false });
  const inbox = await openInbox(desk.colleague);
  const hidden = await storeEntry(desk.database, ticket, desk.colleague, { inbox: false });
  await markRead(desk.database, desk.colleague, [hidden as NoticeId]);
  expect((await inbox.next()).puts.notices).toEqual([]);
  expect(about((await openInbox(desk.colleague)).first, ticket.id).map(({ id }) => id)).toEqual([quiet]);
  await fanOut(desk.database, 100);
  const stateOf = async (id: string) =>
    (await desk.database.outbox.findUniqueOrThrow({ where: { id }, include: { deliveries: true } })) as {
      state: string;
      deliveries: unknown[];
    };
  expect(await stateOf(quiet)).toMatchObject({ state: "unpushed", deliveries: [] });
  expect(await stateOf(hidden)).toMatchObject({ state: "delivering", deliveries: [{}] });
});

test("[R8] of a restricted ticket only who sees it now has notices: they go with it, and come again with it", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { restricted: true, title: "secret" }));
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  const outside = await storeEntry(desk.database, ticket, desk.networkEngineer);
  const network = await openInbox(desk.networkEngineer);
  const engineer = await openInbox(desk.engineer);
  expect(about(network.first, ticket.id)).toEqual([]);
  expect(about(engineer.first, ticket.id).map(({ id }) => id)).toEqual([entry]);

  const moveTo = (assignedGroupId: string) =>
    desk.database.ticket.update({ where: { id: ticket.id }, data: { assignedGroupId } });
  await moveTo(desk.networkGroup);
  const left = await engineer.next();
  expect(left.removes).toMatchObject({ tickets: [ticket.id], noticesOf: [ticket.id] });
  expect((await network.next()).puts.notices?.map(({ id }) => id)).toEqual([outside]);
  await storeEntry(desk.database, ticket, desk.engineer);
  expect((await engineer.next()).puts.notices).toEqual([]);

  await moveTo(desk.fieldGroup);
  expect(about((await engineer.next()).puts.notices, ticket.id)).toHaveLength(2);
});

test("[P4] where notices go with their ticket, older ones come into their place", async () => {
  const kept = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.colleague }));
  const older = await storeEntry(desk.database, kept, desk.colleague);
  const createdAt = new Date(Date.now() - 86_400_000);
  await desk.database.outbox.update({ where: { id: older }, data: { createdAt } });
  const secret = await storeTicket(desk.database, ticketOf(desk, { restricted: true }));
  for (let left = noticesMax; left > 0; left--) await storeEntry(desk.database, secret, desk.colleague);
  const inbox = await openInbox(desk.colleague);
  expect(about(inbox.first, secret.id)).toHaveLength(noticesMax);
  await desk.database.ticket.update({
    where: { id: secret.id },
    data: { assignedGroupId: desk.networkGroup },
  });
  const { puts, removes } = await inbox.next();
  expect(removes.noticesOf).toEqual([secret.id]);
  expect(about(puts.notices, kept.id).map(({ id }) => id)).toEqual([older]);
  expect(puts.notices).toEqual((await openInbox(desk.colleague)).first);
});

test("[R8] a ticket that only left the holding keeps its notices", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk));
  await storeEntry(desk.database, ticket, desk.engineer);
  const engineer = await openInbox(desk.engineer);
  await desk.database.ticket.update({
    where: { id: ticket.id },
    data: { assignedGroupId: desk.networkGroup },
  });
  expect((await engineer.next()).removes).toMatchObject({ tickets: [ticket.id], noticesOf: [] });
  expect(about((await openInbox(desk.engineer)).first, ticket.id)).toHaveLength(1);
});

test("a review is asked of nobody any more once it is decided: its requests are read, on every phone", async () => {
  const waiting = [desk.networkLead, desk.networkEngineer, desk.lead];
  const change = { reviewGroupId: desk.networkGroup, risk: "low" } as unknown as Ticket["change"];
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage: "preDevReview",
      categoryId: null,
      impact: null,
      urgency: null,
      priority: null,
      change,
      review: {
        stage: "preDevReview",
        rule: { kind: "atLeast", count: 2 },
        reviewers: waiting.map((accountId) => ({ accountId, insteadOf: null, vote: null })),
      },
    }),
  );
  const tell = async (
    accountId: AccountId,
    kind: string,
    as: readonly string[],
    insteadOf: AccountId[] = [],
  ) => {
    const id = await storeEntry(desk.database, ticket, accountId);
    const row = await desk.database.outbox.findUniqueOrThrow({ where: { id } });
    const payload = { ...(row.payload as object), kind, as, insteadOf };
    await desk.database.outbox.update({ where: { id }, data: { kind, payload } });
  };
  for (const accountId of waiting) await tell(accountId, "submitForReview", ["reviewers"]);
  // A delegate of the third, who is asked beside them; one who hears of it as the change group too; who was reminded.
  await tell(desk.colleague, "submitForReview", ["reviewers"], [desk.lead]);
  await tell(desk.lead, "reschedule", ["reviewers", "changeGroup"]);
  await tell(desk.lead, "reviewReminder", ["reviewers"]);
  await tell(desk.engineer, "reviewClimb", ["leads"]);
  await tell(desk.requester, "reschedule", ["opener"]);
  const unread = async () => {
    const rows = await desk.database.outbox.findMany({ where: { ticketId: ticket.id, readAt: null } });
    return rows.map(({ accountId, kind }) => [accountId, kind]);
  };
  const approve = async (accountId: AccountId) => {
    const phone = createPhone(accountId);
    const vote = phone.act({ type: "approve", ticketId: ticket.id, baseRevision: 1 });
    const { results } = await push(desk.database, pushOf(phone, [vote]));
    expect(results[0]?.outcome.kind).toBe("applied");
  };
  const inbox = await openInbox(desk.lead);

  await approve(desk.networkLead);
  expect(await unread()).not.toContainEqual([desk.networkLead, "submitForReview"]);
  expect(await unread()).toHaveLength(7);
  await approve(desk.networkEngineer);
  // What says something else is left to be read.
  expect(await unread()).toEqual([[desk.requester, "reschedule"]]);
  const { notices } = (await inbox.next()).puts;
  expect(about(notices, ticket.id)).toHaveLength(3);
  expect(about(notices, ticket.id).every(({ readAt }) => readAt !== null)).toBe(true);
});

test("a review that is withdrawn is asked of nobody any more, and its climbing is over", async () => {
  const change = { reviewGroupId: desk.networkGroup, risk: "low" } as unknown as Ticket["change"];
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage: "preLaunchReview",
      categoryId: null,
      impact: null,
      urgency: null,
      priority: null,
      change,
      review: {
        stage: "preLaunchReview",
        rule: { kind: "any" },
        reviewers: [{ accountId: desk.networkEngineer, insteadOf: null, vote: null }],
      },
    }),
  );
  const told = [
    [desk.networkEngineer, "reviewReminder", ["reviewers"]],
    [desk.networkEngineer, "reschedule", ["reviewers", "changeGroup"]],
    [desk.networkLead, "reviewClimb", ["leads"]],
  ] as const;
  for (const [accountId, kind, as] of told) {
    const id = await storeEntry(desk.database, ticket, accountId);
    await desk.database.outbox.update({
      where: { id },
      data: { kind, payload: { kind, as, insteadOf: [] } },
    });
  }
  const phone = createPhone(desk.requester);
  const withdraw = phone.act({ type: "withdraw", ticketId: ticket.id, args: { reason: "不做了" } });
  const { results } = await push(desk.database, pushOf(phone, [withdraw]));
  expect(results[0]?.outcome.kind).toBe("applied");
  const kinds = told.map(([, kind]) => kind);
  const unread = { ticketId: ticket.id, readAt: null, kind: { in: kinds } };
  expect(await desk.database.outbox.count({ where: unread })).toBe(0);
});

test("the first page has the newest of the last 30 days", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { openerId: desk.admin }));
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  await desk.database.outbox.createMany({
    data: Array.from({ length: noticesMax + 2 }, (_, n) => ({
      key: `many:${n}`,
      kind: "claim",
      accountId: desk.admin,
      ticketId: ticket.id,
      payload: { action: "claim", title: String(n) },
      createdAt: n === 0 ? days(31) : new Date(days(1).getTime() + n),
    })),
  });
  const titles = (await openInbox(desk.admin)).first.map(({ title }) => Number(title));
  expect(titles).toEqual(Array.from({ length: noticesMax }, (_, n) => noticesMax + 1 - n));
});
