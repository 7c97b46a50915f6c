/** One ticket, one person and what they may be told of it: for the tests of what is said and offered. */
import type { AccountId, GroupId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { makeTicket } from "../../core/workflow/testing/world";
import type { Listener } from "../push/relevance";

export const me = "0190a000-0000-7000-8000-00000000000a" as AccountId;
export const other = "0190a000-0000-7000-8000-00000000000b" as AccountId;
export const group = "0190a000-0000-7000-8000-00000000000c" as GroupId;
export const agent: Listener = { id: me, role: "agent", groupIds: [group], active: true };

export const ticket: Ticket = makeTicket("incident", "handle", null, {
  openerId: other,
  assignedGroupId: group,
  ownerGroupIds: [],
  holderId: me,
  revision: 1,
});

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
