/** 通知: what this person was told, newest first, and how much of it is unread. */
import type { TicketId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import { unreadNotices } from "../replica/notices";
import type { NoticeRow } from "../replica/rows";
import { listReturned } from "./returned";

/** Bounded by what a phone holds: core/notify/notice.ts. */
export async function listNotices(db: ReplicaDatabase): Promise<readonly NoticeRow[]> {
  const rows = await db.notices.toArray();
  return rows.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

export function countUnread(db: ReplicaDatabase): Promise<number> {
  return unreadNotices(db).count();
}

export function countUnreadOf(db: ReplicaDatabase, ticketId: TicketId): Promise<number> {
  return db.notices
    .where("ticketId")
    .equals(ticketId)
    .filter((row) => row.unread === 1)
    .count();
}

/** What the app's icon says: unread notices, and actions that came back. */
export async function countForBadge(db: ReplicaDatabase): Promise<number> {
  const [unread, cameBack] = await Promise.all([countUnread(db), listReturned(db)]);
  return unread + cameBack.length;
}
