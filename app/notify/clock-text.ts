/** Times of a day as <input type="time"> says them: 22:00 is minute 1,320. */
import { defaultZone, minutesOfDay } from "../../core/notify/quiet-hours";

export const usualNight = { from: 22 * 60, until: 7 * 60 };
export const usualDigestMinute = 8 * 60;

export function clockText(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Null when the text is no time of a day. */
export function fromClock(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute < minutesOfDay ? minute : null;
}

export function deviceZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || defaultZone;
}
