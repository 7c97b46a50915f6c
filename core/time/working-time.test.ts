import fc from "fast-check";
import { expect, test } from "vitest";
import { addWorkingTime, officeHours } from "./working-time";

const taipei = (text: string): number => Date.parse(`${text}+08:00`);
const hourMs = 3_600_000;

test.each([
  ["within the morning", "2026-11-25T09:00", 2, "2026-11-25T11:00"],
  ["over lunch", "2026-11-25T11:00", 2, "2026-11-25T14:00"],
  ["a whole day", "2026-11-25T09:00", 8, "2026-11-25T18:00"],
  ["from the middle of one day into the next", "2026-11-25T15:00", 8, "2026-11-26T15:00"],
  ["over a weekend", "2026-11-27T17:00", 2, "2026-11-30T10:00"],
  ["begun at night", "2026-11-25T22:00", 1, "2026-11-26T10:00"],
])("%s", (_name, from, hours, until) => {
  expect(addWorkingTime(taipei(from), hours * hourMs, officeHours)).toBe(taipei(until));
});

test("it is where a clock that only runs in working minutes would stand (oracle: minute by minute)", () => {
  const minuteMs = 60_000;
  const works = (at: number): boolean => {
    const local = new Date(at + 8 * hourMs);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const isOpen = (minute >= 540 && minute < 720) || (minute >= 780 && minute < 1_080);
    return isOpen && local.getUTCDay() >= 1 && local.getUTCDay() <= 5;
  };
  const start = taipei("2026-11-20T00:00");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 14 * 24 * 60 }),
      fc.integer({ min: 1, max: 1_500 }),
      (begin, minutes) => {
        const from = start + begin * minuteMs;
        let at = from;
        for (let left = minutes; left > 0; at += minuteMs) if (works(at)) left -= 1;
        expect(addWorkingTime(from, minutes * minuteMs, officeHours)).toBe(at);
      },
    ),
    { numRuns: 200 },
  );
});

test("a week without a working minute never comes to an end, and says so", () => {
  expect(addWorkingTime(0, 1, { ...officeHours, days: [] })).toBe(Number.POSITIVE_INFINITY);
});
