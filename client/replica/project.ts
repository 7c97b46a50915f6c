/**
 * Writes the shown rows of some tickets anew: confirmed rows in, queue replayed, rows out (P5, C1). Runs inside a
 * transaction of the caller over `intakeStores` or `authoredStores`; touches no ticket besides those named and those
 * that share an entry of the queue with them.
 */
import type { ActionId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import type { DecideContext } from "../../core/workflow/decision";
import { reindexTickets } from "../search/indexer";
import type { ReplicaDatabase } from "./database";
import { readClient } from "./numbering";
import { type Confirmed, replay } from "./replay";
import { type ActivityRow, type BaseRow, type QueueEntry, type TicketRow, ticketToRow } from "./rows";

export interface Projection {
  /** Tickets whose rows must be written; those without a new confirmed row keep the one they have. */
  readonly affected: Iterable<TicketId>;
  /** New confirmed rows by ticket. */
  readonly confirmed: ReadonlyMap<TicketId, Confirmed>;
  /** Entries that left the queue in this transaction: their own lines go. */
  readonly left: readonly ActionId[];
}

export async function project(
  db: ReplicaDatabase,
  contextOf: (action: Action) => DecideContext,
  { affected, confirmed, left }: Projection,
): Promise<void> {
  const client = await readClient(db);
  const queue = await db.queue.orderBy("seq").toArray();
  const { tickets, entries } = closeOver(new Set([...affected, ...confirmed.keys()]), queue);
  if (tickets.size === 0) return;
  const ids = [...tickets];
  const known = new Map<TicketId, Confirmed>(confirmed);
  const missing = ids.filter((id) => !known.has(id));
  for (const [id, row] of await readConfirmed(db, missing)) known.set(id, row);
  for (const id of missing) if (!known.has(id)) known.set(id, { ticket: null, asOf: -1, generation: 0 });

  const result = replay(known, entries, client, contextOf);

  const touched = new Set(entries.flatMap((entry) => entry.touches));
  const bases: BaseRow[] = [];
  const rows: TicketRow[] = [];
  const gone: TicketId[] = [];
  for (const [id, row] of known) {
    if (touched.has(id)) bases.push({ id, ...row });
    const shown = result.shown.get(id);
    if (shown === undefined || shown.ticket === null) gone.push(id);
    else rows.push(ticketToRow(shown.ticket, { ...row, waiting: shown.waiting }));
  }
  const copies = await db.base.toCollection().primaryKeys();
  await db.base.bulkDelete(copies.filter((id) => tickets.has(id) && !touched.has(id)));
  await db.base.bulkPut(bases);
  await db.tickets.bulkDelete(gone);
  await db.tickets.bulkPut(rows);
  await reindexTickets(db, rows, gone);
  await widenTouches(db, entries, result.changed);
  await replacePending(db, [...left, ...entries.map((entry) => entry.actionId)], result.activities);
}

/** The tickets, and the entries, that hang together with the first ones through entries that touch several. */
function closeOver(
  tickets: Set<TicketId>,
  queue: readonly QueueEntry[],
): { readonly tickets: ReadonlySet<TicketId>; readonly entries: readonly QueueEntry[] } {
  const taken = new Set<ActionId>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const entry of queue) {
      if (taken.has(entry.actionId) || !entry.touches.some((id) => tickets.has(id))) continue;
      taken.add(entry.actionId);
      for (const id of entry.touches) tickets.add(id);
      grew = true;
    }
  }
  return { tickets, entries: queue.filter((entry) => taken.has(entry.actionId)) };
}

/** The confirmed rows of these tickets; nothing for a ticket that is not here. */
export async function readConfirmed(
  db: ReplicaDatabase,
  ids: readonly TicketId[],
): Promise<ReadonlyMap<TicketId, Confirmed>> {
  const [bases, rows] = await Promise.all([db.base.bulkGet([...ids]), db.tickets.bulkGet([...ids])]);
  const found = new Map<TicketId, Confirmed>();
  ids.forEach((id, index) => {
    const row = bases[index] ?? rows[index];
    if (row !== undefined) found.set(id, { ticket: row.ticket, asOf: row.asOf, generation: row.generation });
  });
  return found;
}

/** A replay on newer rows can change other tickets than the first one did; they need a base from now on as well. */
async function widenTouches(
  db: ReplicaDatabase,
  entries: readonly QueueEntry[],
  changed: ReadonlyMap<ActionId, readonly TicketId[]>,
): Promise<void> {
  const wider: QueueEntry[] = [];
  for (const entry of entries) {
    const added = (changed.get(entry.actionId) ?? []).filter((id) => !entry.touches.includes(id));
    if (added.length > 0) wider.push({ ...entry, touches: [...entry.touches, ...added] });
  }
  if (wider.length > 0) await db.queue.bulkPut(wider);
}

/** A line of the server under the same id is never covered by the phone's own. */
async function replacePending(
  db: ReplicaDatabase,
  owners: readonly ActionId[],
  lines: readonly ActivityRow[],
): Promise<void> {
  if (owners.length > 0)
    await db.activities
      .where("pendingFor")
      .anyOf([...owners])
      .delete();
  if (lines.length === 0) return;
  const present = await db.activities.bulkGet(lines.map((line) => line.id));
  await db.activities.bulkPut(lines.filter((_, index) => present[index] === undefined));
}
