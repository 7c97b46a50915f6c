import type { AccountId, AttachmentId } from "../../core/ids";
import type { Database } from "../db";
import { AttachmentRefusal } from "./refusal";

/** An attachment whose bytes are to come. */
export type Expected = {
  readonly id: AttachmentId;
  readonly sha256: string;
  readonly sizeBytes: number;
};

/** Of this account's own. Throws AttachmentRefusal: `attachment.unknown`, `attachment.stored`. */
export async function findExpected(
  database: Database,
  accountId: AccountId,
  id: AttachmentId,
): Promise<Expected> {
  const row = await database.attachment.findUnique({ where: { id } });
  if (row?.accountId !== accountId) throw new AttachmentRefusal("attachment.unknown");
  const { sha256, sizeBytes, state } = row;
  if (state === "stored") throw new AttachmentRefusal("attachment.stored", { sha256 });
  return { id, sha256, sizeBytes };
}
