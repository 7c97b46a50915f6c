import { expect, test } from "vitest";
import {
  calendarToFields,
  daysToFields,
  fieldsToDays,
  isCalendarDate,
  textToSpans,
  textToWeekdays,
} from "./calendar-fields";
import { taiwan } from "./testing/desk";

test("a calendar and its fields say the same", () => {
  const fields = calendarToFields(taiwan);
  expect(fields).toEqual({
    name: "台灣",
    offsetMinutes: 480,
    weekdays: "12345",
    spans: "09:00-12:00 13:00-18:00",
  });
  expect(textToSpans(fields.spans)).toEqual(taiwan.spans);
  expect(textToWeekdays(fields.weekdays)).toEqual(taiwan.weekdays);
  expect(fieldsToDays(daysToFields(taiwan.days))).toEqual(taiwan.days);
  expect(
    fieldsToDays({ "2026-07-10": "closed 颱風 停班", "2026-07-09": null, "2026-01-03": "works 補班" }),
  ).toEqual([
    { date: "2026-01-03", works: true, name: "補班" },
    { date: "2026-07-10", works: false, name: "颱風 停班" },
  ]);
});

test.each(["", "9:00-12:00", "12:00-09:00", "09:00-12:00 12:00-18:00", "09:00-24:01", "09:60-10:00", "x"])(
  "%j is no list of spans",
  (text) => expect(textToSpans(text)).toBeNull(),
);
test("all day is one span", () => expect(textToSpans("00:00-24:00")).toEqual([{ from: 0, until: 1_440 }]));

test.each(["", "7", "11", "a", "12345671"])("%j are no weekdays", (text) =>
  expect(textToWeekdays(text)).toBeNull(),
);

test.each([
  ["2028-02-29", true],
  ["2026-02-29", false],
  ["2026-13-01", false],
  ["2026-1-1", false],
  ["0026-01-01", false],
])("%s is a date: %s", (text, is) => expect(isCalendarDate(text)).toBe(is));
