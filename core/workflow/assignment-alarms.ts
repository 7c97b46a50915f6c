/**
 * Untouched assignments (WORKFLOWS.md, Notifications): what its new holder has neither opened nor worked on climbs to the
 * leads of its group after 15 minutes (P1 incidents, round the clock) or 4 working hours. Pure; which ones nobody
 * touched, and what climbed already, is the server's to say.
 */
import { delegatesOf, leadsOf } from "../directory/people";
import type { AccountId, EpochMs } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { addWorkingTime, officeHours } from "../time/working-time";
import { type DecideContext, isUnknown } from "./decision";
import type { Reminded } from "./review-alarms";

const urgentMs = 15 * 60_000;
const workMs = 4 * 3_600_000;

/**
 * Who is to hear at `context.now` of a ticket that its holder was given at `assignedAt`; nobody before it is due, once
 * it is closed, or while somebody put it on hold.
 */
export function assignmentClimb(
  ticket: Ticket,
  assignedAt: EpochMs,
  context: DecideContext,
): readonly Reminded[] {
  if (ticket.holderId === null || ticket.stage === "closed" || ticket.hold !== null) return [];
  if (context.now < dueAt(ticket, assignedAt)) return [];
  const people = new Map<AccountId, AccountId[]>();
  const leads = leadsOrAdmins(ticket, context);
  for (const lead of leads) people.set(lead, []);
  for (const lead of leads) {
    for (const delegate of delegatesOf(lead, context)) {
      if (delegate === ticket.holderId || leads.includes(delegate)) continue;
      people.set(delegate, [...(people.get(delegate) ?? []), lead]);
    }
  }
  return [...people].map(([accountId, insteadOf]) => ({ accountId, insteadOf }));
}

/** A holder who leads the group is no help against themselves; somebody must hear of it all the same. */
function leadsOrAdmins({ assignedGroupId, holderId }: Ticket, context: DecideContext): readonly AccountId[] {
  const leads = leadsOf(assignedGroupId, context).filter((id) => id !== holderId);
  if (leads.length > 0) return leads;
  const admins = context.admins();
  return isUnknown(admins) ? [] : admins.filter((id) => id !== holderId);
}

function dueAt({ flow, priority }: Ticket, assignedAt: EpochMs): EpochMs {
  const isUrgent = flow === "incident" && priority === "P1";
  return isUrgent ? assignedAt + urgentMs : addWorkingTime(assignedAt, workMs, officeHours);
}
