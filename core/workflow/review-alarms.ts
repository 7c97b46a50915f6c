/**
 * Unanswered reviews (WORKFLOWS.md, Reviews): they remind their reviewers after 15 minutes (emergency) or 8 working
 * hours, and climb to the leads of the review group after twice that. Pure; who was told already is the outbox's to say.
 */
import { leadsOf } from "../directory/people";
import type { AccountId, EpochMs } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { addWorkingTime, officeHours } from "../time/working-time";
import { type DecideContext, isUnknown } from "./decision";
import { isReviewStage, refreshReview } from "./review";

export type ReviewAlarmKind = "reviewReminder" | "reviewClimb";

export interface ReviewAlarm {
  readonly kind: ReviewAlarmKind;
  readonly accountIds: readonly AccountId[];
}

const emergencyMs = 15 * 60_000;
const workMs = 8 * 3_600_000;

/** What is due at `context.now` for a review that was asked for at `askedAt`; none once it is decided or left. */
export function reviewAlarms(
  stored: Ticket,
  askedAt: EpochMs,
  context: DecideContext,
): readonly ReviewAlarm[] {
  const ticket = refreshReview(stored, context);
  const { review, change } = ticket;
  if (review === null || change === null || !isReviewStage(ticket.stage)) return [];
  const waiting = review.reviewers.filter(({ vote }) => vote === null).map(({ accountId }) => accountId);
  if (waiting.length === 0) return [];
  const alarms: ReviewAlarm[] = [];
  if (context.now >= dueAfter(ticket, askedAt, 1))
    alarms.push({ kind: "reviewReminder", accountIds: waiting });
  if (context.now >= dueAfter(ticket, askedAt, 2))
    alarms.push({ kind: "reviewClimb", accountIds: leadsOrAdmins(ticket, context) });
  return alarms;
}

/** A review group needs no lead; somebody must hear of it all the same. */
function leadsOrAdmins({ change }: Ticket, context: DecideContext): readonly AccountId[] {
  const leads = leadsOf(change?.reviewGroupId ?? null, context);
  const admins = context.admins();
  return leads.length > 0 || isUnknown(admins) ? leads : admins;
}

function dueAfter(ticket: Ticket, askedAt: EpochMs, times: 1 | 2): EpochMs {
  return ticket.flow === "emergency"
    ? askedAt + times * emergencyMs
    : addWorkingTime(askedAt, times * workMs, officeHours);
}
