import { expect, test } from "vitest";
import { clockText, fromClock } from "./clock-text";

test("every minute of a day survives the input; what is no time is none", () => {
  for (let minute = 0; minute < 1_440; minute++) expect(fromClock(clockText(minute))).toBe(minute);
  expect(clockText(65)).toBe("01:05");
  expect(fromClock("22:30:00")).toBe(1_350);
  expect(["", "24:00", "7:00", "late"].map(fromClock)).toEqual([null, null, null, null]);
});
