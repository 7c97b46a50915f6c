import { expect, test } from "vitest";
import type { AccountId, AssetId, CategoryId, GroupId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { isStillWorthSaying, type Listener } from "./relevance";

const me = "0190a000-0000-7000-8000-00000000000a" as AccountId;
const other = "0190a000-0000-7000-8000-00000000000b" as AccountId;
const group = "0190a000-0000-7000-8000-00000000000c" as GroupId;
const agent: Listener = { id: me, role: "agent", groupIds: [group], active: true };

const ticket: Ticket = {
  id: "0190a000-0000-7000-8000-000000000001" as TicketId,
  flow: "incident",
  number: 1,
  stage: "handle",
  outcome: null,
  title: "UPS",
  description: "",
  categoryId: "0190a000-0000-7000-8000-00000000000d" as CategoryId,
  impact: "medium",
  urgency: "medium",
  priority: "P3",
  siteId: null,
  assetIds: [] as AssetId[],
  openerId: other,
  reportedById: null,
  ownerGroupIds: [],
  assignedGroupId: group,
  holderId: me,
  investigatorId: null,
  hold: null,
  returnCount: 0,
  closure: null,
  links: [],
  restricted: false,
  problem: null,
  change: null,
  review: null,
  revision: 1,
  version: 1,
  last: { action: "assignHandler", actorId: other, at: 1 },
  openedAt: 1,
  stageAt: 1,
  closedAt: null,
  updatedAt: 1,
};
const assigned = { kind: "assignHandler", as: ["handler"] } as const;
const asked = { kind: "submitForReview", as: ["reviewers"] } as const;

function review(vote: boolean): Ticket {
  const given = vote ? { approve: true, reason: "", revision: 1, at: 1 } : null;
  const reviewers = [{ accountId: me, insteadOf: null, vote: given }];
  return { ...ticket, review: { stage: "preLaunchReview", rule: { kind: "any" }, reviewers } };
}

test.each<[string, boolean, boolean]>([
  ["an assignment to its holder", true, isStillWorthSaying(assigned, ticket, agent)],
  [
    "of a ticket that is someone else's by now",
    false,
    isStillWorthSaying(assigned, { ...ticket, holderId: other }, agent),
  ],
  [
    "of a ticket that went back to its group",
    false,
    isStillWorthSaying(assigned, { ...ticket, holderId: null }, agent),
  ],
  [
    "to the delegate of its holder",
    true,
    isStillWorthSaying({ ...assigned, insteadOf: [other] }, { ...ticket, holderId: other }, agent),
  ],
  [
    "to the delegate of one who holds it no longer",
    false,
    isStillWorthSaying({ ...assigned, insteadOf: [other] }, { ...ticket, holderId: group as never }, agent),
  ],
  [
    "a vote that a delegate may give for its reviewer",
    true,
    isStillWorthSaying({ ...asked, insteadOf: [me] }, review(false), { ...agent, id: other }),
  ],
  ["of a ticket that is closed", false, isStillWorthSaying(assigned, { ...ticket, stage: "closed" }, agent)],
  ["of a ticket that is gone", false, isStillWorthSaying(assigned, null, agent)],
  [
    "to a person who was deactivated",
    false,
    isStillWorthSaying(assigned, ticket, { ...agent, active: false }),
  ],
  [
    "of a restricted ticket to a person who left its group",
    false,
    isStillWorthSaying(
      { kind: "open", as: ["assignedGroup"] },
      { ...ticket, restricted: true, holderId: null },
      { ...agent, groupIds: [] },
    ),
  ],
  ["a vote that is wanted", true, isStillWorthSaying(asked, review(false), agent)],
  ["a vote that is given", false, isStillWorthSaying(asked, review(true), agent)],
  ["a vote that is no longer asked for", false, isStillWorthSaying(asked, ticket, agent)],
  [
    "news to one told in two ways",
    true,
    isStillWorthSaying(
      { kind: "assignHandler", as: ["handler", "opener"] },
      { ...ticket, holderId: other },
      agent,
    ),
  ],
  [
    "a handover to the one who gave it away",
    true,
    isStillWorthSaying({ kind: "transfer", as: ["handler"] }, { ...ticket, holderId: other }, agent),
  ],
])("%s: %s", (_name, expected, actual) => {
  expect(actual).toBe(expected);
});
