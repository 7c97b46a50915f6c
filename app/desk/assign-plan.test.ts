import { expect, test } from "vitest";
import type { TicketRow } from "../../client/replica/rows";
import type { AccountId } from "../../core/ids";
import { assignPlan, type Offer } from "./assign-plan";

const row = (id: string, ticket: object = {}): TicketRow =>
  ({ id, ticket: { id, stage: "assign", holderId: null, assignedGroupId: "field", ...ticket } }) as never;
const groups = new Map([["field", { members: [{ accountId: "chen" }] }]]) as never;
const assign = { action: "assignHandler", needs: ["personId"] };
const stepsOf = (
  who: string | null,
  rows: readonly TicketRow[],
  offered: Record<string, readonly object[]>,
) =>
  assignPlan(((ticket) => offered[ticket.id] ?? []) as Offer, { groups }, rows, who as AccountId | null).map(
    ({ step }) => step,
  );

test("each ticket by its own step, or why not", () => {
  const handled = row("b", { stage: "handle", holderId: "pan" });
  const held = row("c", { stage: "handle", holderId: "chen" });
  const transfer = { action: "transfer", needs: ["personId"] };
  const offered = { a: [assign], b: [transfer], c: [transfer], d: [{ action: "comment", needs: ["text"] }] };
  expect(stepsOf("chen", [row("a"), handled, held, row("d")], offered)).toEqual([
    { tag: "do", action: "assignHandler" },
    { tag: "do", action: "transfer" },
    { tag: "not", why: "already" },
    { tag: "not", why: "notNow" },
  ]);
});

test("a step that needs more than a name is none for many, and nobody gets a ticket of another group", () => {
  const analysed = { action: "assignHandler", needs: ["analysis", "personId"] };
  expect(stepsOf("chen", [row("a")], { a: [analysed] })).toEqual([{ tag: "not", why: "notNow" }]);
  expect(stepsOf("liu", [row("a")], { a: [assign] })).toEqual([{ tag: "not", why: "person.notMember" }]);
  expect(stepsOf(null, [row("a")], { a: [assign] })).toEqual([{ tag: "do", action: "assignHandler" }]);
});
