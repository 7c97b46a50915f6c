/**
 * Working time: the hours in which a desk works, in its own zone. Pure; times are epoch ms, a day is its number since
 * 1970-01-01 on the desk's own clock. The calendars that administrators edit are made into these (core/sla/calendar.ts).
 */
import type { EpochMs } from "../ids";

export interface WorkingHours {
  /** Minutes east of UTC; a zone without summer time. */
  readonly offsetMinutes: number;
  /** 0 Sunday … 6 Saturday. */
  readonly days: readonly number[];
  /** Spans of a working day in minutes after midnight, in order, none touching another. */
  readonly spans: readonly Span[];
  /** Days that are not what their weekday says: true is worked (make-up days), false is not (holidays). */
  readonly exceptions?: ReadonlyMap<number, boolean>;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** 週一至週五 09:00–12:00, 13:00–18:00 in Taiwan: eight hours a day, no holidays. */
export const officeHours: WorkingHours = {
  offsetMinutes: 480,
  days: [1, 2, 3, 4, 5],
  spans: [
    { from: 9 * 60, until: 12 * 60 },
    { from: 13 * 60, until: 18 * 60 },
  ],
};

/** 24×7. */
export const roundTheClock: WorkingHours = {
  offsetMinutes: 0,
  days: [0, 1, 2, 3, 4, 5, 6],
  spans: [{ from: 0, until: 1_440 }],
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A week without one working minute would never end. */
const daysMax = 3_660;

/** The moment when `workMs` of working time have passed since `from`; `Infinity` when that is not within ten years. */
export function addWorkingTime(from: EpochMs, workMs: number, hours: WorkingHours): EpochMs {
  let left = workMs;
  for (const { start, end } of workingSpans(from, hours)) {
    if (left <= end - start) return start + left;
    left -= end - start;
  }
  return Number.POSITIVE_INFINITY;
}

/** Working ms in from ≤ t < until; 0 when `until` is not later. What is more than ten years after `from` does not count. */
export function workingTimeBetween(from: EpochMs, until: EpochMs, hours: WorkingHours): number {
  let sumMs = 0;
  for (const { start, end } of workingSpans(from, hours)) {
    if (start >= until) break;
    sumMs += Math.min(end, until) - start;
  }
  return sumMs;
}

/** Working ms of one working day. */
export function workingDayMs({ spans }: WorkingHours): number {
  return spans.reduce((sum, { from, until }) => sum + until - from, 0) * minuteMs;
}

/** Of "2026-02-28". NaN when the text is no date. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** The spans that are worked from `from` on, in order, the first cut where it begins earlier; none of them is empty. */
function* workingSpans(
  from: EpochMs,
  hours: WorkingHours,
): Generator<{ readonly start: EpochMs; readonly end: EpochMs }> {
  const offsetMs = hours.offsetMinutes * minuteMs;
  const firstDay = Math.floor((from + offsetMs) / dayMs);
  for (let day = firstDay; day < firstDay + daysMax; day++) {
    if (!isWorked(day, hours)) continue;
    const midnight = day * dayMs - offsetMs;
    for (const span of hours.spans) {
      const start = Math.max(from, midnight + span.from * minuteMs);
      const end = midnight + span.until * minuteMs;
      if (end > start) yield { start, end };
    }
  }
}

function isWorked(day: number, { days, exceptions }: WorkingHours): boolean {
  return exceptions?.get(day) ?? days.includes(weekday(day));
}

/** Day 0 of the epoch was a Thursday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
