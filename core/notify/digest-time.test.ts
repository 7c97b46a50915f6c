import fc from "fast-check";
import { expect, test } from "vitest";
import { dayIn, nextDigest } from "./digest-time";

const hour = 60;
const berlin = "Europe/Berlin";
const taipei = "Asia/Taipei";

test("it is the next time that the clock on the wall says so, never the present moment", () => {
  const eight = { at: 8 * hour, zone: taipei };
  const at = (text: string) => Date.parse(`${text}+08:00`);
  expect(nextDigest(at("2026-11-26T07:59:30"), eight)).toBe(at("2026-11-26T08:00"));
  expect(nextDigest(at("2026-11-26T08:00"), eight)).toBe(at("2026-11-27T08:00"));
  expect(nextDigest(at("2026-11-26T08:59:59"), eight)).toBe(at("2026-11-27T08:00"));
  expect(nextDigest(at("2026-11-26T23:00"), eight)).toBe(at("2026-11-27T08:00"));
  const midnight = { at: 0, zone: taipei };
  expect(nextDigest(at("2026-11-26T00:00"), midnight)).toBe(at("2026-11-27T00:00"));
  const late = { at: 23 * hour + 30, zone: taipei };
  expect(nextDigest(at("2026-11-26T23:31"), late)).toBe(at("2026-11-27T23:30"));
});

test("where clocks are moved it stays at its time; one that they skip comes as soon as they have", () => {
  const eight = { at: 8 * hour, zone: berlin };
  // 2026-03-29, 02:00 → 03:00; 2026-10-25, 03:00 → 02:00.
  expect(nextDigest(Date.parse("2026-03-28T08:00+01:00"), eight)).toBe(Date.parse("2026-03-29T08:00+02:00"));
  expect(nextDigest(Date.parse("2026-10-24T08:00+02:00"), eight)).toBe(Date.parse("2026-10-25T08:00+01:00"));
  const skipped = { at: 2 * hour + 30, zone: berlin };
  expect(nextDigest(Date.parse("2026-03-28T12:00+01:00"), skipped)).toBe(
    Date.parse("2026-03-29T03:00+02:00"),
  );
});

test("a time that the clocks pass twice is of one day, so that it counts once", () => {
  const twice = { at: 2 * hour + 30, zone: berlin };
  const first = nextDigest(Date.parse("2026-10-24T12:00+02:00"), twice);
  expect(first).toBe(Date.parse("2026-10-25T02:30+02:00"));
  const second = nextDigest(first, twice);
  expect(dayIn(berlin, second)).toBe(dayIn(berlin, first));
  expect(dayIn(berlin, nextDigest(second, twice))).toBe("2026-10-26");
});

test("the day is the person's own", () => {
  const moment = Date.parse("2026-11-26T20:00Z");
  expect(dayIn(taipei, moment)).toBe("2026-11-27");
  expect(dayIn("America/New_York", moment)).toBe("2026-11-26");
});

test("every day has one, in zones with and without summer time", () => {
  const zones = [taipei, berlin, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
  const start = fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2027, 0) });
  const time = fc.record({
    at: fc.integer({ min: 0, max: 1_439 }),
    zone: fc.constantFrom(...zones),
  });
  fc.assert(
    fc.property(start, time, (now, digest) => {
      const days = new Set<string>();
      const longest = now + 5 * 86_400_000;
      for (let at = nextDigest(now, digest); at < longest; at = nextDigest(at, digest)) {
        expect(at).toBeGreaterThan(now);
        days.add(dayIn(digest.zone, at));
      }
      expect(days.size).toBeGreaterThanOrEqual(4);
    }),
    { numRuns: 60 },
  );
});
