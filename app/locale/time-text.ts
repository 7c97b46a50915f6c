/** Times and spans as a person reads them, in the phone's own zone. Pure: `now` is an argument. */
import type { EpochMs } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A span in its largest whole unit: 42 分, 3 時, 2 天. Under a minute it is "just now". */
export function spanText(t: Messages, ms: number): string {
  if (ms < minuteMs) return t.time.now;
  if (ms < hourMs) return t.time.minutes(Math.floor(ms / minuteMs));
  if (ms < dayMs) return t.time.hours(Math.floor(ms / hourMs));
  return t.time.days(Math.floor(ms / dayMs));
}

/** How long ago: 42 分前; under a minute 剛剛. */
export function agoText(t: Messages, ms: number): string {
  return ms < minuteMs ? t.time.now : t.time.ago(spanText(t, ms));
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(locale: Locale, options: Intl.DateTimeFormatOptions, key: string): Intl.DateTimeFormat {
  const id = `${locale} ${key}`;
  let found = formats.get(id);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { hourCycle: "h23", ...options });
    formats.set(id, found);
  }
  return found;
}

/** 10:05 today, 11/28 10:05 this year, with the year otherwise. */
export function momentText(locale: Locale, at: EpochMs, now: EpochMs): string {
  const then = new Date(at);
  const today = new Date(now);
  const time = format(locale, { hour: "2-digit", minute: "2-digit" }, "time").format(then);
  if (then.toDateString() === today.toDateString()) return time;
  const sameYear = then.getFullYear() === today.getFullYear();
  const date = sameYear
    ? format(locale, { month: "numeric", day: "numeric" }, "day").format(then)
    : format(locale, { year: "numeric", month: "numeric", day: "numeric" }, "date").format(then);
  return `${date} ${time}`;
}

/** The value of <input type="datetime-local">, to the minute. */
export function toLocalInput(at: EpochMs): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Null when the text is not a date and time. */
export function fromLocalInput(text: string): EpochMs | null {
  const at = new Date(text).getTime();
  return text !== "" && Number.isFinite(at) ? at : null;
}
