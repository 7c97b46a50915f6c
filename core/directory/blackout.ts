/**
 * 凍結期 and free time for a change (WORKFLOWS.md, Reviews): a blackout refuses standard and normal changes, and warns
 * of an emergency; the next free window is offered. Pure.
 */
import type { BlackoutId, EpochMs, SiteId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import type { Window } from "../workflow/vocabulary";
import type { Asset } from "./directory";

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
  assets: ReadonlyMap<string, Pick<Asset, "siteId">>,
): readonly SiteId[] {
  return [siteId, ...assetIds.map((id) => assets.get(id)?.siteId)].filter((id) => id != null);
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

/** What either side's directory knows of it. */
interface Where {
  readonly blackouts: readonly Blackout[];
  readonly assets: ReadonlyMap<string, Pick<Asset, "siteId">>;
}

/** Whether the planned window of a change lies in one. */
export function isInBlackout(
  ticket: Pick<Ticket, "siteId" | "assetIds" | "change">,
  { blackouts, assets }: Where,
): boolean {
  const window = ticket.change?.window ?? null;
  return window !== null && blackoutsIn(blackouts, window, sitesOf(ticket, assets)).length > 0;
}

/** As long as `wanted`, not before it, and beside all that is `busy`; `wanted` itself when that is free. */
export function nextFreeWindow(wanted: Window, busy: readonly Window[]): Window {
  const inTheWay = busy.filter((one) => overlaps(one, wanted)).map(({ until }) => until);
  if (inTheWay.length === 0) return wanted;
  // Until each of them has ended, a window that only moves on lies in it.
  const from = Math.max(...inTheWay);
  return nextFreeWindow({ from, until: from + (wanted.until - wanted.from) }, busy);
}
