import type { AccountId, AttachmentId } from "../../core/ids";
import type { Database } from "../db";

export type AttachmentState =
  /** Not named by an action that was decided, or not by this account. */
  | { readonly id: AttachmentId; readonly state: "unknown" }
  | { readonly id: AttachmentId; readonly state: "expected" }
  /** What is stored has this hash. */
  | { readonly id: AttachmentId; readonly state: "stored"; readonly sha256: string };

/** What has become of these, in their order; another's are unknown (A9). */
export async function readStates(
  database: Database,
  accountId: AccountId,
  ids: readonly AttachmentId[],
): Promise<readonly AttachmentState[]> {
  const rows = await database.attachment.findMany({ where: { id: { in: [...ids] }, accountId } });
  const rowsById = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = rowsById.get(id);
    if (row === undefined) return { id, state: "unknown" };
    return row.state === "stored" ? { id, state: "stored", sha256: row.sha256 } : { id, state: "expected" };
  });
}
