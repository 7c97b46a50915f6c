/**
 * Calendars and targets as the fields of a form: each a text or a number, so that edits of them are compared and clash
 * like any others (core/directory/edits.ts). Pure, and the same on both sides.
 */
import type { CalendarId } from "../ids";
import { dayNumber, type Span } from "../time/working-time";
import type { Calendar, CalendarDay } from "./calendar";

export const calendarDaysMax = 1_000;
export const calendarsMax = 100;
/** Days in one edit: a year's holidays, and those that go. */
export const dayEditsMax = 400;
/** The clocks of the world lie between these. */
export const offsetBounds = { min: -720, max: 840 } as const;

export interface CalendarFields {
  readonly name: string;
  readonly offsetMinutes: number;
  /** The worked weekdays, 0 Sunday … 6 Saturday: 12345. */
  readonly weekdays: string;
  /** 09:00-12:00 13:00-18:00 */
  readonly spans: string;
}
/** By date; null: what its weekday says. */
export type DayFields = Readonly<Record<string, DayText | null>>;
export type DayText = `${"closed" | "works"} ${string}`;
export interface SiteCalendar {
  readonly calendarId: CalendarId | null;
}

export function calendarToFields({
  name,
  offsetMinutes,
  weekdays,
  spans,
}: Omit<Calendar, "id">): CalendarFields {
  return { name, offsetMinutes, weekdays: weekdays.join(""), spans: spans.map(spanToText).join(" ") };
}

export function daysToFields(days: readonly CalendarDay[]): DayFields {
  return Object.fromEntries(days.map((day) => [day.date, dayToText(day)]));
}

/** In order of date. */
export function fieldsToDays(fields: DayFields): readonly CalendarDay[] {
  return Object.entries(fields)
    .flatMap(([date, text]) => (text === null ? [] : { date, ...textToDay(text) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

export function dayToText({ works, name }: Omit<CalendarDay, "date">): DayText {
  return `${works ? "works" : "closed"} ${name}`;
}
export function textToDay(text: DayText): Omit<CalendarDay, "date"> {
  return { works: text.startsWith("works "), name: text.slice(text.indexOf(" ") + 1) };
}

/** 2026-02-28, and a day that there is. */
export function isCalendarDate(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const day = dayNumber(text);
  // 02-30 would else be taken for a day in March.
  return Number.isFinite(day) && new Date(day * 86_400_000).toISOString().startsWith(text);
}

/** Null when the text names a day twice, or none, or something else. */
export function textToWeekdays(text: string): readonly number[] | null {
  if (!/^[0-6]{1,7}$/.test(text) || new Set(text).size !== text.length) return null;
  return [...text].map(Number).sort();
}

/** Null when it is no list of spans, each after the one before and none touching another. */
export function textToSpans(text: string): readonly Span[] | null {
  const spans: Span[] = [];
  for (const part of text.trim().split(/\s+/)) {
    const [, fromHour, fromMinute, untilHour, untilMinute] =
      /^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(part) ?? [];
    const from = Number(fromHour) * 60 + Number(fromMinute);
    const until = Number(untilHour) * 60 + Number(untilMinute);
    const before = spans.at(-1)?.until ?? -1;
    if (!(from > before && from < until && until <= 1_440)) return null;
    spans.push({ from, until });
  }
  return spans;
}

function spanToText({ from, until }: Span): string {
  return `${minuteText(from)}-${minuteText(until)}`;
}

function minuteText(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
