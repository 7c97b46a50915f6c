/**
 * A storm: more than twenty incidents of one rule within five minutes. From the 21st on they are silent children of the
 * first, so that a switch that fails alarms once and not five hundred times. A reopened incident counts like an opened
 * one: the second wave of a storm is one too.
 */
import type { EpochMs, TicketId } from "../ids";
import { updateEveryMs } from "./fingerprint-state";

export const stormSize = 20;
export const stormWindowMs = 5 * 60_000;

export interface StormState {
  /** The newest openings, by event time; no more than `stormSize`. */
  readonly openings: readonly { readonly at: EpochMs; readonly id: TicketId }[];
  /** While there is a storm: its first incident. */
  readonly firstId: TicketId | null;
  /** When people were last told that it goes on without its first, by the server's clock. */
  readonly toldAt?: EpochMs;
}

export const noStorm: StormState = { openings: [], firstId: null };

/**
 * Counts incident `id`, opened at event time `at`. `parentId`: the first of the storm that it belongs to, null where it
 * stands for itself. Where the first is closed, a storm that goes on is news: it begins anew.
 */
export function placeInStorm(
  storm: StormState,
  at: EpochMs,
  id: TicketId,
  isOpen: (id: TicketId) => boolean,
): { readonly storm: StormState; readonly parentId: TicketId | null } {
  const recent = storm.openings.filter((opening) => opening.at > at - stormWindowMs);
  const first = recent.length < stormSize ? null : (storm.firstId ?? recent[0]?.id ?? null);
  if (first === null)
    return { storm: { ...storm, openings: withOpening(storm, at, id), firstId: null }, parentId: null };
  if (!isOpen(first)) return { storm: { ...storm, openings: [{ at, id }], firstId: null }, parentId: null };
  return { storm: { ...storm, openings: withOpening(storm, at, id), firstId: first }, parentId: first };
}

/**
 * The first of a storm recovered by itself at `now`, while incident `id`, which is open, still fires: it stands below the
 * first of the storm that is there, or is the first of what goes on. `tells`: people hear of that, once in a while however
 * often the first changes.
 */
export function succeed(
  storm: StormState = noStorm,
  {
    id,
    isOpen,
    now,
  }: { readonly id: TicketId; readonly isOpen: (id: TicketId) => boolean; readonly now: EpochMs },
): { readonly storm: StormState; readonly firstId: TicketId; readonly tells: boolean } {
  const { firstId, toldAt } = storm;
  if (firstId !== null && isOpen(firstId)) return { storm, firstId, tells: false };
  const tells = toldAt === undefined || now - toldAt >= updateEveryMs;
  return { storm: { ...storm, firstId: id, ...(tells ? { toldAt: now } : {}) }, firstId: id, tells };
}

function withOpening(storm: StormState, at: EpochMs, id: TicketId): StormState["openings"] {
  return [...storm.openings, { at, id }].sort((a, b) => a.at - b.at).slice(-stormSize);
}
