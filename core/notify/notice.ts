/**
 * A notice: what one person was told, as it stands in their inbox. It is the outbox's own row (SYNC S5), so that what
 * rang and what is read are one thing. Its words are those of the moment; the text is made on the phone.
 */
import type { AccountId, EpochMs, NoticeId, TicketId } from "../ids";
import { type SlaAlarmKind, slaAlarmKinds } from "../sla/alarm-kinds";
import type { ReviewAlarmKind } from "../workflow/review-alarms";
import type { ActionType, ClosedOutcome, Flow, Priority, Stage } from "../workflow/vocabulary";

/** The newest that a phone holds, and for how long; the database has the same 30 days (`is_notice`). */
export const noticesMax = 200;
export const noticeAgeMaxMs = 30 * 86_400_000;
/** Notices in one report of what was read. */
export const readMax = 200;

export interface Notice {
  readonly id: NoticeId;
  readonly ticketId: TicketId;
  /** The action told of; `returned` for the words of one that came back (A5); or of what waits too long. */
  readonly kind: string;
  readonly action: ActionType;
  readonly flow: Flow;
  readonly number: number | null;
  readonly title: string;
  readonly priority: Priority | null;
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
  readonly actorId: AccountId | "system";
  readonly actorName: string;
  readonly restricted: boolean;
  /** The database's clock. */
  readonly at: EpochMs;
  readonly readAt: EpochMs | null;
}

/**
 * No action but time that passed: over a review without an answer, an assignment that nobody touched, a target. Or
 * monitoring, of an incident that is open: it still alarms, it flaps.
 */
export const alarmKinds = [
  "reviewReminder",
  "reviewClimb",
  "assignmentClimb",
  "eventUpdate",
  "eventFlapping",
  ...slaAlarmKinds,
] as const satisfies readonly (ReviewAlarmKind | "assignmentClimb" | `event${string}` | SlaAlarmKind)[];
export type AlarmKind = (typeof alarmKinds)[number];

/**
 * What the kind of a notice says besides its action, as notificationText wants it. One that a phone does not know yet
 * reads as its action alone.
 */
export function kindSaid(kind: string): {
  readonly cameBack: boolean;
  readonly alarm: AlarmKind | null;
} {
  const alarm = alarmKinds.find((known) => known === kind) ?? null;
  return { cameBack: kind === "returned", alarm };
}
