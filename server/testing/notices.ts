/** One ticket, one person and what they may be told of it: for the tests of what is said and offered. */
import type { AccountId, AssetId, CategoryId, GroupId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { Listener } from "../push/relevance";

export const me = "0190a000-0000-7000-8000-00000000000a" as AccountId;
export const other = "0190a000-0000-7000-8000-00000000000b" as AccountId;
export const group = "0190a000-0000-7000-8000-00000000000c" as GroupId;
export const agent: Listener = { id: me, role: "agent", groupIds: [group], active: true };

export const ticket: Ticket = {
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
export const askedForReview = {
  kind: "submitForReview",
  as: ["reviewers"],
  stage: "preLaunchReview",
  revision: 1,
} as const;

/** `vote`: whether the person has given it. */
export function ticketInReview(vote: boolean): Ticket {
  const given = vote ? { approve: true, reason: "", revision: 1, at: 1 } : null;
  const reviewers = [{ accountId: me, insteadOf: null, vote: given }];
  const stage = "preLaunchReview";
  return { ...ticket, stage, review: { stage, rule: { kind: "any" }, reviewers } };
}
