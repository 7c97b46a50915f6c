/** What a screen shows of photos and files: those of a form, of a line, and those that still have to go up. */
import type { Attachment, AttachmentRef } from "../../core/attachments/attachment";
import type { ActionId, AttachmentId, TicketId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { AttachmentRow, AttachmentTrouble } from "../replica/rows";

export interface AttachmentView {
  readonly attachment: Attachment;
  /**
   * here     on this phone, waits for its action or its turn
   * sending  some of it is at the server
   * stored   at the server
   * coming   nobody has seen its bytes but its author's phone, which is not this one, or no more
   */
  readonly state: "here" | "sending" | "stored" | "coming" | AttachmentTrouble;
  /** 0 to 1 of `sending`. */
  readonly share: number;
  readonly preview: Uint8Array | null;
  /** The server has a small picture that this phone does not have yet. */
  readonly isFetchable: boolean;
}

/** In the order given. */
export async function readAttachments(
  db: ReplicaDatabase,
  attachments: readonly Attachment[],
): Promise<readonly AttachmentView[]> {
  const ids = attachments.map(({ id }) => id);
  const [own, kept] = await Promise.all([db.attachments.bulkGet(ids), db.previews.bulkGet(ids)]);
  return attachments.map((attachment, index) => {
    const row = own[index];
    const preview = row?.preview ?? kept[index]?.bytes ?? null;
    const isFetchable = preview === null && attachment.stored?.preview === true;
    return { attachment, ...stateOf(attachment, row, kept[index] !== undefined), preview, isFetchable };
  });
}

function stateOf(
  { stored, sizeBytes }: Attachment,
  row: AttachmentRow | undefined,
  isSeen: boolean,
): Pick<AttachmentView, "state" | "share"> {
  // Confirmed a moment ago: its line says so with the next pull.
  if (stored !== undefined || (row === undefined && isSeen)) return { state: "stored", share: 1 };
  if (row === undefined) return { state: "coming", share: 0 };
  const share = row.sentBytes / sizeBytes;
  if (row.trouble !== null) return { state: row.trouble, share };
  return { state: row.sentBytes > 0 ? "sending" : "here", share };
}

/** One that has to go up. */
export interface WaitingAttachment {
  readonly id: AttachmentId;
  readonly ref: AttachmentRef;
  readonly actionId: ActionId;
  readonly view: AttachmentView;
  /** Null: neither the queue nor what came back nor a line here says. */
  readonly ticketId: TicketId | null;
}

/** Oldest first. */
export async function listWaiting(db: ReplicaDatabase): Promise<readonly WaitingAttachment[]> {
  const rows = await db.attachments.orderBy("actionId").toArray();
  const ids = rows.flatMap(({ actionId }) => actionId ?? []);
  const [views, queued, returned, lines] = await Promise.all([
    readAttachments(
      db,
      rows.map(({ ref }) => ref),
    ),
    db.queue.bulkGet(ids),
    db.returned.bulkGet(ids),
    // The line of what a person did has the action's id.
    db.activities.bulkGet(ids),
  ]);
  return rows.flatMap(({ id, ref, actionId }, index) => {
    const view = views[index];
    if (actionId === undefined || view === undefined) return [];
    const ticketId =
      queued[index]?.action.ticketId ?? returned[index]?.ticketId ?? lines[index]?.ticketId ?? null;
    return [{ id, ref, actionId, view, ticketId }];
  });
}

/** The bytes as they are on this phone; null: not here. */
export async function readBytes(db: ReplicaDatabase, id: AttachmentId): Promise<Uint8Array | null> {
  return (await db.bytes.get(id))?.bytes ?? null;
}

/** A person has decided that it does not go up: it is gone from this phone. */
export function giveUp(db: ReplicaDatabase, id: AttachmentId): Promise<void> {
  return db.transaction("rw", ["attachments", "bytes"], async () => {
    await Promise.all([db.attachments.delete(id), db.bytes.delete(id)]);
  });
}
