/**
 * Calendars: when a site works. Weekly hours, and the days that are not what their weekday says: public holidays,
 * make-up days, and days that were closed and are entered afterwards (a typhoon). Data that administrators edit; an
 * hour that is worked only on some weekdays is a calendar of its own.
 */
import type { CalendarId, CategoryId, SiteId } from "../ids";
import { dayNumber, officeHours, roundTheClock, type Span, type WorkingHours } from "../time/working-time";
import type { Priority } from "../workflow/vocabulary";
import type { SlaTarget } from "./targets";

export interface Calendar {
  readonly id: CalendarId;
  readonly name: string;
  /** Minutes east of UTC, the year round: Taiwan is 480. */
  readonly offsetMinutes: number;
  /** 0 Sunday … 6 Saturday. */
  readonly weekdays: readonly number[];
  /** Of a worked day, make-up days among them: minutes after midnight, in order, none touching another. */
  readonly spans: readonly Span[];
  /** By date, each once. */
  readonly days: readonly CalendarDay[];
  /** Of the sites that name none, and of tickets without a site. One of them all. */
  readonly isDefault: boolean;
}

export interface CalendarDay {
  /** 2026-02-28, on the calendar's own clock. */
  readonly date: string;
  /** False: closed, whatever the weekday. True: worked, whatever the weekday (補行上班). */
  readonly works: boolean;
  /** What it is: 國慶日, 颱風停班. */
  readonly name: string;
}

/** What clocks need to know of the desk; the directory of either side has it. */
export interface SlaDesk {
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly slaTargets: ReadonlyMap<string, SlaTarget>;
  readonly sites: ReadonlyMap<string, { readonly id: SiteId; readonly calendarId?: CalendarId | null }>;
  readonly categories: ReadonlyMap<string, { readonly id: CategoryId; readonly parentId: CategoryId | null }>;
}

/** P1 runs round the clock; the rest by the calendar of the site, else by the default one. */
export function hoursFor(priority: Priority, siteId: SiteId | null, desk: SlaDesk): WorkingHours {
  if (priority === "P1") return roundTheClock;
  const named = siteId === null ? null : (desk.sites.get(siteId)?.calendarId ?? null);
  const calendar =
    (named === null ? undefined : desk.calendars.get(named)) ??
    [...desk.calendars.values()].find(({ isDefault }) => isDefault);
  // A phone that has not heard of any calendar yet.
  return calendar === undefined ? officeHours : hoursOf(calendar);
}

/** Asked for with every row of a list, and the same as long as the calendar is. */
const hoursByCalendar = new WeakMap<Calendar, WorkingHours>();

export function hoursOf(calendar: Calendar): WorkingHours {
  const known = hoursByCalendar.get(calendar);
  if (known !== undefined) return known;
  const { offsetMinutes, weekdays, spans, days } = calendar;
  const exceptions = new Map(days.map(({ date, works }) => [dayNumber(date), works]));
  const hours = { offsetMinutes, days: weekdays, spans, exceptions };
  hoursByCalendar.set(calendar, hours);
  return hours;
}
