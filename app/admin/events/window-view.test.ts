import { expect, test } from "vitest";
import { inOrder, spanOf, windowState } from "./window-view";

const span = (from: number, until: number) => ({ from, until });

test("a window runs from its beginning and is over at its end", () => {
  expect([9, 10, 19, 20].map((now) => windowState(span(10, 20), now))).toEqual([
    "coming",
    "running",
    "running",
    "over",
  ]);
});

test("what runs stands first, then the next to come, then the last that ended", () => {
  const [running, next, later, ended, endedBefore] = [
    span(40, 60),
    span(55, 90),
    span(70, 80),
    span(10, 45),
    span(20, 30),
  ] as const;
  expect(inOrder([endedBefore, later, ended, next, running], 50)).toEqual([
    running,
    next,
    later,
    ended,
    endedBefore,
  ]);
});

test("a span ends after it begins, a year later at most", () => {
  expect(spanOf("2026-03-01T10:00", "2026-03-01T12:00")).not.toBeNull();
  for (const [from, until] of [
    ["2026-03-01T10:00", "2026-03-01T10:00"],
    ["2026-03-01T10:00", ""],
    ["", "2026-03-01T10:00"],
    ["2026-03-01T10:00", "2027-03-03T10:00"],
  ] as const)
    expect(spanOf(from, until)).toBeNull();
});
