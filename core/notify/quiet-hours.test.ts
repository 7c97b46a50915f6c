import fc from "fast-check";
import { expect, test } from "vitest";
import { isCritical, minutesOfDay, type QuietHours, quietUntil } from "./quiet-hours";

const minuteMs = 60_000;
const taipei = "Asia/Taipei";
const at = (text: string) => Date.parse(`${text}+08:00`);
const clock = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const night: QuietHours = { from: clock("22:00"), until: clock("07:30"), zone: taipei };

test("hours that pass midnight end in the morning, on whichever day they are asked", () => {
  expect(quietUntil(at("2026-11-25T23:10"), night)).toBe(at("2026-11-26T07:30"));
  expect(quietUntil(at("2026-11-26T03:00"), night)).toBe(at("2026-11-26T07:30"));
  expect(quietUntil(at("2026-11-26T07:30"), night)).toBe(at("2026-11-26T07:30"));
  expect(quietUntil(at("2026-11-26T21:59:59.999"), night)).toBe(at("2026-11-26T21:59:59.999"));
});

test("hours within a day end on that day", () => {
  const noon: QuietHours = { from: clock("12:00"), until: clock("13:05"), zone: taipei };
  expect(quietUntil(at("2026-11-25T12:00"), noon)).toBe(at("2026-11-25T13:05"));
  expect(quietUntil(at("2026-11-25T11:59:59"), noon)).toBe(at("2026-11-25T11:59:59"));
});

test("where clocks are moved, the end is by the clock on the wall; an end that the clock skips is the next minute there is", () => {
  const berlin = { from: clock("22:00"), until: clock("06:00"), zone: "Europe/Berlin" };
  // 2026-03-29, 02:00 → 03:00.
  expect(quietUntil(Date.parse("2026-03-28T22:30+01:00"), berlin)).toBe(Date.parse("2026-03-29T06:00+02:00"));
  const skipped = { ...berlin, until: clock("02:30") };
  expect(quietUntil(Date.parse("2026-03-29T01:00+01:00"), skipped)).toBe(
    Date.parse("2026-03-29T03:00+02:00"),
  );
});

/** Minute by minute, on the clock of the wall as a person reads it. */
function oracle(start: number, { from, until, zone }: QuietHours): number {
  const wall = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeStyle: "short" });
  const quiet = new Set<number>();
  for (let minute = from; minute !== until; minute = (minute + 1) % minutesOfDay) quiet.add(minute);
  for (let time = start; ; time = (Math.floor(time / minuteMs) + 1) * minuteMs) {
    const [, hour, minute, half] = /^(\d+):(\d+)\s(AM|PM)$/.exec(wall.format(time)) ?? [];
    const hours = (Number(hour) % 12) + (half === "PM" ? 12 : 0);
    if (!quiet.has(hours * 60 + Number(minute))) return time;
  }
}

test("the end is the first minute that is not quiet, in zones with and without summer time", () => {
  const minute = fc.integer({ min: 0, max: minutesOfDay - 1 });
  const zones = [taipei, "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
  const times = fc.oneof(
    fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2027, 0) }),
    // Around the moments in which clocks are moved.
    fc
      .record({
        day: fc.constantFrom(
          "2026-03-08",
          "2026-03-29",
          "2026-04-05",
          "2026-10-04",
          "2026-10-25",
          "2026-11-01",
        ),
        offset: fc.integer({ min: -24 * 60, max: 24 * 60 }),
      })
      .map(({ day, offset }) => Date.parse(`${day}T00:00Z`) + offset * minuteMs),
  );
  fc.assert(
    fc.property(times, minute, minute, fc.constantFrom(...zones), (time, from, until, zone) => {
      fc.pre(from !== until);
      const quiet = { from, until, zone };
      expect(quietUntil(time, quiet)).toBe(oracle(time, quiet));
    }),
    { numRuns: 60 },
  );
});

test("P1 incidents and reviews of emergency changes cannot wait; everything else can", () => {
  expect(isCritical({ flow: "incident", priority: "P1", stage: "assign" })).toBe(true);
  expect(isCritical({ flow: "incident", priority: "P2", stage: "assign" })).toBe(false);
  expect(isCritical({ flow: "emergency", priority: null, stage: "preLaunchReview" })).toBe(true);
  expect(isCritical({ flow: "emergency", priority: null, stage: "scheduled" })).toBe(false);
  expect(isCritical({ flow: "normal", priority: null, stage: "preLaunchReview" })).toBe(false);
  expect(isCritical({ flow: "problem", priority: "P1", stage: "handle" })).toBe(false);
});
