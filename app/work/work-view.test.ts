import { expect, test } from "vitest";
import type { TicketRow } from "../../client/replica/rows";
import { newClock } from "../../core/sla/clock-after";
import { makeDesk } from "../../core/sla/testing/desk";
import type { Ticket } from "../../core/tickets/ticket";
import { makeTicket } from "../../core/workflow/testing/world";
import { workSections } from "./work-view";

const row = (id: string, ticket: object = {}): TicketRow =>
  ({ id, ticket: { stage: "handle", review: null, ...ticket } }) as unknown as TicketRow;
const desk = makeDesk();
const now = Date.parse("2026-11-25T12:00:00+08:00");
const minuteMs = 60_000;
/** A P1 of so many minutes ago, answered at once. */
const p1 = (id: string, minutesAgo: number, more: Partial<Ticket> = {}): TicketRow => {
  const openedAt = now - minutesAgo * minuteMs;
  const clock = { ...newClock, respondedAt: openedAt };
  return row(id, makeTicket("incident", "handle", null, { priority: "P1", openedAt, clock, ...more }));
};
const none = { waitingForMe: [], unassigned: [], mine: [], recurring: [], clocked: [] };

test("a review is not also listed as handled, and a ticket stands in one section only", () => {
  const review = row("r", { stage: "closingReview", review: { stage: "closingReview" } });
  const sections = workSections(
    {
      waitingForMe: [review, row("a")],
      unassigned: [row("b")],
      mine: [row("a"), row("b"), row("c"), row("e")],
      recurring: [row("a"), row("d"), row("e")],
      clocked: [],
    },
    desk,
    now,
  );
  expect(sections.map((section) => [section.name, section.rows.map(({ id }) => id)])).toEqual([
    ["toReview", ["r"]],
    ["mine", ["a"]],
    ["toAssign", ["b"]],
    ["recurring", ["d", "e"]],
    ["opened", ["c"]],
  ]);
});

test("nothing to do is no section at all", () => {
  expect(workSections(none, desk, now)).toEqual([]);
});

test("due soon or overdue: mine and my groups', three quarters gone, what is due first on top", () => {
  const stopped = { ...newClock, respondedAt: 0, pauses: [{ from: now - 10 * minuteMs, until: null }] };
  const work = {
    ...none,
    waitingForMe: [p1("early", 179), p1("soon", 180)],
    clocked: [p1("soon", 180), p1("over", 300), p1("held", 300, { clock: stopped })],
  };
  const idsOf = (at: number) =>
    workSections(work, desk, at).map(({ name, rows }) => [name, rows.map(({ id }) => id)]);
  expect(idsOf(now)).toEqual([
    ["due", ["over", "soon"]],
    ["mine", ["early"]],
  ]);
  // Time alone moves it, nothing has to be read again.
  expect(idsOf(now + minuteMs)).toEqual([["due", ["over", "soon", "early"]]]);
});
