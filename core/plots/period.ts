/** The days that the plots are about: whole days of the desk's own clock, drawn day by day or week by week. */
import type { EpochMs } from "../ids";

export const periodLengths = [7, 30, 90, 365] as const;
export type PeriodLength = (typeof periodLengths)[number];

/** The last days, today among them; or from one day to another, both counted, 2026-11-27. */
export type PeriodChoice =
  | { readonly days: PeriodLength }
  | { readonly from: string; readonly until: string };

export interface Period {
  readonly step: "day" | "week";
  /** First and last day. */
  readonly from: string;
  readonly until: string;
  /** The first day of each step; the first week begins with the period. */
  readonly keys: readonly string[];
  /** One more than keys: step n is edges[n] ≤ t < edges[n + 1]. */
  readonly edges: readonly EpochMs[];
}

const dayMs = 86_400_000;
export const periodDaysMax = 366;
/** More points than these are no line on a phone. */
const dailyMax = 31;

/** Null: not two days in order, or further apart than a year. `offsetMinutes`: the desk's zone, east of UTC. */
export function periodOf(choice: PeriodChoice, now: EpochMs, offsetMinutes: number): Period | null {
  const offsetMs = offsetMinutes * 60_000;
  const today = Math.floor((now + offsetMs) / dayMs);
  const [first, last] =
    "days" in choice ? [today - choice.days + 1, today] : [toDay(choice.from), toDay(choice.until)];
  if (first === null || last === null || first > last || last - first >= periodDaysMax) return null;
  const step = last - first < dailyMax ? "day" : "week";
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const firsts = days.filter((day) => step === "day" || day === first || isMonday(day));
  return {
    step,
    from: toDate(first),
    until: toDate(last),
    keys: firsts.map(toDate),
    edges: [...firsts, last + 1].map((day) => day * dayMs - offsetMs),
  };
}

/** Days since 1970-01-01, a Thursday; null: no such day. */
function toDay(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? null : at / dayMs;
}

function toDate(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function isMonday(day: number): boolean {
  return (((day - 4) % 7) + 7) % 7 === 0;
}
