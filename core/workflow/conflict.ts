/**
 * A change beside others and beside blackouts (WORKFLOWS.md, Reviews): judged in full where a window is booked, and for
 * what is new where its work is changed in place. What a side cannot know refuses nothing (A8).
 */
import type { ActionArgs } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown } from "./decision";
import { type Refusal, refuse } from "./refusal";

/** A window is booked: a blackout refuses all but emergencies, an overlap asks for a reason. */
export function bookingRefusal(ticket: Ticket, args: ActionArgs, context: DecideContext): Refusal | null {
  const conflicts = context.scheduleConflicts(ticket);
  if (isUnknown(conflicts)) return null;
  if (conflicts.blackout && ticket.flow !== "emergency") {
    return refuse("window.blackout", { fields: ["window"] });
  }
  return conflicts.tickets.length === 0 ? null : reasonRefusal(args);
}

/**
 * Its assets or its implementer become others, the window stays: an overlap that was not there before asks for a reason.
 * A blackout refuses nothing here, as no other window can be said in the same step: what is scheduled already stays, and
 * a plan is judged when it is booked.
 */
export function newOverlapRefusal(
  before: Ticket,
  after: Ticket,
  args: ActionArgs,
  context: DecideContext,
): Refusal | null {
  const [former, conflicts] = [context.scheduleConflicts(before), context.scheduleConflicts(after)];
  if (isUnknown(conflicts) || isUnknown(former)) return null;
  const isNew = conflicts.tickets.some((id) => !former.tickets.includes(id));
  return isNew ? reasonRefusal(args) : null;
}

function reasonRefusal({ conflictReason = "" }: ActionArgs): Refusal | null {
  return conflictReason.trim() === "" ? refuse("window.conflict", { fields: ["conflictReason"] }) : null;
}
