import { expect, test } from "vitest";
import {
  addDays,
  addMonths,
  dayByKey,
  dayOf,
  dayText,
  monthOf,
  readDay,
  spanOf,
  weekNumber,
  weekOf,
} from "./days";

const day = (text: string) => readDay(text) ?? Number.NaN;
const texts = (days: readonly number[]) => days.map(dayText);

test("a week is Monday to Sunday, also over the end of a month and of a year", () => {
  expect(texts(weekOf(day("2026-11-29")))).toEqual([
    "2026-11-23",
    "2026-11-24",
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
    "2026-11-28",
    "2026-11-29",
  ]);
  expect(texts(weekOf(day("2027-01-01"))).at(0)).toBe("2026-12-28");
  expect(texts(weekOf(day("2027-01-01"))).at(6)).toBe("2027-01-03");
});

test("a month is every week that has a day of it", () => {
  const weeks = monthOf(day("2026-11-15"));
  expect([dayText(weeks[0]?.[0] ?? 0), dayText(weeks.at(-1)?.[6] ?? 0), weeks.length]).toEqual([
    "2026-10-26",
    "2026-12-06",
    6,
  ]);
  // February that begins on a Monday and has four weeks.
  expect(monthOf(day("2027-02-01"))).toHaveLength(4);
});

test("months keep the day where they have it", () => {
  expect(dayText(addMonths(day("2027-01-31"), 1))).toBe("2027-02-28");
  expect(dayText(addMonths(day("2027-03-31"), -1))).toBe("2027-02-28");
  expect(dayText(addMonths(day("2026-12-15"), 1))).toBe("2027-01-15");
});

test("days follow one another, whatever their length", () => {
  // A year has every change of clocks that the zone of the machine knows.
  const year = Array.from({ length: 366 }, (_, index) => addDays(day("2026-01-01"), index));
  for (const [index, one] of year.entries()) {
    expect(dayOf(one)).toBe(one);
    expect(dayOf(addDays(one, 1) - 1)).toBe(one);
    if (index > 0) expect(one).toBe(addDays(year[index - 1] ?? 0, 1));
  }
  expect(spanOf(day("2026-11-28"), 7).until).toBe(day("2026-12-05"));
});

test.each([
  ["2026-01-01", 1],
  ["2026-12-28", 53],
  ["2027-01-03", 53],
  ["2027-01-04", 1],
  ["2024-12-30", 1],
  ["2026-11-27", 48],
])("the week of %s is the %i.", (text, week) => {
  expect(weekNumber(day(text))).toBe(week);
});

test.each([
  ["ArrowLeft", "2026-11-30"],
  ["ArrowRight", "2026-12-02"],
  ["ArrowUp", "2026-11-24"],
  ["ArrowDown", "2026-12-08"],
  ["Home", "2026-11-30"],
  ["End", "2026-12-06"],
  ["PageUp", "2026-11-01"],
  ["PageDown", "2027-01-01"],
])("%s leads to %s", (key, text) => {
  expect(dayText(dayByKey(day("2026-12-01"), key) ?? 0)).toBe(text);
  expect(dayByKey(day("2026-12-01"), "Enter")).toBeNull();
});

test("an address names a day, or none", () => {
  expect(dayText(day("2026-02-28"))).toBe("2026-02-28");
  for (const text of [null, "", "2026-02-29", "2026-13-01", "tomorrow", "2026-1-1"]) {
    expect(readDay(text)).toBeNull();
  }
});
