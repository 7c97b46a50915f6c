/** Calendars: when sites work. What is edited counts for every open incident, also for what has passed (core/sla). */
import type { Edits } from "../../core/directory/edits";
import type { AccountId, CalendarId, SiteId } from "../../core/ids";
import type { Calendar } from "../../core/sla/calendar";
import {
  type CalendarFields,
  calendarDaysMax,
  calendarsMax,
  calendarToFields,
  type DayFields,
  daysToFields,
  fieldsToDays,
  type SiteCalendar,
  textToSpans,
  textToWeekdays,
} from "../../core/sla/calendar-fields";
import type { Database, DatabaseTransaction, Prisma } from "../db";
import { Refusal } from "../refusal";
import { administer, editedFrom } from "./administer";

/** It begins without days of its own. Refusal: `calendar.tooMany`. */
export function createCalendar(
  database: Database,
  actorId: AccountId,
  fields: CalendarFields,
): Promise<{ readonly id: CalendarId }> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    if ((await transaction.calendar.count()) >= calendarsMax) throw new Refusal("calendar.tooMany");
    const { id } = await transaction.calendar.create({ data: columnsOf(fields) });
    await record({
      kind: "calendar.created",
      subjectId: id,
      subjectName: fields.name,
      before: {},
      after: { ...fields },
    });
    return { id: id as CalendarId };
  });
}

/** Refusals: `subject.unknown`, `changed.meanwhile`. */
export function editCalendar(
  database: Database,
  actorId: AccountId,
  id: CalendarId,
  edits: Edits<CalendarFields>,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const before = calendarToFields(await calendarAt(transaction, id));
    const after = editedFrom(before, edits);
    await transaction.calendar.update({ where: { id }, data: columnsOf(after) });
    await record({
      kind: "calendar.edited",
      subjectId: id,
      subjectName: after.name,
      before: { ...before },
      after: { ...after },
    });
  });
}

/** Holidays, make-up days and days closed afterwards. Refusals as above, and `calendar.full`. */
export function editCalendarDays(
  database: Database,
  actorId: AccountId,
  id: CalendarId,
  edits: Edits<DayFields>,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const calendar = await calendarAt(transaction, id);
    const before = daysToFields(calendar.days);
    const after = editedFrom(before, edits);
    const days = fieldsToDays(after);
    if (days.length > calendarDaysMax) throw new Refusal("calendar.full");
    await transaction.calendar.update({
      where: { id },
      data: { days: days as unknown as Prisma.InputJsonValue },
    });
    await record({ kind: "calendar.days", subjectId: id, subjectName: calendar.name, before, after });
  });
}

/** Null: as the default calendar says. Refusals: `subject.unknown`, `changed.meanwhile`. */
export function setSiteCalendar(
  database: Database,
  actorId: AccountId,
  siteId: SiteId,
  edits: Edits<SiteCalendar>,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const site = await transaction.site.findUnique({ where: { id: siteId } });
    if (!site) throw new Refusal("subject.unknown");
    const before: SiteCalendar = { calendarId: site.calendarId as CalendarId | null };
    const after = editedFrom(before, edits);
    const nameOf = async ({ calendarId }: SiteCalendar) =>
      calendarId === null ? null : (await calendarAt(transaction, calendarId)).name;
    const names = { before: await nameOf(before), after: await nameOf(after) };
    await transaction.site.update({ where: { id: siteId }, data: { calendarId: after.calendarId } });
    await record({
      kind: "site.calendar",
      subjectId: siteId,
      subjectName: site.name,
      before: { calendar: names.before },
      after: { calendar: names.after },
    });
  });
}

async function calendarAt(transaction: DatabaseTransaction, id: CalendarId): Promise<Calendar> {
  const row = await transaction.calendar.findUnique({ where: { id } });
  if (!row) throw new Refusal("subject.unknown");
  const { spans, days, ...columns } = row;
  return {
    ...columns,
    id,
    spans: spans as unknown as Calendar["spans"],
    days: days as unknown as Calendar["days"],
  };
}

function columnsOf({ name, offsetMinutes, weekdays, spans }: CalendarFields) {
  const [days, hours] = [textToWeekdays(weekdays), textToSpans(spans)];
  // What was stored may be of other bounds than today's; what is given was judged.
  if (days === null || hours === null) throw new Refusal("input.malformed");
  return { name, offsetMinutes, weekdays: [...days], spans: hours as unknown as Prisma.InputJsonValue };
}
