/**
 * Keeps `search` up to date. Small changes are indexed with the rows they belong to; after the first sync, or a large
 * pull, tickets are only missing from the index and are added in idle time, a batch a transaction. The index is never
 * the truth: a ticket without terms is merely not found yet.
 */
import type { TicketId } from "../../core/ids";
import { intakeStores, type ReplicaDatabase } from "../replica/database";
import { type Directory, indexDirectory } from "../replica/directory";
import type { SearchRow, TicketRow } from "../replica/rows";
import { termRules, ticketTerms } from "./terms";

/** More rows than this in one transaction are left to the idle time. */
const inlineMax = 60;
const batchSize = 100;

/** Joins the caller's transaction. `directory`: where it is in memory as this transaction sees it. */
export async function reindexTickets(
  db: ReplicaDatabase,
  rows: readonly TicketRow[],
  gone: readonly TicketId[],
  directory?: Directory,
): Promise<void> {
  if (gone.length > 0)
    await db.search
      .where("id")
      .anyOf([...gone])
      .delete();
  if (rows.length === 0) return;
  if (rows.length > inlineMax) {
    // Terms of titles that changed are wrong now: better not found yet than found by the wrong words.
    if ((await db.search.limit(1).count()) > 0) {
      await db.search
        .where("id")
        .anyOf(rows.map((row) => row.id))
        .delete();
    }
    return;
  }
  await putTerms(db, rows, directory ?? (await readDirectory(db, rows)));
}

/** Adds what is missing, calling `idle` between batches. Answers how many were added. */
export async function indexMissing(db: ReplicaDatabase, idle: () => Promise<void>): Promise<number> {
  await forgetOldRules(db);
  if ((await db.search.count()) === (await db.tickets.count())) return 0;
  const [held, indexed] = await Promise.all([
    db.tickets.toCollection().primaryKeys(),
    db.search.orderBy("id").keys(),
  ]);
  const present = new Set(indexed.map(String));
  const missing = held.filter((id) => !present.has(id));
  const directory = indexDirectory(missing.length > 0 ? await db.directory.toArray() : []);
  for (let at = 0; at < missing.length; at += batchSize) {
    await idle();
    await db.transaction("rw", intakeStores, async () => {
      const rows = await db.tickets.bulkGet(missing.slice(at, at + batchSize));
      await putTerms(
        db,
        rows.filter((row) => row !== undefined),
        directory,
      );
    });
  }
  return missing.length;
}

async function putTerms(
  db: ReplicaDatabase,
  rows: readonly TicketRow[],
  directory: Directory,
): Promise<void> {
  const [only, ...others] = rows.map((row) => row.id);
  if (only === undefined) return;
  const byId = db.search.where("id");
  const found = others.length === 0 ? byId.equals(only) : byId.anyOf([only, ...others]);
  const present = new Map((await found.toArray()).map((row) => [row.id, row]));
  const changed: SearchRow[] = [];
  for (const row of rows) {
    const terms = ticketTerms(row.ticket, directory);
    const here = present.get(row.id);
    if (here !== undefined && here.terms.join(" ") === terms.join(" ")) continue;
    changed.push({ ...(here?.doc === undefined ? {} : { doc: here.doc }), id: row.id, terms });
  }
  if (changed.length > 0) await db.search.bulkPut(changed);
}

/** Only the names these rows mention: the whole directory is too much for one saved comment. */
async function readDirectory(db: ReplicaDatabase, rows: readonly TicketRow[]): Promise<Directory> {
  const keys = new Map<string, [string, string]>();
  const add = (kind: string, id: string | null): void => {
    if (id !== null) keys.set(`${kind} ${id}`, [kind, id]);
  };
  for (const { ticket } of rows) {
    for (const id of ticket.assetIds) add("asset", id);
    for (const id of [ticket.openerId, ticket.reportedById, ticket.holderId]) add("person", id);
    add("site", ticket.siteId);
  }
  const found = await db.directory.bulkGet([...keys.values()]);
  return indexDirectory(found.filter((row) => row !== undefined));
}

async function forgetOldRules(db: ReplicaDatabase): Promise<void> {
  const row = await db.meta.get("search");
  if (row?.key === "search" && row.rules === termRules) return;
  await db.transaction("rw", intakeStores, async () => {
    await db.search.clear();
    await db.meta.put({ key: "search", rules: termRules });
  });
}
