/**
 * The clocks of an incident (WORKFLOWS.md, SLA): how long until somebody answers, how long until it is resolved. Both
 * run in working time from the opening, by what the ticket says and the desk's calendars and targets as they are now:
 * a new priority, or a closed day entered afterwards, counts from the opening on. Pure: `now` is an argument.
 */
import type { EpochMs } from "../ids";
import type { Pause, Ticket } from "../tickets/ticket";
import { addWorkingTime, type WorkingHours, workingTimeBetween } from "../time/working-time";
import { hoursFor, type SlaDesk } from "./calendar";
import { type ClockName, clockNames, durationMs, targetFor } from "./targets";

/** `breached` from the moment on in which the whole target is spent, or when what ended it came later. */
export type ClockState = "running" | "paused" | "met" | "breached";

export interface Clock {
  readonly state: ClockState;
  /** Working ms. */
  readonly targetMs: number;
  /** Working ms that counted, until now or until it was answered or resolved. */
  readonly spentMs: number;
  /** Spent of the target: 1 is all of it. */
  readonly share: number;
  /** When three quarters, and all of the target, are or were spent; null while it is stopped before that. */
  readonly warnAt: EpochMs | null;
  readonly dueAt: EpochMs | null;
  /** When it was answered or resolved; null: it was not. */
  readonly endedAt: EpochMs | null;
  /** Whether what is left grows less as time passes, by these hours. */
  readonly ticks: boolean;
}

export type Clocks = Readonly<Record<ClockName, Clock>>;

export const warningShare = 0.75;

/** Null: no clock runs on it. Not an incident, one that was cancelled, or opened before there were clocks. */
export function clocksOf(ticket: Ticket, desk: SlaDesk, now: EpochMs): Clocks | null {
  const { clock, priority, flow, outcome, openedAt, closedAt } = ticket;
  if (flow !== "incident" || !clock || priority === null || outcome === "cancelled") return null;
  const hours = hoursFor(priority, ticket.siteId, desk);
  const target = targetFor(priority, ticket.categoryId, desk);
  const pauses = mergePauses(clock.pauses);
  const read = (name: ClockName, endedAt: EpochMs | null): Clock =>
    clockAt({ openedAt, endedAt, pauses, targetMs: durationMs(target[name], hours), hours }, now);
  // What was closed without an answer, as it recovered by itself, waits for none.
  return {
    response: read("response", clock.respondedAt ?? closedAt),
    resolution: read("resolution", closedAt),
  };
}

/** What somebody has to do next has the clock that is looked at: to answer, then to resolve. Null: neither is open. */
export function openClock(clocks: Clocks | null): { readonly name: ClockName; readonly clock: Clock } | null {
  const name = clocks === null ? undefined : clockNames.find((one) => clocks[one].endedAt === null);
  return clocks === null || name === undefined ? null : { name, clock: clocks[name] };
}

interface ClockFacts {
  readonly openedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly pauses: readonly Pause[];
  readonly targetMs: number;
  readonly hours: WorkingHours;
}

function clockAt(facts: ClockFacts, now: EpochMs): Clock {
  const { endedAt, targetMs } = facts;
  const spentMs = spentUntil(endedAt ?? now, facts);
  const isStopped = endedAt === null && facts.pauses.some(({ until }) => until === null);
  const isOver = endedAt === null ? spentMs >= targetMs : spentMs > targetMs;
  return {
    state: isOver ? "breached" : endedAt !== null ? "met" : isStopped ? "paused" : "running",
    targetMs,
    spentMs,
    share: spentMs / targetMs,
    warnAt: momentAfter(targetMs * warningShare, facts),
    dueAt: momentAfter(targetMs, facts),
    endedAt,
    ticks: endedAt === null && !isStopped,
  };
}

/** The pauses are in order and apart: what was worked is what lies between them. */
function spentUntil(end: EpochMs, { openedAt, pauses, hours }: ClockFacts): number {
  let spentMs = 0;
  let from = openedAt;
  for (const pause of pauses) {
    spentMs += workingTimeBetween(from, Math.min(pause.from, end), hours);
    if (pause.until === null) return spentMs;
    from = Math.max(from, pause.until);
  }
  return spentMs + workingTimeBetween(from, end, hours);
}

/** When `workMs` are spent; null when a pause that has no end yet comes before. */
function momentAfter(workMs: number, { openedAt, pauses, hours }: ClockFacts): EpochMs | null {
  let left = workMs;
  let from = openedAt;
  for (const pause of pauses) {
    const worked = workingTimeBetween(from, pause.from, hours);
    if (left <= worked) break;
    if (pause.until === null) return null;
    left -= worked;
    from = Math.max(from, pause.until);
  }
  return addWorkingTime(from, left, hours);
}

/** In order and apart: actions of several phones arrive in any order, and what overlaps is stopped once. */
export function mergePauses(pauses: readonly Pause[]): readonly Pause[] {
  const merged: Pause[] = [];
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || (last.until !== null && last.until < pause.from)) merged.push(pause);
    else merged[merged.length - 1] = { from: last.from, until: later(last.until, pause.until) };
  }
  return merged;
}

function later(one: EpochMs | null, other: EpochMs | null): EpochMs | null {
  return one === null || other === null ? null : Math.max(one, other);
}
