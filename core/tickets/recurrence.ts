/**
 * Recurrence (WORKFLOWS.md, Problem): the same trouble was resolved before, and not long ago. Then a problem is
 * suggested; nothing opens one by itself. The same trouble is the same asset and category, or of what an event opened
 * the same fingerprint, whatever its asset is.
 */
import type { EpochMs, TicketId } from "../ids";
import type { Ticket } from "./ticket";

/** Of more than these the newest are enough: the problem shows the rest by its asset. */
export const recurrenceMax = 20;

const dayMs = 86_400_000;

/**
 * Whether `past` is the trouble that `opened` has again: resolved since, of the same category and one of its assets. An
 * incident without an asset is like no other, or every forgotten password would be a problem. What is restricted is
 * not told of to those who may not see it.
 */
export function isSameTrouble(
  past: Ticket,
  opened: Pick<Ticket, "id" | "categoryId" | "assetIds">,
  since: EpochMs,
): boolean {
  return (
    isPastTrouble(past, opened, since) &&
    past.categoryId !== null &&
    past.categoryId === opened.categoryId &&
    past.assetIds.some((id) => opened.assetIds.includes(id))
  );
}

/** For one of the same fingerprint: resolved since, and nothing to be kept from anybody. */
export function isPastTrouble(past: Ticket, opened: Pick<Ticket, "id">, since: EpochMs): boolean {
  return (
    past.id !== opened.id &&
    past.flow === "incident" &&
    past.outcome === "resolved" &&
    !past.restricted &&
    (past.closedAt ?? 0) >= since
  );
}

/** What is suggested of the same trouble, newest first. */
export function newestTrouble(found: readonly Ticket[]): readonly TicketId[] {
  return [...found]
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, recurrenceMax)
    .map(({ id }) => id);
}

/** `days` as in `pro_recurrence_days`. */
export function recurrenceSince(now: EpochMs, days: number): EpochMs {
  return now - days * dayMs;
}

/** The suggestion of an incident, while it is one: nobody made a problem of it, and it is open. */
export function suggestionOf({
  stage,
  links,
  recurrence,
}: Pick<Ticket, "stage" | "links" | "recurrence">): readonly TicketId[] {
  if (!recurrence || stage === "closed" || links.some(({ kind }) => kind === "problemOf")) return [];
  return recurrence;
}
