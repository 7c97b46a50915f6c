/** The tickets behind a figure: what can be asked for, and one row of the answer. */
import type { EpochMs, GroupId, TicketId } from "../ids";
import type {
  ChangeClosureCode,
  ClosedOutcome,
  Flow,
  Priority,
  ReviewStage,
  Stage,
} from "../workflow/vocabulary";

/** What was closed, opened or decided in the period; open work is of now, whatever the period. */
export type ListChoice =
  /** Open for `days` at least, at this stage (null: at any), the oldest first. */
  | { readonly kind: "open"; readonly stage: Stage | null; readonly days: number }
  | { readonly kind: "answered" }
  | { readonly kind: "resolved" }
  | { readonly kind: "breached"; readonly clock: "response" | "resolution" }
  | { readonly kind: "reopened" }
  | { readonly kind: "recurring" }
  | { readonly kind: "changes"; readonly code: ChangeClosureCode }
  | { readonly kind: "reviews"; readonly stage: ReviewStage | null };

export interface ListedTicket {
  readonly id: TicketId;
  readonly flow: Flow;
  readonly number: number;
  readonly title: string;
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
  readonly priority: Priority | null;
  readonly groupId: GroupId | null;
  /** What it is listed by: when it was opened, closed, opened again, decided. */
  readonly at: EpochMs;
  /** Its wait or time, ms; null where the list is of none. */
  readonly tookMs: number | null;
}

/** Where a page ended. */
export interface ListPosition {
  readonly at: EpochMs;
  readonly id: TicketId;
}

export const listPageSize = 50;

export interface TicketPage {
  readonly tickets: readonly ListedTicket[];
  readonly next: ListPosition | null;
}
