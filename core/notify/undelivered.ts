/** Notifications that were given up, as administrators see them, and how much waits; between server and screen. */
import type { AccountId, EpochMs, TicketId } from "../ids";
import type { ActionType, Flow, Stage } from "../workflow/vocabulary";

/** The newest that are listed; the rest is counted. */
export const undeliveredMax = 100;

/** One notification on one device, or by mail. What a ticket is about is not in it: the way there is. */
export interface Undelivered {
  readonly outboxId: string;
  /** Null: by mail. */
  readonly subscriptionId: string | null;
  readonly at: EpochMs;
  readonly accountId: AccountId;
  readonly personName: string;
  readonly userAgent: string | null;
  readonly ticketId: TicketId;
  readonly flow: Flow;
  readonly number: number | null;
  /** What was told of: an action's name, or the kind of an alarm (core/notify/notice.ts). */
  readonly kind: string;
  readonly action: ActionType;
  readonly stage: Stage;
  readonly attempts: number;
  readonly error: string | null;
}

export interface UndeliveredPage {
  readonly items: readonly Undelivered[];
  readonly count: number;
  /** On their way: how many, and for how long the oldest should have left. */
  readonly waiting: number;
  readonly overdueMs: number;
}
