/** Who is told that an incident still alarms: whoever has it; while nobody has, the group that is to take it. */

import { membersOf } from "../directory/people";
import type { Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown, type Told } from "../workflow/decision";
import { mergeTold, tell } from "../workflow/told";

export function updateTold(ticket: Ticket, context: DecideContext): readonly Told[] {
  const { holderId, assignedGroupId, id } = ticket;
  if (holderId !== null) return mergeTold(tell([holderId], "holder", "X", id), context);
  const admins = context.admins();
  const none = isUnknown(admins) ? [] : admins;
  const people = assignedGroupId === null ? none : membersOf(assignedGroupId, context);
  return mergeTold(tell(people, "assignedGroup", "X", id), context);
}
