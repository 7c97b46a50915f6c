/** Photos and files of what is exported (C9): their bytes as text, with their rows, and back. */
import type { AttachmentRef } from "../../core/attachments/attachment";
import { attachmentMaxBytes } from "../../core/attachments/attachment";
import type { ActionId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { AttachmentRow } from "../replica/rows";

export interface AttachmentInFile {
  readonly ref: AttachmentRef;
  readonly form: AttachmentRow["form"];
  /** Absent: of a form half typed. */
  readonly actionId?: ActionId;
  /** Base64. */
  readonly bytes: string;
}

/** One at a time in memory, but for the text itself. A database of an app before photos has none. */
export async function exportAttachments(
  db: Partial<Pick<ReplicaDatabase, "attachments" | "bytes">>,
): Promise<readonly AttachmentInFile[]> {
  const found: AttachmentInFile[] = [];
  for (const { id, ref, form, actionId } of (await db.attachments?.toArray()) ?? []) {
    const row = await db.bytes?.get(id);
    if (row === undefined) continue;
    found.push({ ref, form, ...(actionId === undefined ? {} : { actionId }), bytes: toBase64(row.bytes) });
  }
  return found;
}

/** Those that are not here yet; what is not the bytes that it says is left out. In the caller's transaction. */
export async function importAttachments(
  db: ReplicaDatabase,
  files: readonly AttachmentInFile[],
  now: number,
): Promise<number> {
  let added = 0;
  for (const { ref, form, actionId, bytes: text } of files) {
    const bytes = fromBase64(text);
    if (bytes === null || bytes.length !== ref.sizeBytes) continue;
    if ((await db.attachments.get(ref.id)) !== undefined) continue;
    const row: AttachmentRow = {
      id: ref.id,
      ref,
      form,
      preview: null,
      addedAt: now,
      sentBytes: 0,
      trouble: null,
    };
    await db.attachments.add(actionId === undefined ? row : { ...row, actionId });
    await db.bytes.add({ id: ref.id, bytes });
    added += 1;
  }
  return added;
}

/** The shape, as far as this phone relies on it; the server checks every field again, and the hash. */
export function isAttachmentInFile(value: unknown): value is AttachmentInFile {
  const { ref, form, actionId, bytes } = fieldsOf(value);
  const { id, sha256, sizeBytes, mediaType, name } = fieldsOf(ref);
  const areTexts = [id, sha256, mediaType, name, bytes].every((text) => typeof text === "string");
  if (typeof fieldsOf(form).draftId !== "string") return false;
  if (!areTexts || (actionId !== undefined && typeof actionId !== "string")) return false;
  return typeof sizeBytes === "number" && sizeBytes > 0 && sizeBytes <= attachmentMaxBytes;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** More arguments of one call than this overflow its stack. */
const callMax = 32_768;

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += callMax)
    text += String.fromCharCode(...bytes.subarray(at, at + callMax));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
