/**
 * A person's own times of rest: a push waits for their end, the inbox does not. Pure: `at` and the zone are arguments.
 * Zones change their clocks at quarters of an hour only, so within one the local time runs straight.
 */
import type { EpochMs } from "../ids";
import { isReviewStage } from "../workflow/review";
import type { Flow, Priority, Stage } from "../workflow/vocabulary";

export interface QuietHours {
  /** Minutes after local midnight, 0 to 1439, never equal. `until` before `from`: over midnight. */
  readonly from: number;
  readonly until: number;
  /** An IANA name: the one of the device where they were saved. */
  readonly zone: string;
}

export const defaultZone = "Asia/Taipei";
export const minutesOfDay = 1_440;
const minuteMs = 60_000;
const quarterMinutes = 15;
/** A day, and the hour or two that clocks are moved by. */
const quartersMax = 27 * 4;

/** What cannot wait: P1 incidents, and reviews of emergency changes. */
export function isCritical(about: {
  readonly flow: Flow;
  readonly priority: Priority | null;
  readonly stage: Stage;
}): boolean {
  if (about.flow === "incident") return about.priority === "P1";
  return about.flow === "emergency" && isReviewStage(about.stage);
}

/** The first whole minute from `at` on that is not quiet; `at` itself when it is not. */
export function quietUntil(at: EpochMs, quiet: QuietHours): EpochMs {
  const first = Math.floor(at / minuteMs);
  const localMinute = createLocalClock(quiet.zone);
  for (let quarter = 0; quarter < quartersMax; quarter++) {
    const start = quarter === 0 ? first : nextQuarter(first, quarter);
    const local = localMinute(start * minuteMs);
    for (let minute = start; minute < nextQuarter(first, quarter + 1); minute++) {
      if (!isQuiet((local + minute - start) % minutesOfDay, quiet)) return Math.max(at, minute * minuteMs);
    }
  }
  return at;
}

function nextQuarter(minute: number, count: number): number {
  return (Math.floor(minute / quarterMinutes) + count) * quarterMinutes;
}

function isQuiet(minute: number, { from, until }: QuietHours): boolean {
  return from < until ? from <= minute && minute < until : from <= minute || minute < until;
}

/** Minutes after midnight on the clocks of a zone. Throws RangeError for a zone that there is not. */
function createLocalClock(zone: string): (at: EpochMs) => number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at) => {
    const [hours = "0", minutes = "0"] = format.format(at).split(":");
    return Number(hours) * 60 + Number(minutes);
  };
}
