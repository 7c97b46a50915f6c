/**
 * Keeps a photo or file on this phone before anything else happens to it (C2, P2): its bytes, and that the form holds
 * it, in one strict transaction. Where there is no room, small pictures of what is at the server go first.
 */
import { type AttachmentRef, attachmentsMax } from "../../core/attachments/attachment";
import type { AttachmentId } from "../../core/ids";
import { attachmentsOf } from "../../core/workflow/words";
import { withRoom } from "../make-room";
import { createId, type Platform } from "../platform";
import type { ReplicaDatabase } from "../replica/database";
import type { AttachmentRow } from "../replica/rows";
import type { Prepared } from "./prepare";

export type Form = AttachmentRow["form"];

interface Means {
  readonly db: ReplicaDatabase;
  readonly platform: Pick<Platform, "now" | "randomBytes">;
}

/** Null: the form holds as many as an action may. Throws what IndexedDB throws; nothing is kept then. */
export function keepAttachment(means: Means, form: Form, prepared: Prepared): Promise<AttachmentRef | null> {
  return withRoom(means.db, () => storeAttachment(means, form, prepared));
}

/** Joins the caller's transaction, if it has one. */
export function storeAttachment(
  { db, platform }: Means,
  form: Form,
  { bytes, preview, ...said }: Prepared,
): Promise<AttachmentRef | null> {
  const ref = toRef(createId(platform) as AttachmentId, bytes.length, said);
  const now = platform.now();
  const { draftId, ticketId } = form;
  return db.transaction("rw", ["drafts", "attachments", "bytes"], async () => {
    const draft = await db.drafts.get(draftId);
    const held = (draft && attachmentsOf(draft.args)) ?? [];
    if (held.length >= attachmentsMax) return null;
    await Promise.all([
      db.bytes.add({ id: ref.id, bytes }),
      db.attachments.add({ id: ref.id, ref, form, preview, addedAt: now, sentBytes: 0, trouble: null }),
      db.drafts.put({
        id: draftId,
        ticketId,
        args: { ...draft?.args, attachments: [...held, ref] },
        savedAt: now,
      }),
    ]);
    return ref;
  });
}

function toRef(
  id: AttachmentId,
  sizeBytes: number,
  { sha256, mediaType, name, width, height }: Omit<Prepared, "bytes" | "preview">,
): AttachmentRef {
  const size = width === undefined || height === undefined ? {} : { width, height };
  return { id, sha256, sizeBytes, mediaType, name, ...size };
}

/** Taken out of a form again; what became of an action meanwhile stays. */
export function removeAttachment(
  db: ReplicaDatabase,
  { draftId }: Pick<Form, "draftId">,
  id: AttachmentId,
): Promise<void> {
  return db.transaction("rw", ["drafts", "attachments", "bytes"], async () => {
    const [row, draft] = await Promise.all([db.attachments.get(id), db.drafts.get(draftId)]);
    if (draft !== undefined) {
      const left = (attachmentsOf(draft.args) ?? []).filter((ref) => ref.id !== id);
      await db.drafts.put({ ...draft, args: { ...draft.args, attachments: left } });
    }
    if (row === undefined || row.actionId !== undefined) return;
    await Promise.all([db.attachments.delete(id), db.bytes.delete(id)]);
  });
}
