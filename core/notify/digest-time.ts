/** When the daily digest goes out: once a day of the person's own, by the clock on the wall. Pure. */
import type { EpochMs } from "../ids";
import { minutesOfDay, quietUntil } from "./quiet-hours";

export interface DigestTime {
  /** Minutes after local midnight, 0 to 1439. */
  readonly at: number;
  /** An IANA name: the one of the device where it was saved. */
  readonly zone: string;
}

/** What is later than this, since the desk was down or the mail server away, is left out: the next day has its own. */
export const digestLateMaxMs = 3 * 3_600_000;

/** Clocks are moved on by an hour at most: a time that they skip is made good as soon as they have. */
const skippedMaxMinutes = 60;

/** The first moment after `now` at which the clocks of the zone say this time. Throws RangeError for an unknown zone. */
export function nextDigest(now: EpochMs, { at, zone }: DigestTime): EpochMs {
  const passed = (at + skippedMaxMinutes) % minutesOfDay;
  // Out of today's, if it is that time just now; then on to the next.
  const after = quietUntil(now, { from: at, until: passed, zone });
  return quietUntil(after, { from: passed, until: at, zone });
}

/** The day that a moment belongs to where the person is: 2026-11-26. */
export function dayIn(zone: string, at: EpochMs): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(at);
}
