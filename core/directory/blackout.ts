/**
 * 凍結期 and free time for a change (WORKFLOWS.md, Reviews): a blackout refuses standard and normal changes, and warns
 * of an emergency; the next free window is offered. Pure.
 */
import type { AssetId, BlackoutId, EpochMs, SiteId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import type { Window } from "../workflow/vocabulary";

export interface Blackout {
  readonly id: BlackoutId;
  readonly name: string;
  /** from ≤ t < until. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** Where; everywhere if it names none. */
  readonly siteIds: readonly SiteId[];
}

/** Those that a change in `window` at these sites would lie in, the first to begin first. */
export function blackoutsIn(
  blackouts: readonly Blackout[],
  window: Window,
  siteIds: readonly SiteId[],
): readonly Blackout[] {
  return blackouts
    .filter((one) => overlaps(one, window) && appliesTo(one, siteIds))
    .sort((a, b) => a.from - b.from);
}

/** Where a change is done: its own site, and those of its assets. */
export function sitesOf(
  { siteId, assetIds }: Pick<Ticket, "siteId" | "assetIds">,
  siteOf: (id: AssetId) => SiteId | null,
): readonly SiteId[] {
  return [siteId, ...assetIds.map(siteOf)].filter((id) => id !== null);
}

/** A change that says nowhere where it is done is not known to be elsewhere. */
function appliesTo(blackout: Blackout, siteIds: readonly SiteId[]): boolean {
  return (
    blackout.siteIds.length === 0 ||
    siteIds.length === 0 ||
    blackout.siteIds.some((id) => siteIds.includes(id))
  );
}

export function overlaps(one: Window, other: Window): boolean {
  return one.from < other.until && other.from < one.until;
}

/** Whether the planned window of a change lies in one of these. */
export function isInBlackout(
  ticket: Pick<Ticket, "siteId" | "assetIds" | "change">,
  blackouts: readonly Blackout[],
  siteOf: (id: AssetId) => SiteId | null,
): boolean {
  const window = ticket.change?.window ?? null;
  return window !== null && blackoutsIn(blackouts, window, sitesOf(ticket, siteOf)).length > 0;
}

/** As long as `wanted`, not before it, and beside all that is `busy`; `wanted` itself when that is free. */
export function nextFreeWindow(wanted: Window, busy: readonly Window[]): Window {
  const length = wanted.until - wanted.from;
  let from = wanted.from;
  // In order of their ends: after one that is in the way nothing that ends sooner can be.
  for (const one of [...busy].sort((a, b) => a.until - b.until)) {
    if (overlaps(one, { from, until: from + length })) from = one.until;
  }
  const found = { from, until: from + length };
  // A longer one that ends later may begin before: looked at again from there.
  return busy.some((one) => overlaps(one, found)) ? nextFreeWindow(found, busy) : found;
}
