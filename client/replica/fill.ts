/**
 * R4, the first sync, and R5, a rebuild: pages by key, then a pull from the FIRST page's counter.
 *
 * `filling` holds where we are, so it resumes where it was cut off. A page is taken in only if it was asked from the
 * stored position of the stored generation: a late or doubled page changes nothing, so it can resurrect no row that a
 * pull removed; pulls start only when the pages are in, so no tombstones are needed besides.
 * Rows of an older generation stay usable until the last page; what did not come again then goes. The queue stays.
 */
import type { TicketId } from "../../core/ids";
import type { PageAnswer, PageRequest } from "../../core/sync/protocol";
import { intakeStores, type ReplicaDatabase } from "./database";
import { writeDirectory } from "./directory";
import { type Intake, newerRows, projectWith, type Replica, startFilling } from "./intake";
import { putFirstLines, putLines, removeLines } from "./lines";
import { type FillingMeta, metaOf, orderOf, readMeta } from "./meta";
import { takeInNotices } from "./notices";
import { readClient, renumber } from "./numbering";
import { heldAmong } from "./project";
import type { Confirmed } from "./replay";

/** Where the filling stands; starts one when the replica has neither a cursor nor a filling. Null: it is filled. */
export async function readFilling(db: ReplicaDatabase): Promise<FillingMeta | null> {
  const meta = await readMeta(db);
  if (metaOf(meta, "cursor") !== undefined) return null;
  // Asked before each page: one that goes on has nothing to write, and waits for no disk.
  const begun = metaOf(meta, "filling");
  if (begun !== undefined) return begun;
  return db.transaction("rw", ["meta"], async () => {
    if ((await db.meta.get("cursor")) !== undefined) return null;
    if ((await db.meta.get("filling")) === undefined) await startFilling(db);
    const row = await db.meta.get("filling");
    return row?.key === "filling" ? row : null;
  });
}

export function takeInPage(
  replica: Replica,
  asked: FillingMeta,
  request: PageRequest,
  answer: PageAnswer,
): Promise<Intake> {
  const { db } = replica;
  return db.transaction("rw", intakeStores, async () => {
    const client = await readClient(db);
    const filling = await db.meta.get("filling");
    const current =
      filling?.key === "filling" &&
      filling.generation === asked.generation &&
      filling.position?.lane === asked.position?.lane &&
      filling.position?.after === asked.position?.after &&
      client.clientId === request.clientId;
    if (!current) return "stale";
    const noted = filling.noted ?? {
      epoch: answer.epoch,
      cursor: answer.cursor,
      scopeHash: answer.scopeHash,
    };
    if (noted.epoch !== answer.epoch || noted.scopeHash !== answer.scopeHash) {
      await startFilling(db);
      return "rebuild";
    }
    const first = filling.position === null;
    const at = { asOf: orderOf(client, answer.lastSeq), generation: filling.generation };
    await writeDirectory(db, { puts: answer.puts.directory, removes: [], whole: first });
    const isFirstTime = filling.generation === 1 && filling.position?.lane === 1;
    const pageIds = answer.puts.tickets.map(({ id }) => id);
    const heldBefore = isFirstTime ? await heldAmong(db, pageIds) : null;
    const isAllNew = heldBefore?.size === 0 && (await db.base.count()) === 0;
    const confirmed = isAllNew
      ? new Map(answer.puts.tickets.map((ticket) => [ticket.id, { ticket, ...at }]))
      : await newerRows(db, answer.puts.tickets, at);
    // Lines of another life of the server do not come again: a rebuilt ticket brings all of its own.
    if (filling.generation > 1) await removeLines(db, [...confirmed.keys()]);
    const { activities, notices } = answer.puts;
    if (heldBefore !== null) await putFirstLines(db, activities, heldBefore);
    else await putLines(db, activities);
    if (notices !== undefined)
      await takeInNotices(db, { puts: notices, goneOf: [], whole: first, serverTime: answer.serverTime });
    // A7, as at a pull: a number that is given from now on would count as known to the server on these rows.
    const foreign = answer.lastSeq >= client.nextSeq;
    if (foreign) await renumber(db, replica.platform);
    await projectWith(replica, {
      affected: first || foreign ? await db.base.toCollection().primaryKeys() : [],
      confirmed,
      left: [],
    });
    const done = filling.done + answer.puts.tickets.length;
    if (answer.next === null) await finish(replica, filling, noted);
    else await db.meta.put({ ...filling, noted, position: answer.next, done, total: answer.total });
    return "taken";
  });
}

async function finish(
  replica: Replica,
  filling: FillingMeta,
  noted: NonNullable<FillingMeta["noted"]>,
): Promise<void> {
  const { db } = replica;
  if (filling.generation > 1) await dropOlder(replica, filling.generation);
  await db.meta.delete("filling");
  await db.meta.put({ key: "cursor", ...noted, pulledAt: replica.platform.now() });
}

async function dropOlder(replica: Replica, generation: number): Promise<void> {
  const { db } = replica;
  const older = new Set<TicketId>(
    await db.base.filter((row) => row.ticket !== null && row.generation < generation).primaryKeys(),
  );
  const bases = new Set(await db.base.toCollection().primaryKeys());
  const rows = await db.tickets.filter((row) => row.generation < generation).primaryKeys();
  for (const id of rows) if (!bases.has(id)) older.add(id);
  const nothing: Confirmed = { ticket: null, asOf: -1, generation };
  await removeLines(db, [...older]);
  await projectWith(replica, {
    affected: [],
    confirmed: new Map([...older].map((id) => [id, nothing])),
    left: [],
  });
}
