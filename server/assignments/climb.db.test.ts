/** Assignments that nobody touches, by what the workflow's own actions write. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId, ActionId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { isStillWorthSaying, type Notice } from "../push/relevance";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, type Phone, pushOf } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { climbAssignments } from "./climb";

let desk: Desk;
let lead: Phone;
let engineer: Phone;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());
beforeEach(async () => {
  await desk.database.outbox.deleteMany();
  await desk.database.ticket.deleteMany();
  lead = createPhone(desk.lead);
  engineer = createPhone(desk.engineer);
});

const minuteMs = 60_000;
/** Later than four working hours, whatever day it is. */
const lateMs = 6 * 86_400_000;
const later = (ms: number) => Date.now() + ms;

async function act(phone: Phone, given: Parameters<Phone["act"]>[0]): Promise<Action> {
  const action = phone.act(given);
  const { results } = await push(desk.database, pushOf(phone, [action]));
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(["applied"]);
  return action;
}
async function assign(given: Partial<Ticket> = {}, to: AccountId = desk.engineer) {
  const { id } = await storeTicket(desk.database, ticketOf(desk, { stage: "assign", ...given }));
  const { actionId } = await act(lead, { type: "assignHandler", ticketId: id, args: { personId: to } });
  return { id, actionId };
}
const climbed = async (ticketId: TicketId) => {
  const rows = await desk.database.outbox.findMany({ where: { ticketId, kind: "assignmentClimb" } });
  return rows.map(({ accountId }) => accountId).sort();
};
const read = (actionId: ActionId, accountId: AccountId) =>
  desk.database.outbox.updateMany({
    where: { accountId, key: { startsWith: actionId } },
    data: { readAt: new Date() },
  });

test("an untouched P1 climbs to the group's lead after a quarter of an hour, once, however many look", async () => {
  const { id } = await assign({ priority: "P1" });
  expect(await climbAssignments(desk.database, later(14 * minuteMs))).toBe(0);
  const looks = await Promise.all(
    [1, 2, 3, 4].map(() => climbAssignments(desk.database, later(16 * minuteMs))),
  );
  expect(looks.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await climbed(id)).toEqual([desk.lead]);
  expect(await climbAssignments(desk.database, later(60 * minuteMs))).toBe(0);
  const row = await desk.database.outbox.findFirstOrThrow({ where: { kind: "assignmentClimb" } });
  expect(row).toMatchObject({ inbox: true, push: true });
  expect(Math.abs((row.mailDueAt?.getTime() ?? 0) - row.createdAt.getTime() - 15 * minuteMs)).toBeLessThan(
    1_000,
  );
});

test("one that is no P1 waits for four working hours", async () => {
  const { id } = await assign({ priority: "P2" });
  expect(await climbAssignments(desk.database, later(3 * 60 * minuteMs))).toBe(0);
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(1);
  expect(await climbed(id)).toEqual([desk.lead]);
});

test("who opened the notice has touched it, and so has who stands in for them", async () => {
  const opened = await assign();
  await read(opened.actionId, desk.engineer);
  await desk.database.delegation.create({
    data: {
      principalId: desk.engineer,
      delegateId: desk.colleague,
      from: new Date(Date.now() - 1_000),
      until: new Date(Date.now() + 2 * lateMs),
    },
  });
  const byDelegate = await assign();
  await read(byDelegate.actionId, desk.colleague);
  const unopened = await assign();
  await climbAssignments(desk.database, later(lateMs));
  expect(await climbed(opened.id)).toEqual([]);
  expect(await climbed(byDelegate.id)).toEqual([]);
  expect(await climbed(unopened.id)).toEqual([desk.lead]);
  await desk.database.delegation.deleteMany();
});

test("who worked on it without opening the notice has touched it; another's work is not theirs", async () => {
  const worked = await assign();
  await act(engineer, { type: "comment", ticketId: worked.id, args: { text: "在路上" } });
  const other = await assign();
  await act(lead, { type: "comment", ticketId: other.id, args: { text: "快一點" } });
  await climbAssignments(desk.database, later(lateMs));
  expect(await climbed(worked.id)).toEqual([]);
  expect(await climbed(other.id)).toEqual([desk.lead]);
});

