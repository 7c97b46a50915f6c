import { expect, test } from "vitest";
import type { CalendarChange, MaintenanceSpan } from "../../core/calendar/calendar";
import type { Blackout } from "../../core/directory/blackout";
import type { Asset } from "../../core/directory/directory";
import type { AccountId, GroupId } from "../../core/ids";
import {
  agendaOf,
  calendarItems,
  filterItems,
  hasConflict,
  itemsOn,
  markOf,
  mergeChanges,
  partOf,
  wholeCalendar,
} from "./calendar-view";
import { addDays, dayText, readDay, spanOf } from "./days";

const hourMs = 3_600_000;
const monday = readDay("2026-11-30") ?? 0;
const range = spanOf(monday, 14);
const change = (id: string, from: number, hours: number, more: Partial<CalendarChange> = {}) =>
  ({
    id,
    flow: "normal",
    number: 1,
    title: id,
    stage: "scheduled",
    outcome: null,
    risk: "low",
    holderId: null,
    assignedGroupId: null,
    siteId: null,
    assetIds: [],
    window: { from, until: from + hours * hourMs },
    ...more,
  }) as unknown as CalendarChange;
const assets = new Map([
  ["camera", { dependsOn: ["switch"] }],
  ["switch", { siteId: "plant" }],
]) as unknown as ReadonlyMap<string, Asset>;
const itemsOf = (
  changes: readonly CalendarChange[],
  blackouts: readonly Blackout[] = [],
  maintenance: readonly MaintenanceSpan[] = [],
) => calendarItems({ changes, blackouts, maintenance, assets }, range);
const on = (items: ReturnType<typeof itemsOf>, day: number) => itemsOn(items, day).map(({ key }) => key);

test("a window over midnight is on both days, one of many days on each, a moment on its own", () => {
  const items = itemsOf([
    change("night", monday + 22 * hourMs, 5),
    change("long", monday + 12 * hourMs, 72),
    change("moment", addDays(monday, 1), 0),
    change("to midnight", monday + 20 * hourMs, 4),
  ]);
  expect(on(items, monday)).toEqual(["long", "to midnight", "night"]);
  expect(on(items, addDays(monday, 1))).toEqual(["long", "night", "moment"]);
  expect(on(items, addDays(monday, 3))).toEqual(["long"]);
  expect(on(items, addDays(monday, 4))).toEqual([]);
  expect(on(items, addDays(monday, -1))).toEqual([]);
});

test("a day says how much of a window it has", () => {
  const next = addDays(monday, 1);
  const parts = (from: number, until: number) => partOf({ from, until }, next);
  expect(parts(next + hourMs, next + 2 * hourMs)).toBe("within");
  expect(parts(next, addDays(next, 1))).toBe("within");
  expect(parts(next + hourMs, next + hourMs)).toBe("moment");
  expect(parts(next + hourMs, addDays(next, 1) + 1)).toBe("begins");
  expect(parts(next - 1, next + hourMs)).toBe("ends");
  expect(parts(next - 1, addDays(next, 2))).toBe("through");
});

test("both of two changes in each other's way say so, and why; one that is over is in nobody's way", () => {
  const at = (id: string, more: Partial<CalendarChange>) => change(id, monday + 10 * hourMs, 2, more);
  const items = itemsOf([
    at("camera", { assetIds: ["camera"] as never }),
    at("switch", { assetIds: ["switch"] as never, stage: "plan" }),
    at("over", { assetIds: ["camera"] as never, stage: "done" }),
    change("later", monday + 12 * hourMs, 2, { assetIds: ["camera"] as never }),
  ]);
  const said = items.map((item) => [
    item.key,
    item.kind === "change" ? item.overlaps.map(({ change: { id }, clashes }) => [id, clashes[0]?.kind]) : [],
  ]);
  expect(said).toEqual([
    ["camera", [["switch", "dependsOn"]]],
    ["switch", [["camera", "carries"]]],
    ["over", []],
    ["later", []],
  ]);
});

test("a blackout of its site is in the way of a change, of another site is not", () => {
  const blackout = (id: string, siteIds: readonly string[]) =>
    ({ id, name: id, from: monday, until: addDays(monday, 2), siteIds }) as unknown as Blackout;
  const changes = [change("switch", monday + hourMs, 1, { assetIds: ["switch"] as never })];
  const items = itemsOf(changes, [blackout("here", ["plant"]), blackout("there", ["port"])]);
  const found = items.find(({ key }) => key === "switch");
  expect(found?.kind === "change" && found.blackouts.map(({ id }) => id)).toEqual(["here"]);
  expect(items.filter(hasConflict)).toHaveLength(1);
  expect(on(items, addDays(monday, 1))).toEqual(["here", "there"]);
});

test("mine, my groups', one group's; blackouts and maintenance stay, and so do the conflicts with what is hidden", () => {
  const maintenance = {
    id: "care",
    name: "",
    assetIds: [],
    from: monday,
    until: monday + 1,
  } as MaintenanceSpan;
  const one = { holderId: "me", assignedGroupId: "net", assetIds: ["switch"] } as never;
  const other = { holderId: "you", assignedGroupId: "apps", assetIds: ["switch"] } as never;
  const items = itemsOf([change("a", monday, 1, one), change("b", monday, 1, other)], [], [maintenance]);
  const me = { id: "me" as AccountId, groupIds: ["net" as GroupId] };
  const keys = (filter: Partial<typeof wholeCalendar>) =>
    filterItems(items, { ...wholeCalendar, ...filter }, me).map(({ key }) => key);
  expect(keys({})).toEqual(["care", "a", "b"]);
  expect(keys({ scope: "mine" })).toEqual(["care", "a"]);
  expect(keys({ scope: "groups" })).toEqual(["care", "a"]);
  expect(keys({ groupId: "apps" as GroupId })).toEqual(["care", "b"]);
  expect(keys({ scope: "mine", groupId: "apps" as GroupId })).toEqual(["care"]);
  expect(filterItems(items, { ...wholeCalendar, scope: "mine" }, me).filter(hasConflict)).toHaveLength(1);
});

test("the list has the days that have something", () => {
  const items = itemsOf([change("a", monday + hourMs, 1), change("b", addDays(monday, 5), 30)]);
  expect(agendaOf(items, monday, 14).map(({ day }) => dayText(day))).toEqual([
    "2026-11-30",
    "2026-12-05",
    "2026-12-06",
  ]);
  expect(agendaOf(items, addDays(monday, 1), 3)).toEqual([]);
});

test("a mark says how far it has come", () => {
  expect(markOf({ stage: "preLaunchReview", outcome: null })).toBe("planned");
  expect(markOf({ stage: "scheduled", outcome: null })).toBe("booked");
  expect(markOf({ stage: "closed", outcome: "completed" })).toBe("done");
  expect(markOf({ stage: "closed", outcome: "cancelled" })).toBe("gone");
});

test("what the phone holds is newer than what the server answered", () => {
  const mine = change("a", monday, 1, { title: "mine" });
  const merged = mergeChanges([mine], [change("a", monday, 2), change("b", monday, 1)]);
  expect(merged.map(({ title }) => title)).toEqual(["mine", "b"]);
});
