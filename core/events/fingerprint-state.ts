/**
 * What is known of one fingerprint under one rule: stored by the server beside its events, and all that judging the
 * next one needs. Everything in it is bounded.
 */
import type { EpochMs, TicketId } from "../ids";
import { recurrenceMax } from "../tickets/recurrence";
import type { EventStatus, Severity } from "./event";
import type { Threshold } from "./rule";

/** `quiet`: it was, a quarter of an hour went by, and what that brings was done; a flip of that time may still arrive. */
export type Flapping = "no" | "yes" | "quiet";

export interface FingerprintState {
  /** Event time of the last one applied; null: none was. */
  readonly lastAt: EpochMs | null;
  readonly status: EventStatus | null;
  /** Event times of what fired and opened nothing yet, ascending. */
  readonly counted: readonly EpochMs[];
  /** Event times of the last flips firing ↔ recovered, ascending; `flipsMax` at most. */
  readonly flips: readonly EpochMs[];
  readonly flapping: Flapping;
  /** The newest incident of this fingerprint, open or not. */
  readonly incidentId: TicketId | null;
  /** The first of the storm in which it opened: nobody is told of a child. */
  readonly parentId: TicketId | null;
  /** Events that the incident stands for, since it opened for the first time. */
  readonly count: number;
  /** The worst of them. */
  readonly severity: Severity | null;
  /** When people were last told of it, by the server's clock. */
  readonly toldAt: EpochMs | null;
  /** Its incidents before that one, newest first: what it repeats (tickets/recurrence.ts). */
  readonly past: readonly TicketId[];
}

export const initialState: FingerprintState = {
  lastAt: null,
  status: null,
  counted: [],
  flips: [],
  flapping: "no",
  incidentId: null,
  parentId: null,
  count: 0,
  severity: null,
  toldAt: null,
  past: [],
};

/** Four flips in ten minutes are flapping; it is over after a quarter of an hour without one. */
export const flipsMax = 4;
export const flappingWindowMs = 10 * 60_000;
export const quietMs = 15 * 60_000;

/** With what happened at `at`: another status than before is a flip. The first one of all is none. */
export function withStatus(state: FingerprintState, status: EventStatus, at: EpochMs): FingerprintState {
  const said = { ...state, lastAt: at, status };
  if (state.status === null || state.status === status) return said;
  const last = state.flips.at(-1);
  const isAfterQuiet = last === undefined || at - last >= quietMs;
  const flips = [...state.flips, at].slice(-flipsMax);
  const isFrequent = flips.length === flipsMax && at - (flips[0] ?? at) <= flappingWindowMs;
  const goesOn = !isAfterQuiet && state.flapping !== "no";
  return { ...said, flips, flapping: isFrequent || goesOn ? "yes" : "no" };
}

/** Between two times that people are told of one incident, or that a storm goes on. */
export const updateEveryMs = 15 * 60_000;

/** When time alone changes something: the flapping is over. */
export function dueAt({ flapping, flips }: FingerprintState): EpochMs | null {
  const last = flips.at(-1);
  return flapping === "yes" && last !== undefined ? last + quietMs : null;
}

/** Late ones count towards a threshold for this long. */
export const latenessMs = 2 * 60_000;

/** With one more that fired; what is too old to count with anything that may still come is let go of. */
export function withCounted(
  state: FingerprintState,
  at: EpochMs,
  { withinS }: Threshold,
): readonly EpochMs[] {
  const newest = Math.max(at, state.lastAt ?? at);
  return [...state.counted, at].filter((one) => one >= newest - withinS * 1_000 - latenessMs).sort(ascending);
}

/** Whether so many fired so close together, the one at `at` among them. */
export function isReached(counted: readonly EpochMs[], at: EpochMs, { count, withinS }: Threshold): boolean {
  return counted.some((first, index) => {
    const last = counted[index + count - 1];
    return last !== undefined && last - first <= withinS * 1_000 && first <= at && at <= last;
  });
}

/** The state once `id` is its incident. */
export function withIncident(state: FingerprintState, id: TicketId): FingerprintState {
  const { incidentId, past } = state;
  const before = incidentId === null ? past : [incidentId, ...past].slice(0, recurrenceMax);
  return { ...state, incidentId: id, past: before, counted: [], count: 0, severity: null };
}

function ascending(a: EpochMs, b: EpochMs): number {
  return a - b;
}
