/** Brings one photo or file up, from where the server has it (C8). */
import type { AttachmentId } from "../../core/ids";
import type { Platform } from "../platform";
import type { ReplicaDatabase } from "../replica/database";
import type { AttachmentRow, AttachmentTrouble } from "../replica/rows";
import { sha256Of } from "../sha-256";
import { UploadError, type Uploads } from "./uploads";

/** A chunk is what is lost at most when the network goes in the middle of it and a proxy had kept it all. */
const chunkLeastBytes = 128 * 1_024;
const chunkMostBytes = 4 * 1_024 * 1_024;
/** Longer than this is a bad link: smaller chunks; much shorter a good one. */
const chunkAimMs = 4_000;
/** Times that the server may have another number of bytes than it said, or other bytes than were sent. */
const surprisesMax = 3;

interface Means {
  readonly db: ReplicaDatabase;
  readonly platform: Pick<Platform, "monotonic">;
  readonly uploads: Uploads;
  readonly isStopped: () => boolean;
}

/** Null: every byte is there. Throws UploadError `unheard`, `later`, `pause` or `unknown`: the same again another time. */
export async function sendAttachment(
  means: Means,
  { id, ref }: AttachmentRow,
): Promise<AttachmentTrouble | null> {
  const stored = await means.db.bytes.get(id);
  if (stored === undefined || stored.bytes.length !== ref.sizeBytes) return "damaged";
  for (let surprises = 0; ; surprises += 1) {
    try {
      await sendFrom(means, id, stored.bytes, await begin(means, id, ref.sizeBytes));
      return null;
    } catch (error) {
      if (!(error instanceof UploadError)) throw error;
      if (error.failure === "stored") return null;
      if (error.failure === "refused") return "refused";
      if (error.failure === "hash" && (await sha256Of(stored.bytes)) !== ref.sha256) return "damaged";
      if (error.failure !== "hash" && error.failure !== "moved") throw error;
      if (surprises === surprisesMax) throw new UploadError("later", error.retryAfterMs);
    }
  }
}

async function begin({ uploads }: Means, id: AttachmentId, sizeBytes: number): Promise<number> {
  const offset = await uploads.offset(id);
  if (offset !== null) return offset;
  await uploads.create(id, sizeBytes);
  return 0;
}

async function sendFrom(means: Means, id: AttachmentId, bytes: Uint8Array, offset: number): Promise<void> {
  const { db, platform, uploads, isStopped } = means;
  let sizeBytes = chunkLeastBytes;
  let at = offset;
  // Once more with nothing where all has arrived and its end was not heard: the server then looks at what it has.
  do {
    if (isStopped()) throw new UploadError("unheard");
    const begunMs = platform.monotonic();
    const next = await uploads.append(id, at, bytes.subarray(at, at + sizeBytes));
    if (next <= at && at < bytes.length) throw new UploadError("moved");
    at = next;
    sizeBytes = nextChunk(sizeBytes, platform.monotonic() - begunMs);
    await db.attachments.update(id, { sentBytes: at });
  } while (at < bytes.length);
}

function nextChunk(sizeBytes: number, tookMs: number): number {
  if (tookMs > chunkAimMs) return Math.max(chunkLeastBytes, sizeBytes / 2);
  return tookMs < chunkAimMs / 4 ? Math.min(chunkMostBytes, sizeBytes * 2) : sizeBytes;
}
