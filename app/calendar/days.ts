/**
 * Days as the device counts them. A day is the epoch ms of its first moment in the phone's own zone; weeks begin on
 * Monday. Pure, and right where a day has 23 or 25 hours.
 */
import type { EpochMs } from "../../core/ids";
import type { Window } from "../../core/workflow/vocabulary";

export type Day = EpochMs;

export function dayOf(at: EpochMs): Day {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function addDays(day: Day, count: number): Day {
  const date = new Date(day);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + count).getTime();
}

/** The same day of another month, or its last one: 1/31 and a month are 2/28. */
export function addMonths(day: Day, count: number): Day {
  const date = new Date(day);
  const last = new Date(date.getFullYear(), date.getMonth() + count + 1, 0).getDate();
  return new Date(date.getFullYear(), date.getMonth() + count, Math.min(date.getDate(), last)).getTime();
}

/** Monday to Sunday. */
export function weekOf(day: Day): readonly Day[] {
  const monday = addDays(day, -((new Date(day).getDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The weeks that have a day of its month. */
export function monthOf(day: Day): readonly (readonly Day[])[] {
  const date = new Date(day);
  const first = new Date(date.getFullYear(), date.getMonth(), 1).getTime();
  const next = new Date(date.getFullYear(), date.getMonth() + 1, 1).getTime();
  const weeks: (readonly Day[])[] = [];
  for (let week = weekOf(first); (week[0] ?? next) < next; week = weekOf(addDays(week[0] ?? next, 7)))
    weeks.push(week);
  return weeks;
}

export function isSameMonth(one: Day, other: Day): boolean {
  const [a, b] = [new Date(one), new Date(other)];
  return a.getMonth() === b.getMonth() && a.getFullYear() === b.getFullYear();
}

/** `count` days from `day` on. */
export function spanOf(day: Day, count: number): Window {
  return { from: day, until: addDays(day, count) };
}

/** ISO 8601: the week that has the year's first Thursday is the first. */
export function weekNumber(day: Day): number {
  const thursday = new Date(weekOf(day)[3] ?? day);
  const first = new Date(thursday.getFullYear(), 0, 4).getTime();
  const monday = weekOf(first)[0] ?? first;
  return 1 + Math.round((thursday.getTime() - monday) / (7 * 86_400_000) - 3 / 7);
}

/** Where a key leads in a grid of days; null for a key that leads nowhere. */
export function dayByKey(day: Day, key: string): Day | null {
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return weekOf(day)[0] ?? day;
    case "End":
      return weekOf(day)[6] ?? day;
    case "PageUp":
      return addMonths(day, -1);
    case "PageDown":
      return addMonths(day, 1);
    default:
      return null;
  }
}

/** 2026-11-28, for addresses. */
export function dayText(day: Day): string {
  const date = new Date(day);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Null where the text is no day. */
export function readDay(text: string | null): Day | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "") ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const day = new Date(Number(year), Number(month) - 1, Number(date)).getTime();
  return dayText(day) === text ? day : null;
}
