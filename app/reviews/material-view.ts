/** What changed of a change since a reviewer read it, in words (SYNC A6). Pure. */
import type { AccountId } from "../../core/ids";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import { changedSince } from "../../core/workflow/material";
import { type FieldTextContext, fieldLabel, fieldText } from "../tickets/field-text";

export interface DifferenceLine {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** `activities` of the ticket in any order. */
export function differenceLines(
  ticket: Ticket,
  activities: readonly Activity[],
  revision: number,
  context: FieldTextContext,
): readonly DifferenceLine[] {
  return changedSince(ticket, activities, revision).map(({ field, from, to }) => ({
    label: fieldLabel(field, ticket.flow, context.t),
    from: fieldText(field, from, context),
    to: fieldText(field, to, context),
  }));
}

/** The newest revision that this person voted on before the present one; null when they never did. */
export function votedRevision(ticket: Ticket, activities: readonly Activity[], me: AccountId): number | null {
  const mine = activities.filter(
    ({ type, actorId, details }) =>
      actorId === me &&
      (type === "approve" || type === "reject") &&
      (details.revision ?? 0) < ticket.revision,
  );
  return mine.reduce<number | null>(
    (newest, { details }) => Math.max(newest ?? 0, details.revision ?? 0),
    null,
  );
}
