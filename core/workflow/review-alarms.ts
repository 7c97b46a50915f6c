/**
 * Unanswered reviews (WORKFLOWS.md, Reviews): they remind their reviewers after 15 minutes (emergency) or 8 working
 * hours, and climb to the leads of the review group after twice that. Who begins to stand in for a reviewer meanwhile
 * hears at once, and is reminded with them. Pure; who was told already is the outbox's to say.
 */
import { leadsOf } from "../directory/people";
import type { AccountId, EpochMs } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { addWorkingTime, officeHours } from "../time/working-time";
import { type DecideContext, isUnknown } from "./decision";
import { isReviewStage, refreshReview, standInsOf } from "./review";

export type ReviewAlarmKind = "reviewReminder" | "reviewClimb";

export interface ReviewAlarm {
  readonly kind: ReviewAlarmKind;
  readonly people: readonly Reminded[];
}

export interface Reminded {
  readonly accountId: AccountId;
  /** The reviewers they stand in for; empty for a reviewer themselves. */
  readonly insteadOf: readonly AccountId[];
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
  const isDue = context.now >= dueAfter(ticket, askedAt, 1);
  // Whoever stood in when the review began has the seat: these were named since, whatever day their naming says.
  const people = [...(isDue ? waiting.map(inPerson) : []), ...standInsOf(ticket, context)];
  if (people.length > 0) alarms.push({ kind: "reviewReminder", people });
  if (context.now >= dueAfter(ticket, askedAt, 2))
    alarms.push({ kind: "reviewClimb", people: leadsOrAdmins(ticket, context).map(inPerson) });
  return alarms;
}

function inPerson(accountId: AccountId): Reminded {
  return { accountId, insteadOf: [] };
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
