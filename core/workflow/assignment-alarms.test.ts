import { expect, test } from "vitest";
import type { Delegation } from "../directory/directory";
import type { AccountId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { assignmentClimb } from "./assignment-alarms";
import { account, nameOf } from "./testing/people";
import { makeContext, makeTicket } from "./testing/world";

const minuteMs = 60_000;
/** A Friday. */
const assignedAt = Date.parse("2026-11-27T17:00+08:00");

function climbAt(ticket: Ticket, now: number, delegations: readonly Delegation[] = []) {
  const context = makeContext("member", { now, delegations: () => delegations });
  return assignmentClimb(ticket, assignedAt, context).map(({ accountId, insteadOf }) => [
    nameOf(accountId),
    ...insteadOf.map(nameOf),
  ]);
}
const incident = (given: Partial<Ticket>) =>
  makeTicket("incident", "handle", null, { holderId: account.holder, ...given });

test("a P1 incident climbs after a quarter of an hour, whatever the hour", () => {
  const urgent = incident({ priority: "P1" });
  const night = Date.parse("2026-11-27T23:50+08:00");
  expect(climbAt(urgent, assignedAt + 15 * minuteMs - 1)).toEqual([]);
  const people = climbAt(urgent, assignedAt + 15 * minuteMs);
  expect(people.length).toBeGreaterThan(0);
  expect(climbAt(urgent, night)).toEqual(people);
});

test("anything else climbs after four working hours: from Friday 17:00 to Monday 12:00", () => {
  for (const ticket of [
    incident({ priority: "P2" }),
    makeTicket("problem", "investigate", null, { holderId: account.holder, priority: "P1" }),
    makeTicket("normal", "plan", null, { holderId: account.holder }),
  ]) {
    expect(climbAt(ticket, Date.parse("2026-11-30T11:59:59+08:00"))).toEqual([]);
    expect(climbAt(ticket, Date.parse("2026-11-30T12:00+08:00")).length).toBeGreaterThan(0);
  }
});

const late = assignedAt + 7 * 86_400_000;

test("who hears are the leads of the assigned group, and who stands in for one of them", () => {
  const leads = climbAt(incident({}), late);
  expect(leads).toEqual([[nameOf(account.lead)]]);
  const delegation = (delegateId: AccountId) =>
    ({ id: "d1", principalId: account.lead, delegateId, from: 0, until: late + 1 }) as Delegation;
  expect(climbAt(incident({}), late, [delegation(account.member)])).toEqual([
    [nameOf(account.lead)],
    [nameOf(account.member), nameOf(account.lead)],
  ]);
  // The holder is no help against themselves, not in a lead's place either.
  expect(climbAt(incident({}), late, [delegation(account.holder)])).toEqual(leads);
});

test("a lead who holds it, or a group without one, leaves it to the administrators", () => {
  const context = makeContext("member", { now: late });
  const admins = context.admins() as readonly AccountId[];
  expect(climbAt(incident({ holderId: account.lead }), late)).toEqual(admins.map((id) => [nameOf(id)]));
  expect(climbAt(incident({ assignedGroupId: null }), late)).toEqual(admins.map((id) => [nameOf(id)]));
});

test("what is closed, on hold or nobody's climbs to nobody", () => {
  expect(climbAt(incident({ stage: "closed", outcome: "resolved" }), late)).toEqual([]);
  expect(climbAt(incident({ holderId: null }), late)).toEqual([]);
  const hold = { reason: "vendor", ticketId: null, until: late } as const;
  expect(climbAt(incident({ hold }), late)).toEqual([]);
});
