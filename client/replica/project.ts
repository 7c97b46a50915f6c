/**
 * Writes the shown rows of some tickets anew: confirmed rows in, queue replayed, rows out (P5, C1). Runs inside a
 * transaction of the caller over `intakeStores` or `authoredStores`; touches no ticket besides those named and those
 * that share an entry of the queue with them.
 */
import type { ActionId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import type { DecideContext, TicketChange } from "../../core/workflow/decision";
import { reindexTickets } from "../search/indexer";
import { haveSameTerms } from "../search/terms";
import type { ReplicaDatabase } from "./database";
import type { Directory } from "./directory";
import { unpackOf } from "./lines";
import { readClient } from "./numbering";
import { type Confirmed, type Replayed, replay } from "./replay";
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
  const [client, queue, copies] = await Promise.all([
    readClient(db),
    db.queue.orderBy("seq").toArray(),
    db.base.toCollection().primaryKeys(),
  ]);
  const drawn = await draw(
    confirmed,
    new Set([...affected, ...confirmed.keys()]),
    queue,
    (ids) => readConfirmed(db, ids, copies),
    (known, entries) => replay(known, entries, client, contextOf),
  );
  if (drawn === null) return;
  const { known, tickets, entries, wider, result } = drawn;

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
  await Promise.all([
    db.base.bulkDelete(copies.filter((id) => tickets.has(id) && !touched.has(id))),
    db.base.bulkPut(bases),
    db.tickets.bulkDelete(gone),
    db.tickets.bulkPut(rows),
    reindexTickets(db, rows, gone),
    wider.length > 0 ? db.queue.bulkPut([...wider]) : undefined,
    replacePending(db, [...left, ...entries.map((entry) => entry.actionId)], result.activities),
  ]);
}

/** One ticket as it is here: the row that is shown, and the confirmed copy where entries wait on it. */
interface Known {
  readonly row: TicketRow | null;
  readonly base: BaseRow | null;
}

/** Joins the caller's transaction. */
export async function readKnown(
  db: ReplicaDatabase,
  ids: readonly TicketId[],
): Promise<ReadonlyMap<TicketId, Known>> {
  const [rows, bases] = await Promise.all([db.tickets.bulkGet([...ids]), db.base.bulkGet([...ids])]);
  return new Map(ids.map((id, index) => [id, { row: rows[index] ?? null, base: bases[index] ?? null }]));
}

/** A new last entry; `changes` is what `decide` said of it on the rows as they are shown, none when it is not legal here. */
export interface Appended {
  readonly entry: QueueEntry;
  readonly changes: readonly TicketChange[];
}

/** Rows and lines as they are shown once the transaction has committed. */
export interface Shown {
  readonly rows: readonly TicketRow[];
  readonly lines: readonly ActivityRow[];
}

/**
 * New last entries, in their order: what is shown is a fold, so their own changes on the shown rows are all there is to
 * write, however long the queue is. `read` holds the tickets that are known already; `directory` is the transaction's.
 */
export async function projectAppended(
  db: ReplicaDatabase,
  added: readonly Appended[],
  read: ReadonlyMap<TicketId, Known>,
  directory: Directory,
): Promise<Shown> {
  const effective = added.filter(({ entry }) => entry.action.type !== "void");
  const touched = [...new Set(effective.flatMap(({ entry }) => entry.touches))];
  const unread = touched.filter((id) => !read.has(id));
  const known = new Map([...read, ...(unread.length === 0 ? [] : await readKnown(db, unread))]);
  const bases = new Map<TicketId, BaseRow>();
  const rows = new Map<TicketId, TicketRow>();
  const lines: ActivityRow[] = [];
  for (const { entry, changes } of effective) {
    const after = new Map(changes.map((change) => [change.after.id, change.after]));
    for (const id of entry.touches) {
      const here = known.get(id);
      const row = rows.get(id) ?? here?.row ?? null;
      const base = here?.base ?? bases.get(id) ?? baseOf(id, row);
      if (here?.base == null) bases.set(id, base);
      const ticket = after.get(id) ?? row?.ticket;
      if (ticket !== undefined)
        rows.set(id, ticketToRow(ticket, { ...base, waiting: (row?.waiting ?? 0) + 1 }));
    }
    for (const line of changes.flatMap((change) => change.activities))
      lines.push({ ...line, pendingFor: entry.actionId });
  }
  const written = [...rows.values()];
  await Promise.all([
    db.base.bulkPut([...bases.values()]),
    db.tickets.bulkPut(written),
    reindexChanged(db, written, known, directory),
    // Under ids that nothing else can have: they are made of the actions'.
    lines.length > 0 ? db.activities.bulkPut(lines) : undefined,
  ]);
  return { rows: written, lines };
}

/** Most actions change no word that is searched. */
async function reindexChanged(
  db: ReplicaDatabase,
  rows: readonly TicketRow[],
  before: ReadonlyMap<TicketId, Known>,
  directory: Directory,
): Promise<void> {
  const changed = rows.filter((row) => {
    const shown = before.get(row.id)?.row;
    return !shown || !haveSameTerms(shown.ticket, row.ticket);
  });
  if (changed.length > 0) await reindexTickets(db, changed, [], directory);
}

