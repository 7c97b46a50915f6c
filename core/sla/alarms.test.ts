import { expect, test } from "vitest";
import type { Ticket } from "../tickets/ticket";
import { account, groupId, now } from "../workflow/testing/people";
import { makeContext, makeTicket } from "../workflow/testing/world";
import { slaAlarms, slaTold } from "./alarms";
import { newClock } from "./clock-after";
import { makeDesk } from "./testing/desk";

const minuteMs = 60_000;
const p1 = (more: Partial<Ticket> = {}): Ticket =>
  makeTicket("incident", "assign", null, { priority: "P1", openedAt: now, clock: newClock, ...more });
const look = (ticket: Ticket, minute: number, told: readonly string[] = []) =>
  slaAlarms(ticket, makeDesk(), told, now + minute * minuteMs);
const answeredAt = (minute: number): Partial<Ticket> => ({
  stage: "handle",
  clock: { ...newClock, respondedAt: now + minute * minuteMs },
});

test("before three quarters nothing is said, and the next look is at three quarters", () => {
  expect(look(p1(), 11)).toEqual({ alarms: [], told: [], lookAt: now + 11.25 * minuteMs });
});

test("each level once, and both clocks at their own time", () => {
  const first = look(p1(), 11.25);
  expect(first.alarms).toEqual(["slaResponseWarning"]);
  expect(look(p1(), 12, first.told).alarms).toEqual([]);
  const second = look(p1(), 15, first.told);
  expect(second.alarms).toEqual(["slaResponseBreach"]);
  expect(second.lookAt).toBe(now + 180 * minuteMs);
  const last = look(p1(), 240, second.told);
  expect(last).toMatchObject({ alarms: ["slaBreach"], lookAt: null });
  expect(look(p1(), 9_999, last.told).alarms).toEqual([]);
});

test("what was answered is warned of no more, however late the answer was", () => {
  expect(look(p1(answeredAt(14)), 20)).toMatchObject({ alarms: [], lookAt: now + 180 * minuteMs });
  expect(look(p1(answeredAt(16)), 20).alarms).toEqual([]);
});

test("another opening is another", () => {
  const told = look(p1(answeredAt(1)), 240).told;
  const clock = { ...newClock, respondedAt: now, openings: 2 };
  expect(look(p1({ stage: "handle", clock }), 241, told).alarms).toEqual(["slaBreach"]);
});

test("stopped, there is nothing to look for", () => {
  const clock = { respondedAt: now, pauses: [{ from: now + 1, until: null }], openings: 1 };
  expect(look(p1({ stage: "handle", clock }), 9_999)).toMatchObject({ alarms: [], lookAt: null });
});

test("holder, leads and owner groups, each once, those who stand in beside them", () => {
  const ticket = p1({ holderId: account.holder, ownerGroupIds: [groupId.owner] });
  const told = slaTold(ticket, makeContext("system")).map(({ accountId, as }) => [accountId, as]);
  expect(told).toContainEqual([account.holder, ["holder"]]);
  expect(told).toContainEqual([account.holderDelegate, ["holder"]]);
  expect(told).toContainEqual([account.lead, ["leads"]]);
  expect(told).toContainEqual([account.ownerMember, ["ownerGroups"]]);
  expect(told.map(([id]) => id)).not.toContain(account.member);
  const orphan = p1({ assignedGroupId: null, ownerGroupIds: [] });
  expect(slaTold(orphan, makeContext("system")).map(({ accountId }) => accountId)).toEqual([account.admin]);
});
