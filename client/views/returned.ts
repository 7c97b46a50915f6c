/** 待處理: what came back, newest first. */
import Dexie from "dexie";
import type { DraftRow, ReplicaDatabase } from "../replica/database";
import type { ReturnedRow } from "../replica/rows";
import { listSpareDrafts } from "../spare";

/** `open`: what still waits for the author to choose or to see; otherwise what is done with. Newest first. */
export async function listReturned(
  db: ReplicaDatabase,
  open = true,
  limit = 100,
): Promise<readonly ReturnedRow[]> {
  const flag = open ? 1 : 0;
  const rows = await db.returned
    .where("[open+at]")
    .between([flag, Dexie.minKey], [flag, Dexie.maxKey])
    .toArray();
  return rows.sort((a, b) => b.at - a.at).slice(0, limit);
}

export interface ReturnedCount {
  readonly open: number;
  readonly unread: number;
}

export async function countReturned(db: ReplicaDatabase): Promise<ReturnedCount> {
  const rows = await listReturned(db);
  return { open: rows.length, unread: rows.filter((row) => !row.read).length };
}

/** A form being typed, or null. The newer one, where the database did not take it (C7). */
export async function readDraft(db: ReplicaDatabase, id: string): Promise<DraftRow | null> {
  const spare = listSpareDrafts(db.accountId).find((draft) => draft.id === id) ?? null;
  const stored = await db.drafts.get(id).catch((error: unknown) => {
    if (spare === null) throw error;
    return undefined;
  });
  if (stored === undefined) return spare;
  return spare !== null && spare.savedAt >= stored.savedAt ? spare : stored;
}
