/**
 * The server's lines of the timelines.
 *
 * The first sync brings them by the thousand, and what IndexedDB takes its time for is the record, whatever is in it.
 * So they are kept a hundred to a record at first (`packed`) and get records of their own while the phone has nothing
 * else to do, as the search index does. A line is in `activities` or in one row of `packed`, never in both: whoever
 * writes or removes lines of a ticket takes them out of the pack before. All of it joins the caller's transaction over
 * `intakeStores`, but for what says otherwise.
 */
import Dexie from "dexie";
import type { TicketId } from "../../core/ids";
import type { Activity } from "../../core/tickets/ticket";
import { intakeStores, type ReplicaDatabase } from "./database";
import type { ActivityRow, PackRow } from "./rows";

/** Fewer lines than this on a page are not worth it. */
const packMin = 100;
/** And a pack is full with so many, but for the rest of its last ticket's. */
const packSize = 100;
/** Of more tickets than this every pack is looked through. */
const lookUpMax = 20;

export async function putLines(db: ReplicaDatabase, lines: readonly Activity[]): Promise<void> {
  if (lines.length === 0) return;
  await unpackOf(db, new Set(lines.map(({ ticketId }) => ticketId)));
  await db.activities.bulkPut([...lines]);
}

/** Of a page of the first filling. `heldBefore`: tickets that had been here, with lines of which none is packed. */
export async function putFirstLines(
  db: ReplicaDatabase,
  lines: readonly Activity[],
  heldBefore: ReadonlySet<TicketId>,
): Promise<void> {
  const fresh = lines.filter(({ ticketId }) => !heldBefore.has(ticketId));
  // A line of the phone's own may stand under the id of one of the server's.
  const isPacked = fresh.length >= packMin && (await db.queue.count()) === 0;
  await db.activities.bulkPut(
    isPacked ? lines.filter(({ ticketId }) => heldBefore.has(ticketId)) : [...lines],
  );
  if (!isPacked) return;
  await db.packed.bulkAdd(packsOf(fresh));
}

/** The phone's own lines stay with their entries. */
export async function removeLines(db: ReplicaDatabase, tickets: readonly TicketId[]): Promise<void> {
  if (tickets.length === 0) return;
  await unpackOf(db, new Set(tickets));
  for (const id of tickets) {
    await timelineOf(db, id)
      .filter((line) => line.pendingFor === undefined)
      .delete();
  }
}

/** The timeline of a ticket, oldest first. In any transaction over both stores, or none. */
export async function readLines(db: ReplicaDatabase, id: TicketId): Promise<readonly ActivityRow[]> {
  const [lines, pack] = await Promise.all([timelineOf(db, id).toArray(), packOf(db, id)]);
  const packed = pack?.lines.filter((line) => line.ticketId === id) ?? [];
  if (packed.length === 0) return lines;
  return [...lines, ...packed].sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
}

/** Those of the server. In any transaction over both stores. */
export async function countLines(db: ReplicaDatabase): Promise<number> {
  const own = await db.activities.where("pendingFor").above("").count();
  const packs = await db.packed.toArray();
  const packed = packs.reduce((count, { lines }) => count + lines.length, 0);
  return (await db.activities.count()) - own + packed;
}

/** Gives every packed line a record of its own, a pack a transaction, calling `idle` between them. */
export async function unpackLines(db: ReplicaDatabase, idle: () => Promise<void>): Promise<void> {
  for (let left = await db.packed.count(); left > 0; left = await db.packed.count()) {
    await idle();
    await db.transaction("rw", intakeStores, async () => {
      const [pack] = await db.packed.limit(1).toArray();
      // Another tab may have been quicker.
      if (pack?.id === undefined) return;
      // An app of before, in another tab, knows no packs: what it wrote is newer.
      const present = await db.activities.bulkGet(pack.lines.map(({ id }) => id));
      const missing = pack.lines.filter((_, index) => {
        const row = present[index];
        return row === undefined || row.pendingFor !== undefined;
      });
      await db.activities.bulkPut(missing);
      await db.packed.delete(pack.id);
    });
  }
}

/** Lines of these tickets get records of their own now. */
export async function unpackOf(db: ReplicaDatabase, tickets: ReadonlySet<TicketId>): Promise<void> {
  if ((await db.packed.count()) === 0) return;
  for (const pack of await packsWith(db, tickets)) {
    const taken = pack.lines.filter((line) => tickets.has(line.ticketId));
    if (taken.length === 0 || pack.id === undefined) continue;
    await db.activities.bulkPut(taken);
    const lines = pack.lines.filter((line) => !tickets.has(line.ticketId));
    if (lines.length === 0) await db.packed.delete(pack.id);
    else await db.packed.put({ ...pack, lines });
  }
}

function packsOf(lines: readonly Activity[]): readonly PackRow[] {
  const sorted = [...lines].sort((a, b) => (a.ticketId < b.ticketId ? -1 : a.ticketId > b.ticketId ? 1 : 0));
  const packs: { first: TicketId; last: TicketId; lines: Activity[] }[] = [];
  for (const line of sorted) {
    const pack = packs.at(-1);
    const isOpen = pack !== undefined && (pack.lines.length < packSize || pack.last === line.ticketId);
    if (!isOpen) packs.push({ first: line.ticketId, last: line.ticketId, lines: [line] });
    else {
      pack.lines.push(line);
      pack.last = line.ticketId;
    }
  }
  return packs;
}

/** The one pack that may hold lines of this ticket. */
async function packOf(db: ReplicaDatabase, id: TicketId): Promise<PackRow | undefined> {
  const [pack] = await db.packed.where("last").aboveOrEqual(id).limit(1).toArray();
  return pack !== undefined && pack.first <= id ? pack : undefined;
}

async function packsWith(db: ReplicaDatabase, tickets: ReadonlySet<TicketId>): Promise<readonly PackRow[]> {
  if (tickets.size > lookUpMax) return db.packed.toArray();
  const found = new Map<number | undefined, PackRow>();
  for (const id of tickets) {
    const pack = await packOf(db, id);
    if (pack !== undefined) found.set(pack.id, pack);
  }
  return [...found.values()];
}

function timelineOf(db: ReplicaDatabase, id: TicketId) {
  return db.activities
    .where("[ticketId+occurredAt]")
    .between([id, Dexie.minKey], [id, Dexie.maxKey], true, true);
}
