/** When something is, as one of its days says it; and days by name. */
import type { EpochMs } from "../../core/ids";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Window } from "../../core/workflow/vocabulary";
import { calendarTexts } from "./calendar-texts";
import { partOf } from "./calendar-view";
import type { Day } from "./days";

/** 22:00–23:30, 22:00 起，到 11/29 03:00, 到 03:00, 整天. */
export function timeOnDay(locale: Locale, span: Window, day: Day): string {
  const texts = calendarTexts[locale];
  const [from, until] = [clock(locale, span.from), clock(locale, span.until)];
  switch (partOf(span, day)) {
    case "within":
      return `${from}–${until}`;
    case "moment":
      return from;
    case "begins":
      return texts.fromTime(from, `${shortDay(locale, span.until)} ${until}`);
    case "ends":
      return texts.toTime(until);
    case "through":
      return texts.through;
  }
}

const clock = (locale: Locale, at: EpochMs): string =>
  format(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);

/** 11/28. */
export const shortDay = (locale: Locale, day: Day): string =>
  format(locale, { month: "numeric", day: "numeric" }, day);
/** 11月28日 星期六. */
export const longDay = (locale: Locale, day: Day): string =>
  format(locale, { month: "long", day: "numeric", weekday: "long" }, day);
export const monthName = (locale: Locale, day: Day): string =>
  format(locale, { year: "numeric", month: "long" }, day);
export const weekday = (locale: Locale, day: Day, length: "short" | "narrow" | "long"): string =>
  format(locale, { weekday: length }, day);

const formats = new Map<string, Intl.DateTimeFormat>();
function format(locale: Locale, options: Intl.DateTimeFormatOptions, at: EpochMs): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, found);
  return found.format(at);
}
