import { expect, test } from "vitest";
import type { TicketRow } from "../../client/replica/rows";
import { workSections } from "./work-view";

const row = (id: string, ticket: object = {}): TicketRow =>
  ({ id, ticket: { stage: "handle", review: null, ...ticket } }) as unknown as TicketRow;

test("a review is not also listed as handled, and a ticket stands in one section only", () => {
  const review = row("r", { stage: "closingReview", review: { stage: "closingReview" } });
  const sections = workSections({
    waitingForMe: [review, row("a")],
    unassigned: [row("b")],
    mine: [row("a"), row("b"), row("c"), row("e")],
    recurring: [row("a"), row("d"), row("e")],
  });
  expect(sections.map((section) => [section.name, section.rows.map(({ id }) => id)])).toEqual([
    ["toReview", ["r"]],
    ["mine", ["a"]],
    ["toAssign", ["b"]],
    ["recurring", ["d", "e"]],
    ["opened", ["c"]],
  ]);
});

test("nothing to do is no section at all", () => {
  expect(workSections({ waitingForMe: [], unassigned: [], mine: [], recurring: [] })).toEqual([]);
});
