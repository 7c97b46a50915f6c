/**
 * Working time: the hours of a week in which a desk works, in its own zone. Pure; times are epoch ms. Calendars per site
 * with holidays come with the SLA; until then every desk keeps office hours.
 */
import type { EpochMs } from "../ids";

export interface WorkingHours {
  /** Minutes east of UTC; a zone without summer time. */
  readonly offsetMinutes: number;
  /** 0 Sunday … 6 Saturday. */
  readonly days: readonly number[];
  /** Spans of a working day in minutes after midnight, in order, none touching another. */
  readonly spans: readonly { readonly from: number; readonly until: number }[];
}

/** 週一至週五 09:00–12:00, 13:00–18:00 in Taiwan: eight hours a day. */
export const officeHours: WorkingHours = {
  offsetMinutes: 480,
  days: [1, 2, 3, 4, 5],
  spans: [
    { from: 9 * 60, until: 12 * 60 },
    { from: 13 * 60, until: 18 * 60 },
  ],
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A week without one working minute would never end. */
const daysMax = 3_660;

/** The moment when `workMs` of working time have passed since `from`; `Infinity` when that is not within ten years. */
export function addWorkingTime(from: EpochMs, workMs: number, hours: WorkingHours): EpochMs {
  const offsetMs = hours.offsetMinutes * minuteMs;
  const localFrom = from + offsetMs;
  const firstDay = Math.floor(localFrom / dayMs);
  let left = workMs;
  for (let day = firstDay; day < firstDay + daysMax; day++) {
    if (!hours.days.includes(weekday(day))) continue;
    for (const span of hours.spans) {
      const start = Math.max(localFrom, day * dayMs + span.from * minuteMs);
      const end = day * dayMs + span.until * minuteMs;
      if (end <= start) continue;
      if (left <= end - start) return start + left - offsetMs;
      left -= end - start;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** Day 0 of the epoch was a Thursday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
