/** A desk of clocks: Taiwan's calendar with real holidays and a real make-up Saturday, a site that works every day. */

import type { CalendarId, CategoryId, SiteId } from "../../ids";
import { categoryId, idOf, siteId } from "../../workflow/testing/people";
import type { Calendar, SlaDesk } from "../calendar";
import type { SlaTarget } from "../targets";

export const parentCategoryId = idOf<CategoryId>("ca7e", 9);
export const otherSiteId = idOf<SiteId>("517e", 9);

export const taiwan: Calendar = {
  id: idOf<CalendarId>("ca1e", 1),
  name: "台灣",
  offsetMinutes: 480,
  weekdays: [1, 2, 3, 4, 5],
  spans: [
    { from: 540, until: 720 },
    { from: 780, until: 1_080 },
  ],
  days: [
    { date: "2025-02-08", works: true, name: "補行上班" },
    { date: "2026-02-16", works: false, name: "除夕" },
    { date: "2026-02-17", works: false, name: "春節" },
    { date: "2026-02-18", works: false, name: "春節" },
    { date: "2026-02-19", works: false, name: "春節" },
    { date: "2026-02-20", works: false, name: "補假" },
  ],
  isDefault: true,
};
/** 06:00–22:00 every day. */
export const daily: Calendar = {
  ...taiwan,
  id: idOf<CalendarId>("ca1e", 2),
  name: "轉運站",
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  spans: [{ from: 360, until: 1_320 }],
  days: [],
  isDefault: false,
};

export function makeDesk(
  targets: readonly SlaTarget[] = [],
  calendars: readonly Calendar[] = [taiwan, daily],
): SlaDesk {
  return {
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
    slaTargets: new Map(targets.map((target) => [target.id, target])),
    sites: new Map([
      [siteId, { id: siteId, calendarId: null }],
      [otherSiteId, { id: otherSiteId, calendarId: daily.id }],
    ]),
    categories: new Map([
      [categoryId, { id: categoryId, parentId: parentCategoryId }],
      [parentCategoryId, { id: parentCategoryId, parentId: null }],
    ]),
  };
}