test("what was resolved, returned, taken over or claimed meanwhile does not climb", async () => {
  const resolved = await assign();
  await act(lead, {
    type: "resolve",
    ticketId: resolved.id,
    args: { closureCode: "fixed", notes: "好了", restoredAt: Date.now() - 5_000 },
  });
  const returned = await assign();
  await act(lead, { type: "returnToAssign", ticketId: returned.id, args: { reason: "別人做" } });
  const claimed = await assign();
  await act(lead, { type: "returnToAssign", ticketId: claimed.id, args: { reason: "別人做" } });
  await act(createPhone(desk.colleague), { type: "claim", ticketId: claimed.id });
  const back = await assign();
  await act(lead, { type: "returnToAssign", ticketId: back.id, args: { reason: "別人做" } });
  await act(engineer, { type: "claim", ticketId: back.id });
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(0);
});

test("handed over to somebody else, it is theirs that climbs, from then on", async () => {
  const { id, actionId } = await assign();
  await read(actionId, desk.engineer);
  await act(engineer, { type: "transfer", ticketId: id, args: { personId: desk.colleague } });
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(1);
  const { payload } = await desk.database.outbox.findFirstOrThrow({ where: { kind: "assignmentClimb" } });
  expect(payload).toMatchObject({ holderId: desk.colleague, as: ["leads"] });
});

test("every way in which somebody is given a ticket climbs: assigned twice, investigated, sent back, reopened", async () => {
  const again = await assign();
  await climbAssignments(desk.database, later(lateMs));
  await act(lead, { type: "returnToAssign", ticketId: again.id, args: { reason: "換人" } });
  await act(lead, { type: "assignHandler", ticketId: again.id, args: { personId: desk.colleague } });
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(1);

  const problem = { analysis: "", rootCause: "", workaround: "", permanentFix: "", whyNotEradicated: "" };
  const { id } = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "problem",
      problem: { ...problem, proactive: true, reviewDate: null },
      openerId: desk.colleague,
    }),
  );
  await act(lead, { type: "assignInvestigator", ticketId: id, args: { personId: desk.engineer } });
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(1);
  await act(engineer, {
    type: "assignHandler",
    ticketId: id,
    args: { personId: desk.colleague, analysis: "電容老化" },
  });
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(1);
  await act(createPhone(desk.colleague), {
    type: "returnToInvestigate",
    ticketId: id,
    args: { reason: "不是電容" },
  });
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(1);
});

test("a lead who gives it to themselves has touched it; one who is given it is not told of themselves", async () => {
  await assign({}, desk.lead);
  expect(await climbAssignments(desk.database, later(lateMs))).toBe(0);
  await desk.database.ticket.deleteMany();
  const { id } = await storeTicket(desk.database, ticketOf(desk, { stage: "assign" }));
  await act(createPhone(desk.admin), {
    type: "assignHandler",
    ticketId: id,
    args: { personId: desk.lead },
  });
  await climbAssignments(desk.database, later(lateMs));
  expect(await climbed(id)).toEqual([desk.admin]);
});

test("one that moves between the look and the telling is left to the next look", async () => {
  const { database } = desk;
  const { id } = await assign({ priority: "P1" });
  const isBlocked = async () => {
    const [row] = await database.$queryRaw<{ blocked: boolean }[]>`
      SELECT count(*) > 0 AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.blocked === true;
  };
  let looking: Promise<number> = Promise.resolve(-1);
  await database.$transaction(
    async (transaction) => {
      await transaction.ticket.update({
        where: { id },
        data: { holderId: desk.colleague, version: { increment: 1 } },
      });
      let isOver = false;
      looking = climbAssignments(database, later(16 * minuteMs)).finally(() => {
        isOver = true;
      });
      while (!isOver && !(await isBlocked()));
    },
    { timeout: 20_000 },
  );
  expect(await looking).toBe(0);
  expect(await climbed(id)).toEqual([]);
});

test("before it is sent it is looked at again: theirs still, and where it was", async () => {
  const { id } = await assign({ priority: "P1" });
  await climbAssignments(desk.database, later(16 * minuteMs));
  const { payload } = await desk.database.outbox.findFirstOrThrow({ where: { kind: "assignmentClimb" } });
  const notice = payload as unknown as Notice;
  const person = { id: desk.lead, role: "agent", groupIds: [desk.fieldGroup], active: true } as const;
  const ticket = ticketOf(desk, { id, stage: "handle", holderId: desk.engineer });
  const isSaid = (given: Partial<Ticket>) => isStillWorthSaying(notice, { ...ticket, ...given }, person);
  expect(isSaid({})).toBe(true);
  expect(isSaid({ holderId: desk.colleague })).toBe(false);
  expect(isSaid({ stage: "closed", outcome: "resolved" })).toBe(false);
  expect(isSaid({ stage: "assign", holderId: null })).toBe(false);
});
