/** Events as they came, newest first, for the pages of administrators; and what a draft of a rule would make of them. */
import {
  type EventPage,
  type EventPosition,
  type EventRecord,
  eventPageSize,
  type PreviewAnswer,
  previewEventsMax,
  previewShownMax,
} from "../../core/events/administration";
import type { MonitorEvent } from "../../core/events/event";
import type { EventVerdict } from "../../core/events/judge-event";
import { previewRule, type RulePreview } from "../../core/events/preview";
import type { PreviewDefinition } from "../../core/events/rule";
import type { EventRuleId, EventSourceId, TicketId } from "../../core/ids";
import type { SessionAccount } from "../auth/account";
import type { Database, Prisma } from "../db";
import { readDesk } from "../directory/directory";
import { ask, readSql } from "../sql";
import { readViewer } from "../tickets/viewer";
import { readSilences } from "./silences";

const newestFirst = {
  orderBy: [{ at: "desc" }, { sourceId: "asc" }, { eventId: "asc" }],
} satisfies Prisma.MonitorEventFindManyArgs;

/** `incidentId`: of that incident only; null: all. `after`: where the page before ended. */
export async function readEvents(
  database: Database,
  incidentId: TicketId | null,
  after: EventPosition | null,
): Promise<EventPage> {
  const rows = await database.monitorEvent.findMany({
    ...newestFirst,
    where: { ...(incidentId === null ? {} : { incidentId }), ...(after === null ? {} : olderThan(after)) },
    take: eventPageSize + 1,
  });
  const events = rows.slice(0, eventPageSize).map(recordOf);
  const last = events.at(-1);
  return { events, next: last && rows.length > events.length ? positionOf(last) : null };
}

const inSightSql = readSql("events/sql/incident-in-sight.sql");

/** Of an incident, for who works on it. Null for requesters, and whether it does not exist or is out of sight (A9). */
export async function readEventsOf(
  database: Database,
  account: SessionAccount,
  incidentId: TicketId,
  after: EventPosition | null,
): Promise<EventPage | null> {
  if (account.role === "requester") return null;
  const { viewer, scopes } = await readViewer(database, account);
  const isInSight = await ask<boolean>(database, inSightSql, incidentId, viewer.id, viewer.role, scopes);
  return isInSight ? readEvents(database, incidentId, after) : null;
}

/** Of the events from `from` up to `until`, the newest. Writes nothing. */
export async function preview(
  database: Database,
  definition: PreviewDefinition,
  { from, until }: { readonly from: number; readonly until: number },
  now: number,
): Promise<PreviewAnswer> {
  const rows = await database.monitorEvent.findMany({
    ...newestFirst,
    where: { at: { gte: new Date(from), lt: new Date(until) } },
    take: previewEventsMax + 1,
  });
  const events = rows.slice(0, previewEventsMax).map(eventOf).reverse();
  const isSilenced =
    events.length === 0 ? () => false : await readSilences(database, events, await readDesk(database));
  const { matches, incidents, children } = previewRule(definition, events, isSilenced, now);
  return {
    looked: events.length,
    isCut: rows.length > events.length,
    matched: matches.length,
    verdicts: countVerdicts(matches),
    matches: matches.slice(-previewShownMax).reverse(),
    incidents,
    children,
  };
}

function countVerdicts(matches: RulePreview["matches"]): PreviewAnswer["verdicts"] {
  const counts: Partial<Record<EventVerdict, number>> = {};
  for (const { verdict } of matches) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

function positionOf({ at, sourceId, id }: EventRecord): EventPosition {
  return { at, sourceId, id };
}

/** The bound on time alone is what the index begins with. */
function olderThan({ at, sourceId, id }: EventPosition): Prisma.MonitorEventWhereInput {
  const moment = new Date(at);
  return {
    at: { lte: moment },
    OR: [{ at: { lt: moment } }, { sourceId: { gt: sourceId } }, { sourceId, eventId: { gt: id } }],
  };
}

type Row = Prisma.MonitorEventGetPayload<object>;

function eventOf({ sourceId, eventId, at, payload }: Row): MonitorEvent {
  const said = payload as unknown as Omit<MonitorEvent, "sourceId" | "id" | "at">;
  return { ...said, sourceId: sourceId as EventSourceId, id: eventId, at: at.getTime() };
}

function recordOf(row: Row): EventRecord {
  return {
    ...eventOf(row),
    arrivedAt: row.arrivedAt.getTime(),
    ruleId: row.ruleId as EventRuleId | null,
    incidentId: row.incidentId as TicketId | null,
    verdict: row.verdict as EventVerdict,
  };
}