/** The first entry on a ticket keeps what is confirmed. */
function baseOf(id: TicketId, row: TicketRow | null): BaseRow {
  return { id, ticket: row?.ticket ?? null, asOf: row?.asOf ?? -1, generation: row?.generation ?? 0 };
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

/** A page of the first sync is looked up by one range of keys; so many single look-ups would cost more than its writes. */
const lookUpMax = 100;

/** The confirmed rows of these tickets; nothing for a ticket that is not here. `known`: the keys of `base`. */
export async function readConfirmed(
  db: ReplicaDatabase,
  ids: readonly TicketId[],
  known?: readonly TicketId[],
): Promise<ReadonlyMap<TicketId, Confirmed>> {
  if (ids.length === 0) return new Map();
  const copies = new Set(known ?? (await db.base.toCollection().primaryKeys()));
  const copied = ids.filter((id) => copies.has(id));
  const others = await onlyHeld(
    db,
    ids.filter((id) => !copies.has(id)),
  );
  const [bases, rows] = await Promise.all([db.base.bulkGet(copied), db.tickets.bulkGet([...others])]);
  const found = new Map<TicketId, Confirmed>();
  for (const row of [...bases, ...rows]) {
    if (row === undefined) continue;
    found.set(row.id, { ticket: row.ticket, asOf: row.asOf, generation: row.generation });
  }
  return found;
}

async function onlyHeld(db: ReplicaDatabase, ids: readonly TicketId[]): Promise<readonly TicketId[]> {
  if (ids.length <= lookUpMax) return ids;
  const held = await heldAmong(db, ids);
  return ids.filter((id) => held.has(id));
}

/** Tickets that are here, of all whose ids lie between the lowest and the highest of these: one look-up. */
export async function heldAmong(
  db: ReplicaDatabase,
  ids: readonly TicketId[],
): Promise<ReadonlySet<TicketId>> {
  const sorted = [...ids].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  return new Set(await db.tickets.where("id").between(first, last, true, true).primaryKeys());
}

/** What the queue makes of some tickets, with all that hang together with them. */
interface Drawn {
  readonly known: ReadonlyMap<TicketId, Confirmed>;
  readonly tickets: ReadonlySet<TicketId>;
  readonly entries: readonly QueueEntry[];
  /** Those of the entries whose `touches` grew. */
  readonly wider: readonly QueueEntry[];
  readonly result: Replayed;
}

/**
 * On other rows an entry can change tickets that it did not change before (a problem that is raised after all): those
 * are drawn as well, and what else waits on them. Each round takes in tickets of the queue, so it ends.
 */
async function draw(
  confirmed: ReadonlyMap<TicketId, Confirmed>,
  first: Set<TicketId>,
  queue: readonly QueueEntry[],
  readMore: (ids: readonly TicketId[]) => Promise<ReadonlyMap<TicketId, Confirmed>>,
  replayOn: (known: ReadonlyMap<TicketId, Confirmed>, entries: readonly QueueEntry[]) => Replayed,
): Promise<Drawn | null> {
  const known = new Map<TicketId, Confirmed>(confirmed);
  const wider = new Map<ActionId, QueueEntry>();
  let asked = first;
  for (;;) {
    const current = queue.map((entry) => wider.get(entry.actionId) ?? entry);
    const { tickets, entries } = closeOver(asked, current);
    if (tickets.size === 0) return null;
    const missing = [...tickets].filter((id) => !known.has(id));
    for (const [id, row] of await readMore(missing)) known.set(id, row);
    for (const id of missing) if (!known.has(id)) known.set(id, { ticket: null, asOf: -1, generation: 0 });
    const result = replayOn(known, entries);
    const widened = widen(entries, result.changed);
    for (const entry of widened) wider.set(entry.actionId, entry);
    asked = new Set([...tickets, ...widened.flatMap(({ touches }) => touches)]);
    if (asked.size > tickets.size) continue;
    const final = entries.map((entry) => wider.get(entry.actionId) ?? entry);
    return { known, tickets, entries: final, wider: [...wider.values()], result };
  }
}

/** Entries that change tickets now which they did not touch before, with those among what they touch. */
function widen(
  entries: readonly QueueEntry[],
  changed: ReadonlyMap<ActionId, readonly TicketId[]>,
): readonly QueueEntry[] {
  return entries.flatMap((entry) => {
    const added = (changed.get(entry.actionId) ?? []).filter((id) => !entry.touches.includes(id));
    return added.length === 0 ? [] : [{ ...entry, touches: [...entry.touches, ...added] }];
  });
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
  // An imported queue may hold what was decided long ago, and its lines may have come in a pack.
  await unpackOf(db, new Set(lines.map(({ ticketId }) => ticketId)));
  const present = await db.activities.bulkGet(lines.map((line) => line.id));
  await db.activities.bulkPut(lines.filter((_, index) => present[index] === undefined));
}
