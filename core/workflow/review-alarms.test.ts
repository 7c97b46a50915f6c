import { expect, test } from "vitest";
import type { Delegation } from "../directory/directory";
import type { AccountId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { reviewAlarms } from "./review-alarms";
import { account, nameOf } from "./testing/people";
import { makeContext, makeTicket } from "./testing/world";

const askedAt = Date.parse("2026-11-25T15:00+08:00");
const minuteMs = 60_000;

function alarmsAt(ticket: Ticket, now: number): readonly [string, readonly string[]][] {
  const context = makeContext("member", { now, delegations: () => [] });
  return reviewAlarms(ticket, askedAt, context).map(({ kind, people }) => [
    kind,
    people.map(({ accountId }) => nameOf(accountId)),
  ]);
}

test("an emergency reminds after a quarter of an hour and climbs to the group's leads after half an hour", () => {
  const ticket = makeTicket("emergency", "preLaunchReview", null, { holderId: account.holder });
  expect(alarmsAt(ticket, askedAt + 15 * minuteMs - 1)).toEqual([]);
  const reviewers = ticket.review!.reviewers.map(({ accountId }) => nameOf(accountId));
  expect(alarmsAt(ticket, askedAt + 15 * minuteMs)).toEqual([["reviewReminder", reviewers]]);
  const [, climb] = alarmsAt(ticket, askedAt + 30 * minuteMs);
  expect(climb?.[0]).toBe("reviewClimb");
});

test("other changes count working hours: asked at 15:00, the eighth ends at 15:00 of the next day", () => {
  const ticket = makeTicket("normal", "preDevReview");
  expect(alarmsAt(ticket, Date.parse("2026-11-26T14:59+08:00"))).toEqual([]);
  expect(alarmsAt(ticket, Date.parse("2026-11-26T15:00+08:00")).map(([kind]) => kind)).toEqual([
    "reviewReminder",
  ]);
  expect(alarmsAt(ticket, Date.parse("2026-11-27T15:00+08:00")).map(([kind]) => kind)).toEqual([
    "reviewReminder",
    "reviewClimb",
  ]);
});

test("who has voted is not reminded, and a ticket that left the review reminds nobody", () => {
  const ticket = makeTicket("normal", "preDevReview");
  const [first, ...others] = ticket.review!.reviewers;
  const vote = { approve: true, reason: "", revision: 1, at: askedAt };
  const half = { ...ticket, review: { ...ticket.review!, reviewers: [{ ...first!, vote }, ...others] } };
  const late = askedAt + 30 * 24 * 60 * minuteMs;
  expect(alarmsAt(half, late)[0]?.[1]).toEqual(others.map(({ accountId }) => nameOf(accountId)));
  expect(alarmsAt({ ...ticket, stage: "plan", review: null }, late)).toEqual([]);
});

test("who begins to stand in for a reviewer is told at once, and no delegate who had a part in the change", () => {
  const ticket = makeTicket("normal", "preDevReview");
  const [first] = ticket.review!.reviewers;
  const told = (delegateId: AccountId, from: number, now: number): readonly string[] => {
    const delegations = () => [
      { id: "d1", principalId: first!.accountId, delegateId, from, until: now + 1 } as Delegation,
    ];
    const context = makeContext("member", { now, delegations });
    return reviewAlarms(ticket, askedAt, context).flatMap(({ people }) =>
      people.map(({ accountId, insteadOf }) => [accountId, ...insteadOf].map(nameOf).join(" for ")),
    );
  };
  const soon = askedAt + minuteMs;
  expect(told(account.bystander, soon, soon)).toEqual(["bystander for reviewer1"]);
  expect(told(account.bystander, askedAt - minuteMs, soon)).toEqual(["bystander for reviewer1"]);
  expect(told(account.opener, soon, soon)).toEqual([]);
  const nextDay = Date.parse("2026-11-26T15:00+08:00");
  expect(told(account.bystander, askedAt - minuteMs, nextDay)).toEqual([
    "reviewer1",
    "reviewer2",
    "bystander for reviewer1",
  ]);
});
