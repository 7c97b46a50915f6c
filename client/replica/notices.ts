/**
 * The inbox on this phone. A notice is confirmed data like a ticket, and comes with pulls and the first page. That it
 * was read is a fact without order: it is shown at once, kept in `reads` until a pull says the same, and sent by each
 * round of the sync loop until then (client/sync/reads.ts). So it survives a restart, and saying it twice is harmless.
 */
import Dexie from "dexie";
import type { EpochMs, NoticeId, TicketId } from "../../core/ids";
import { type Notice, noticeAgeMaxMs, noticesMax } from "../../core/notify/notice";
import type { ReplicaDatabase } from "./database";
import type { NoticeRow } from "./rows";

export interface NoticesSaid {
  readonly puts: readonly Notice[];
  /** Tickets that are out of sight: what was said of them goes. */
  readonly goneOf: readonly TicketId[];
  /** The whole inbox was said: what is not in `puts` goes. */
  readonly whole: boolean;
  readonly serverTime: EpochMs;
}

/** Joins the caller's transaction over `intakeStores`. */
export async function takeInNotices(db: ReplicaDatabase, said: NoticesSaid): Promise<void> {
  const { puts, goneOf, whole, serverTime } = said;
  if (whole) await db.notices.clear();
  if (goneOf.length > 0)
    await db.notices
      .where("ticketId")
      .anyOf([...goneOf])
      .delete();
  if (puts.length > 0) {
    const read = new Set(await db.reads.toCollection().primaryKeys());
    await db.notices.bulkPut(
      puts.map((notice) => ({ ...notice, unread: notice.readAt === null && !read.has(notice.id) ? 1 : 0 })),
    );
    await db.reads.bulkDelete(puts.filter((notice) => notice.readAt !== null).map((notice) => notice.id));
  }
  await dropOld(db, serverTime - noticeAgeMaxMs);
}

/** What the first page would not bring either. */
async function dropOld(db: ReplicaDatabase, before: EpochMs): Promise<void> {
  await db.notices.where("at").below(before).delete();
  const surplus = (await db.notices.count()) - noticesMax;
  if (surplus > 0) await db.notices.orderBy("at").limit(surplus).delete();
}

/** Durable when it resolves. Answers how many were unread here: so many are to be sent. */
export function markRead(db: ReplicaDatabase, ids: readonly NoticeId[]): Promise<number> {
  return markRows(db, async () => {
    const rows = await db.notices.bulkGet([...ids]);
    return rows.flatMap((row) => row ?? []);
  });
}

/** The person looked at the ticket: what was said of it is read. */
export function markReadOf(db: ReplicaDatabase, ticketId: TicketId): Promise<number> {
  return markRows(db, () => db.notices.where("ticketId").equals(ticketId).toArray());
}

export function markAllRead(db: ReplicaDatabase): Promise<number> {
  return markRows(db, () => unreadNotices(db).toArray());
}

function markRows(db: ReplicaDatabase, find: () => Promise<readonly NoticeRow[]>): Promise<number> {
  return db.transaction("rw", ["notices", "reads"], async () => {
    const unread = (await find()).filter((row) => row.unread === 1);
    if (unread.length === 0) return 0;
    await db.notices.bulkPut(unread.map((row) => ({ ...row, unread: 0 })));
    await db.reads.bulkPut(unread.map(({ id }) => ({ id })));
    return unread.length;
  });
}

export function unreadNotices(db: ReplicaDatabase) {
  return db.notices.where("[unread+at]").between([1, Dexie.minKey], [1, Dexie.maxKey]);
}
