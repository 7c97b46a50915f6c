/** The list of tickets: one index for the strongest filter, the rest tested on the way, never more than `limit` kept. */
import Dexie, { type Collection } from "dexie";
import type { AccountId, GroupId, SiteId, TicketId } from "../../core/ids";
import type { Flow, Priority, Stage } from "../../core/workflow/vocabulary";
import type { ReplicaDatabase } from "../replica/database";
import type { TicketRow } from "../replica/rows";

export interface TicketFilter {
  readonly open: boolean;
  readonly flow?: Flow;
  readonly groupId?: GroupId;
  readonly holderId?: AccountId;
  readonly openerId?: AccountId;
  readonly stage?: Stage;
  readonly priority?: Priority;
  readonly siteId?: SiteId;
}

/** Newest change first. To page, ask again with a larger `limit`: a live query then stays one query. */
export async function listTickets(
  db: ReplicaDatabase,
  filter: TicketFilter,
  limit: number,
): Promise<readonly TicketRow[]> {
  // In one answer each, and a wider one where too few pass: a cursor is an event a row, and takes ten times as long.
  for (let asked = limit; ; asked *= widening) {
    const rows = await byIndex(db, filter).limit(asked).toArray();
    const passing = rows.filter((row) => matchesFilter(row, filter));
    if (passing.length >= limit || rows.length < asked) return passing.slice(0, limit);
  }
}
const widening = 4;

/** The ids of all tickets that may pass the filter (null: open ones, then closed ones), newest change first. */
export async function newestFirst(
  db: ReplicaDatabase,
  filter: TicketFilter | null,
): Promise<readonly TicketId[]> {
  if (filter !== null) return byIndex(db, filter).primaryKeys();
  const [open, closed] = await Promise.all(
    [true, false].map((isOpen) => byIndex(db, { open: isOpen }).primaryKeys()),
  );
  return [...(open ?? []), ...(closed ?? [])];
}

function byIndex(db: ReplicaDatabase, filter: TicketFilter): Collection<TicketRow, TicketId> {
  const open = filter.open ? 1 : 0;
  const along = (index: string, ...prefix: readonly (string | number)[]): Collection<TicketRow, TicketId> =>
    db.tickets.where(index).between([...prefix, open, Dexie.minKey], [...prefix, open, Dexie.maxKey]);
  if (filter.holderId !== undefined) return along("[holderId+open+recent]", filter.holderId);
  if (filter.openerId !== undefined) return along("[openerId+open+recent]", filter.openerId);
  if (filter.groupId !== undefined) return along("[groupId+open+recent]", filter.groupId);
  if (filter.flow !== undefined) return along("[flow+open+recent]", filter.flow);
  return along("[open+recent]");
}

/** True when the row passes every part of the filter that is set. */
export function matchesFilter(row: TicketRow, filter: TicketFilter): boolean {
  const { ticket } = row;
  const passes = (wanted: string | undefined, value: string | null): boolean =>
    wanted === undefined || wanted === value;
  return (
    row.open === (filter.open ? 1 : 0) &&
    passes(filter.flow, ticket.flow) &&
    passes(filter.groupId, ticket.assignedGroupId) &&
    passes(filter.holderId, ticket.holderId) &&
    passes(filter.openerId, ticket.openerId) &&
    passes(filter.stage, ticket.stage) &&
    passes(filter.priority, ticket.priority) &&
    passes(filter.siteId, ticket.siteId)
  );
}
