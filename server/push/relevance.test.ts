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
const at = { stage: "handle", revision: 1 } as const;
const assigned = { kind: "assignHandler", as: ["handler"], ...at } as const;
const asked = { kind: "submitForReview", as: ["reviewers"], stage: "preLaunchReview", revision: 1 } as const;
const askedAndTold = { ...asked, kind: "reschedule", as: ["reviewers", "changeGroup"] } as const;
const climbed = { ...asked, kind: "reviewClimb", as: ["leads"] } as const;

function review(vote: boolean): Ticket {
  const given = vote ? { approve: true, reason: "", revision: 1, at: 1 } : null;
  const reviewers = [{ accountId: me, insteadOf: null, vote: given }];
  const stage = "preLaunchReview";
  return { ...ticket, stage, review: { stage, rule: { kind: "any" }, reviewers } };
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
      { kind: "open", as: ["assignedGroup"], ...at },
      { ...ticket, restricted: true, holderId: null },
      { ...agent, groupIds: [] },
    ),
  ],
  ["a vote that is wanted", true, isStillWorthSaying(asked, review(false), agent)],
  ["a vote that is given", false, isStillWorthSaying(asked, review(true), agent)],
  ["a vote that is no longer asked for", false, isStillWorthSaying(asked, ticket, agent)],
  ["a vote for a later revision", false, isStillWorthSaying(asked, { ...review(false), revision: 2 }, agent)],
  [
    "a vote in the next review",
    false,
    isStillWorthSaying({ ...asked, stage: "preDevReview" }, review(false), agent),
  ],
  ["a wanted vote that is news too", true, isStillWorthSaying(askedAndTold, review(false), agent)],
  ["a given vote that is news too", false, isStillWorthSaying(askedAndTold, review(true), agent)],
  ["a decided one that is news too", false, isStillWorthSaying(askedAndTold, ticket, agent)],
  ["what climbed, while the review waits", true, isStillWorthSaying(climbed, review(true), agent)],
  ["what climbed, once it is decided", false, isStillWorthSaying(climbed, ticket, agent)],
  [
    "what climbed, once another review has begun",
    false,
    isStillWorthSaying(climbed, { ...review(false), revision: 2 }, agent),
  ],
  [
    "news to one told in two ways",
    true,
    isStillWorthSaying({ ...assigned, as: ["handler", "opener"] }, { ...ticket, holderId: other }, agent),
  ],
  [
    "a handover to the one who gave it away",
    true,
    isStillWorthSaying({ ...assigned, kind: "transfer" }, { ...ticket, holderId: other }, agent),
  ],
])("%s: %s", (_name, expected, actual) => {
  expect(actual).toBe(expected);
});
