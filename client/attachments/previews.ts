/**
 * Small pictures of photos that are at the server: what this phone was shown, and those of its person's open work, so
 * that they are there without a network (C8). Within a bound; the one that was used longest ago goes first.
 */
import type { AttachmentId, EpochMs, TicketId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { PreviewRow } from "../replica/rows";

/** Some 10 KB each. */
const previewsMax = 1_500;
/** Bytes of one: what is larger is no small picture. */
const previewMaxBytes = 200_000;
const timeoutMs = 20_000;
/** How old the mark of its last use may be before it is set anew: not each look is a write. */
const usedStepMs = 86_400_000;

export async function keepPreviews(db: ReplicaDatabase, rows: readonly PreviewRow[]): Promise<void> {
  await db.previews.bulkPut([...rows]);
  const over = (await db.previews.count()) - previewsMax;
  if (over > 0) await db.previews.bulkDelete(await db.previews.orderBy("usedAt").limit(over).primaryKeys());
}

/** Asks the server, and keeps what it says. Null: it has none. Throws what fetch throws. */
export async function fetchPreview(
  db: ReplicaDatabase,
  { id, ticketId }: Pick<PreviewRow, "id" | "ticketId">,
  now: EpochMs,
  fetcher: typeof fetch = fetch,
): Promise<Uint8Array | null> {
  const answer = await fetcher(`/api/attachments/${id}/preview`, {
    credentials: "same-origin",
    // C6: another account may be signed in by now, in another tab.
    headers: { "x-genba-account": db.accountId },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok || !answer.headers.get("content-type")?.startsWith("image/")) return null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length > previewMaxBytes) return null;
  await keepPreviews(db, [{ id, ticketId, bytes, usedAt: now }]);
  return bytes;
}

/** It is on the screen. */
export async function markUsed(db: ReplicaDatabase, id: AttachmentId, now: EpochMs): Promise<void> {
  const row = await db.previews.get(id);
  if (row !== undefined && now - row.usedAt > usedStepMs) await db.previews.update(id, { usedAt: now });
}

/** Those of tickets that this phone does not hold any more. */
export async function dropStrayPreviews(db: ReplicaDatabase): Promise<void> {
  const ticketIds = (await db.previews.orderBy("ticketId").uniqueKeys()) as TicketId[];
  const held = new Set(await db.tickets.where("id").anyOf(ticketIds).primaryKeys());
  const gone = ticketIds.filter((id) => !held.has(id));
  if (gone.length > 0) await db.previews.where("ticketId").anyOf(gone).delete();
}
