/**
 * Recurrence (WORKFLOWS.md, Problem): the same trouble was resolved before, and not long ago. Then a problem is
 * suggested; nothing opens one by itself. The same trouble is the same asset and category, or of what an event opened
 * the same fingerprint, whatever its asset is.
 */
import type { EpochMs, TicketId } from "../ids";
import type { Ticket } from "./ticket";

/** A ticket keeps the newest of what it repeats: the problem shows the rest by its asset. */
export const recurrenceMax = 20;
/** As many are looked at: as often as `pro_recurrence_count` may ask. */
export const recurrenceLookMax = 100;

const dayMs = 86_400_000;

export interface PastIncident {
  readonly id: TicketId;
  readonly closedAt: EpochMs;
}

/**
 * Whether `past` is the trouble that `opened` has again: resolved, of the same category and one of its assets. An
 * incident without an asset is like no other, or every forgotten password would be a problem. What is restricted is
 * not told of to those who may not see it.
 */
export function isSameTrouble(
  past: Pick<Ticket, "id" | "flow" | "outcome" | "restricted" | "categoryId" | "assetIds">,
  opened: Pick<Ticket, "id" | "categoryId" | "assetIds">,
): boolean {
  return (
    isPastTrouble(past, opened) &&
    past.categoryId !== null &&
    past.categoryId === opened.categoryId &&
    past.assetIds.some((id) => opened.assetIds.includes(id))
  );
}

/** For one of the same event fingerprint: resolved, and nothing to be kept from anybody. */
export function isPastTrouble(
  past: Pick<Ticket, "id" | "flow" | "outcome" | "restricted">,
  opened: Pick<Ticket, "id">,
): boolean {
  return past.id !== opened.id && past.flow === "incident" && past.outcome === "resolved" && !past.restricted;
}

/** Whether it belongs to a problem that is open; one that is not in `known` is not known to be closed. */
export function hasOpenProblemIn(
  { links }: Pick<Ticket, "links">,
  known: ReadonlyMap<TicketId, Pick<Ticket, "stage">>,
): boolean {
  return links.some(({ kind, ticketId }) => kind === "problemOf" && known.get(ticketId)?.stage !== "closed");
}

/** Each once, newest first. */
export function newestTrouble(
  found: readonly { readonly id: TicketId; readonly closedAt: EpochMs | null }[],
): readonly PastIncident[] {
  const byId = new Map(found.map(({ id, closedAt }) => [id, { id, closedAt: closedAt ?? 0 }]));
  return [...byId.values()].sort((a, b) => b.closedAt - a.closedAt || (a.id < b.id ? -1 : 1));
}

/** `days` as in `pro_recurrence_days`. */
export function recurrenceSince(openedAt: EpochMs, days: number): EpochMs {
  return openedAt - days * dayMs;
}

/**
 * What an incident opened at `openedAt` repeats: what was resolved in the `days` before, by then; null where that is
 * fewer than `count`. `found` is newest first.
 */
export function repeatedBy(
  openedAt: EpochMs,
  found: readonly PastIncident[],
  { days, count }: { readonly days: number; readonly count: number },
): readonly TicketId[] | null {
  const since = recurrenceSince(openedAt, days);
  const before = found.filter(({ closedAt }) => since <= closedAt && closedAt <= openedAt);
  return before.length < count ? null : before.slice(0, recurrenceMax).map(({ id }) => id);
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
