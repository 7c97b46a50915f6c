/**
 * C8: all bytes have come. They are copied into the store and hashed in one go, so that what is promised is what lies
 * there; then looked into, then the line says that they are stored. Each step may be repeated: a crash between any two
 * leaves the partial upload where it is, and the next request for it begins here again.
 */
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import type { AttachmentId } from "../../core/ids";
import type { Database } from "../db";
import { notifyCommitted } from "../live/notify";
import { ask, readSql, run } from "../sql";
import { transact } from "../transact";
import { detectMediaType, isPicture } from "./media-type";
import type { Partials } from "./partials";
import { makePreview } from "./preview";
import { type AttachmentStore, fileKey, previewKey } from "./store";

const lockTicketSql = readSql("attachments/sql/lock-ticket.sql");
const storeSql = readSql("attachments/sql/store.sql");

class HashDiffers extends Error {
  override readonly name = "HashDiffers";
}

export type Finished =
  | "stored"
  /** Something else came than was named; it is removed. */
  | "different"
  /** The partial upload is not there: another request finished it, or it was swept. */
  | "gone";

/** `now`: epoch ms. */
export async function finish(
  { database, store, partials }: { database: Database; store: AttachmentStore; partials: Partials },
  { id, sha256 }: { readonly id: AttachmentId; readonly sha256: string },
  now: number,
): Promise<Finished> {
  const partial = await partials.open(id);
  if (partial === null) return "gone";
  try {
    await store.put(fileKey(sha256), verify(partial.createReadStream({ autoClose: false }), sha256));
  } catch (error) {
    if (!(error instanceof HashDiffers)) throw error;
    await partials.remove(id);
    return "different";
  } finally {
    await partial.close();
  }
  const { mediaType, hasPreview } = await inTurn(() => lookInto(store, sha256));
  await transact(database, "write", async (transaction) => {
    await ask(transaction, lockTicketSql, id);
    await run(transaction, storeSql, id, mediaType, hasPreview, now);
  });
  notifyCommitted(database, false);
  await partials.remove(id);
  return "stored";
}

/** The same bytes; throws HashDiffers after the last one. */
async function* verify(chunks: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== sha256) throw new HashDiffers();
}

async function lookInto(store: AttachmentStore, sha256: string) {
  const stored = await store.open(fileKey(sha256));
  if (stored === null) throw new Error("What was just stored is not there.");
  const bytes = await buffer(stored);
  const mediaType = await detectMediaType(bytes);
  const preview = isPicture(mediaType) ? await makePreview(bytes) : null;
  if (preview !== null) await store.put(previewKey(sha256), [preview]);
  return { mediaType, hasPreview: preview !== null };
}

let last: Promise<unknown> = Promise.resolve();

/** One whole file in memory, and one picture decoded, at a time: the process serves the desk meanwhile. */
function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}
