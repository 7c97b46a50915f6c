/** Calendars and targets as administrators edit them, and as every phone hears of them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CalendarId, CategoryId, SiteId } from "../../core/ids";
import { defaultTargets } from "../../core/sla/targets";
import { readDesk } from "../directory/directory";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { createCalendar, editCalendar, editCalendarDays, setSiteCalendar } from "./calendars";
import { removeTarget, saveTarget } from "./targets";

let desk: Desk;
let id: CalendarId;
let siteId: SiteId;
beforeAll(async () => {
  desk = await createDesk();
  siteId = (await desk.database.site.create({ data: { name: "高雄" } })).id as SiteId;
  id = (await desk.database.calendar.findFirstOrThrow({ where: { isDefault: true } })).id as CalendarId;
});
afterAll(() => desk.end());

const known = () => readDesk(desk.database);
const newest = async () => desk.database.adminChange.findFirstOrThrow({ orderBy: { id: "desc" } });
/** Kinds of the rows that phones are to pull since `counter`. */
const counter = async () => Number((await desk.database.syncCounter.findFirstOrThrow()).value);
const pulled = async (since: number) =>
  (await desk.database.syncChange.findMany({ where: { counter: { gt: since }, scope: "desk" } })).map(
    ({ entity }) => entity,
  );

test("a desk ships with Taiwan's calendar: no holiday of 2026 falls out of it", async () => {
  const calendar = (await known()).calendars.get(id);
  expect(calendar).toMatchObject({
    name: "台灣",
    offsetMinutes: 480,
    weekdays: [1, 2, 3, 4, 5],
    isDefault: true,
  });
  const closed = new Set(calendar?.days.filter(({ works }) => !works).map(({ date }) => date));
  for (const date of ["2026-02-20", "2026-02-27", "2026-04-03", "2026-10-26", "2027-02-05", "2027-10-11"])
    expect(closed).toContain(date);
  expect(new Set(calendar?.days.map(({ date }) => date)).size).toBe(calendar?.days.length);
});

test("a closed day is entered afterwards: phones pull it, the history says who", async () => {
  const since = await counter();
  const edits = { "2026-07-10": { from: null, to: "closed 颱風停班" } } as const;
  await editCalendarDays(desk.database, desk.admin, id, edits);
  expect((await known()).calendars.get(id)?.days).toContainEqual({
    date: "2026-07-10",
    works: false,
    name: "颱風停班",
  });
  expect(await pulled(since)).toEqual(["calendar"]);
  expect(await newest()).toMatchObject({
    kind: "calendar.days",
    subjectName: "台灣",
    before: {},
    after: { "2026-07-10": "closed 颱風停班" },
  });
  const again = editCalendarDays(desk.database, desk.admin, id, {
    "2026-07-10": { from: null, to: "works 補班" },
  });
  await expect(again).rejects.toMatchObject({ code: "changed.meanwhile" });
});

test("another calendar, for a site; unknown ones are refused", async () => {
  const fields = { name: "轉運站", offsetMinutes: 480, weekdays: "0123456", spans: "06:00-22:00" };
  const other = await createCalendar(desk.database, desk.admin, fields);
  await editCalendar(desk.database, desk.admin, other.id, {
    spans: { from: "06:00-22:00", to: "06:00-23:00" },
  });
  await setSiteCalendar(desk.database, desk.admin, siteId, { calendarId: { from: null, to: other.id } });
  const { calendars, sites } = await known();
  expect(calendars.get(other.id)).toMatchObject({ spans: [{ from: 360, until: 1_380 }], isDefault: false });
  expect(sites.get(siteId)?.calendarId).toBe(other.id);
  expect(await newest()).toMatchObject({ kind: "site.calendar", after: { calendar: "轉運站" } });
  const gone = uuid<CalendarId>();
  for (const refused of [
    () => editCalendar(desk.database, desk.admin, gone, {}),
    () => setSiteCalendar(desk.database, desk.admin, siteId, { calendarId: { from: other.id, to: gone } }),
    () => setSiteCalendar(desk.database, desk.admin, uuid<SiteId>(), {}),
  ])
    await expect(refused()).rejects.toMatchObject({ code: "subject.unknown" });
});

test("a target as it ships is no row; a category's begins with what held for it", async () => {
  const all = { categoryId: null, priority: "P2" } as const;
  const own = { categoryId: desk.category as CategoryId, priority: "P2" } as const;
  const targets = async () =>
    [...(await known()).slaTargets.values()].map(({ categoryId, response, resolution }) => [
      categoryId,
      response,
      resolution,
    ]);
  await saveTarget(desk.database, desk.admin, all, { response: { from: "30m", to: "20m" } });
  await saveTarget(desk.database, desk.admin, own, { response: { from: "20m", to: "10m" } });
  expect(await targets()).toEqual(
    expect.arrayContaining([
      [null, "20m", "8h"],
      [desk.category, "10m", "8h"],
    ]),
  );
  const stale = saveTarget(desk.database, desk.admin, own, { response: { from: "30m", to: "5m" } });
  await expect(stale).rejects.toMatchObject({ code: "changed.meanwhile" });
  await removeTarget(desk.database, desk.admin, own);
  const { response } = defaultTargets.P2;
  await saveTarget(desk.database, desk.admin, all, { response: { from: "20m", to: response } });
  expect(await targets()).toEqual([]);
  const unknown = saveTarget(desk.database, desk.admin, { ...own, categoryId: uuid<CategoryId>() }, {});
  await expect(unknown).rejects.toMatchObject({ code: "subject.unknown" });
});
