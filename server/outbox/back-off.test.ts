import { expect, test } from "vitest";
import { attemptsMax, backOffMs, readRetryAfterMs } from "./back-off";

test("[S5] delays double from 2 s, are never over 15 min and spread over the upper half", () => {
  expect([1, 2, 3, 9, 10, attemptsMax].map((attempt) => backOffMs(attempt, 1))).toEqual([
    2_000, 4_000, 8_000, 512_000, 900_000, 900_000,
  ]);
  expect(backOffMs(1, 0)).toBe(1_000);
});

test("Retry-After is read as seconds or a date, bounded to a day; anything else is none", () => {
  const now = Date.parse("2026-11-23T00:00:00Z");
  expect(readRetryAfterMs("120", now)).toBe(120_000);
  expect(readRetryAfterMs("Mon, 23 Nov 2026 00:01:00 GMT", now)).toBe(60_000);
  expect(readRetryAfterMs("Sun, 22 Nov 2026 00:00:00 GMT", now)).toBe(0);
  expect(readRetryAfterMs("9999999999", now)).toBe(86_400_000);
  expect(["", "soon", "-5", "1e9", undefined].map((text) => readRetryAfterMs(text, now))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
