/**
 * Whose a photo is on this phone (C8): of the form it was put into, then of the action that form became. All of it in
 * the transaction that changes the owner, so that a killed app leaves no bytes without one and no owner without bytes.
 */
import type { ActionId, AttachmentId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { attachmentsOf } from "../../core/workflow/words";
import type { ReplicaDatabase } from "../replica/database";
import type { QueueEntry } from "../replica/rows";

/** What a form says, less the photos whose bytes are not here: nobody could ever send them. */
export async function withOwnBytes(db: ReplicaDatabase, args: ActionArgs): Promise<ActionArgs> {
  const refs = attachmentsOf(args);
  if (refs === null) return args;
  const rows = await db.attachments.bulkGet(refs.map(({ id }) => id));
  return { ...args, attachments: refs.filter((_, index) => rows[index] !== undefined) };
}

/** From now on they wait for their action and go up after it. */
export async function handOver(db: ReplicaDatabase, entries: readonly QueueEntry[]): Promise<void> {
  for (const { actionId, action } of entries) {
    for (const { id } of attachmentsOf(action.args) ?? []) await db.attachments.update(id, { actionId });
  }
}

/** Of an action that nobody will ever see. */
export async function dropOf(db: ReplicaDatabase, actionId: ActionId): Promise<void> {
  await drop(db, await db.attachments.where("actionId").equals(actionId).primaryKeys());
}

/** Of a choice that was taken back: they are again of what it was about. */
export async function giveBack(db: ReplicaDatabase, from: ActionId, to: ActionId): Promise<void> {
  await db.attachments.where("actionId").equals(from).modify({ actionId: to });
}

/** The form and what was put into it; what became of an action meanwhile stays. */
export function dropDraft(db: ReplicaDatabase, draftId: string): Promise<void> {
  return db.transaction("rw", ["drafts", "attachments", "bytes"], async () => {
    const rows = db.attachments.filter((row) => row.form.draftId === draftId && row.actionId === undefined);
    await drop(db, await rows.primaryKeys());
    await db.drafts.delete(draftId);
  });
}

async function drop(db: ReplicaDatabase, ids: readonly AttachmentId[]): Promise<void> {
  if (ids.length === 0) return;
  await Promise.all([db.attachments.bulkDelete([...ids]), db.bytes.bulkDelete([...ids])]);
}
