/**
 * Tells the server what was read here. A fact that only its own person sees must never be in the way of their work: what
 * fails here, a server that does not know the question included, is tried with the next round, and the pull that
 * follows finds out by itself whether the server is there.
 */
import type { NoticeId } from "../../core/ids";
import { readMax } from "../../core/notify/notice";
import type { Replica } from "../replica/intake";
import { type Transport, TransportError } from "../transport";

/** Says all that waits, in bounded parts. They stop to wait by the pull that brings them as read (takeInNotices). */
export async function sendReads(replica: Replica, transport: Transport): Promise<void> {
  const waiting = await replica.db.reads.toCollection().primaryKeys();
  try {
    for (let from = 0; from < waiting.length; from += readMax) {
      await sendPart(replica, transport, waiting.slice(from, from + readMax));
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
  }
}

async function sendPart(
  { db, author }: Replica,
  transport: Transport,
  ids: readonly NoticeId[],
): Promise<void> {
  const known = new Set(await transport.read(author.id, ids));
  await db.transaction("rw", ["notices", "reads"], async () => {
    // No pull will confirm what the server does not have, or what this phone does not hold any more.
    const held = new Set(
      await db.notices
        .where("id")
        .anyOf([...ids])
        .primaryKeys(),
    );
    await db.reads.bulkDelete(ids.filter((id) => !known.has(id) || !held.has(id)));
  });
}
