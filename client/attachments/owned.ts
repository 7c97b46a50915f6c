/**
 * Whose a photo is on this phone (C8): of the form it was put into, then of the action that form became. All of it in
 * the transaction that changes the owner, so that a killed app leaves no bytes without one and no owner without bytes.
 */
import type { ActionId, AttachmentId, EpochMs } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { attachmentsOf } from "../../core/workflow/words";
import type { ReplicaDatabase } from "../replica/database";
import type { AttachmentRow, QueueEntry } from "../replica/rows";

/**
 * What a form says, less the photos that are not its own to give: whose bytes are not here, which nobody could ever
 * send, and which another action has (the same form in another tab), or the note of the one that this resolves (A5).
 */
export async function withOwn(
  db: ReplicaDatabase,
  args: ActionArgs,
  resolves: ActionId | undefined,
): Promise<ActionArgs> {
  const refs = attachmentsOf(args);
  if (refs === null) return args;
  const [rows, returned] = await Promise.all([
    db.attachments.bulkGet(refs.map(({ id }) => id)),
    resolves === undefined ? undefined : db.returned.get(resolves),
  ]);
  const isKept = returned?.outcome.kind === "returned" && returned.outcome.noteKept;
  const isOwn = (row: AttachmentRow | undefined): boolean =>
    row !== undefined && (row.actionId === undefined || (row.actionId === resolves && !isKept));
  return { ...args, attachments: refs.filter((_, index) => isOwn(rows[index])) };
}

/** From now on they wait for their action and go up after it. */
export async function handOver(db: ReplicaDatabase, entries: readonly QueueEntry[]): Promise<void> {
  for (const { actionId, action } of entries) {
    for (const { id } of attachmentsOf(action.args) ?? []) await db.attachments.update(id, { actionId });
  }
}

/** What was put into a form and is no action's yet. */
export function readOfForm(db: ReplicaDatabase, draftId: string): Promise<readonly AttachmentRow[]> {
  return rowsOfForm(db, draftId).toArray();
}

/**
 * What was put into the form and did not go with its action stays, in a draft that names it (P2). `put`: what
 * `readOfForm` found before; `gone`: the actions it could have gone with.
 */
export async function keepLeft(
  db: ReplicaDatabase,
  draftId: string,
  put: readonly AttachmentRow[],
  gone: readonly QueueEntry[],
  now: EpochMs,
): Promise<void> {
  const taken = new Set(gone.flatMap(({ action }) => attachmentsOf(action.args) ?? []).map(({ id }) => id));
  const left = put.filter(({ id }) => !taken.has(id));
  const [first] = left;
  if (first === undefined) return;
  const attachments = left.map(({ ref }) => ref);
  await db.drafts.put({ id: draftId, ticketId: first.form.ticketId, args: { attachments }, savedAt: now });
}

/** Of an action that nobody will ever see. */
export async function dropOf(db: ReplicaDatabase, actionId: ActionId): Promise<void> {
  await drop(db, await db.attachments.where("actionId").equals(actionId).primaryKeys());
}

/** Of a choice that was taken back: what came back has its own again, what was added to it goes. */
export async function giveBack(db: ReplicaDatabase, from: ActionId, to: ActionId): Promise<void> {
  const returned = await db.returned.get(to);
  const named = new Set((returned && attachmentsOf(returned.action.args))?.map(({ id }) => id));
  await db.attachments
    .where("actionId")
    .equals(from)
    .filter(({ id }) => named.has(id))
    .modify({ actionId: to });
  await dropOf(db, from);
}

/** The form and what was put into it; what became of an action meanwhile stays. */
export function dropDraft(db: ReplicaDatabase, draftId: string): Promise<void> {
  return db.transaction("rw", ["drafts", "attachments", "bytes"], async () => {
    await drop(db, await rowsOfForm(db, draftId).primaryKeys());
    await db.drafts.delete(draftId);
  });
}

function rowsOfForm(db: ReplicaDatabase, draftId: string) {
  return db.attachments
    .where("form.draftId")
    .equals(draftId)
    .filter(({ actionId }) => actionId === undefined);
}

async function drop(db: ReplicaDatabase, ids: readonly AttachmentId[]): Promise<void> {
  if (ids.length === 0) return;
  await Promise.all([db.attachments.bulkDelete([...ids]), db.bytes.bulkDelete([...ids])]);
}
