import { expect, test } from "vitest";
import { periodOf } from "./period";

const taipei = 480;
/** 00:30 on Friday 27 November in Taipei, still Thursday in UTC. */
const now = Date.parse("2026-11-26T16:30:00Z");

test("days are the desk's own, today among them", () => {
  const week = periodOf({ days: 7 }, now, taipei);
  expect(week).toMatchObject({ step: "day", from: "2026-11-21", until: "2026-11-27" });
  expect(week?.keys).toHaveLength(7);
  expect(week?.edges[0]).toBe(Date.parse("2026-11-21T00:00:00+08:00"));
  expect(week?.edges.at(-1)).toBe(Date.parse("2026-11-28T00:00:00+08:00"));
});

test("a long period goes by weeks that begin on Monday, the first with the period", () => {
  const span = periodOf({ from: "2026-10-01", until: "2026-11-10" }, now, taipei);
  expect(span?.step).toBe("week");
  expect(span?.keys).toEqual([
    "2026-10-01",
    "2026-10-05",
    "2026-10-12",
    "2026-10-19",
    "2026-10-26",
    "2026-11-02",
    "2026-11-09",
  ]);
});

test.each([
  ["days that there are not", "2026-02-30", "2026-03-01"],
  ["days in the wrong order", "2026-03-02", "2026-03-01"],
  ["more than a year", "2025-01-01", "2026-01-02"],
  ["no days", "", ""],
])("%s are no period", (_, from, until) => {
  expect(periodOf({ from, until }, now, taipei)).toBeNull();
});
