/** What a notification lets its person do at once. Rights are judged when it is done (A9); this is what to offer. */
import type { PushAction } from "../../core/push/push-payload";
import type { Ticket } from "../../core/tickets/ticket";
import type { ToldId } from "../../core/workflow/decision";
import type { Listener, Notice } from "./relevance";

/** Those to whom an incident without a handler is news because they might take it. */
const possibleTakers: readonly ToldId[] = ["ownerGroups", "assignedGroup", "newGroup", "leads"];

/** Of a notice that is still worth saying (relevance.ts); none where nothing is asked of the person. */
export function buttonsOf(notice: Notice, ticket: Ticket, person: Listener): readonly PushAction[] {
  if (ticket.review !== null && notice.as.includes("reviewers")) return ["approve", "reject"];
  const isTaker = notice.as.some((id) => possibleTakers.includes(id));
  const isInGroup = ticket.assignedGroupId !== null && person.groupIds.includes(ticket.assignedGroupId);
  const isFree = ticket.flow === "incident" && ticket.stage === "assign" && ticket.holderId === null;
  return isFree && isTaker && isInGroup ? ["claim"] : [];
}
