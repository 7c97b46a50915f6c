/** Whether there is room for what is to come: on the disk, and in what one account may have under way. */
import { ask, readSql } from "../sql";
import type { Expected } from "./expected";
import type { Means } from "./means";
import { AttachmentRefusal } from "./refusal";
import { partialKeptMs } from "./sweep";

/** Left to the database and to everything else on that disk. */
const reserveBytes = 2 ** 30;

/** Expected of one account at a time. */
const expectedMax = 2_000;
const expectedMaxBytes = 5 * 2 ** 30;

const aheadSql = readSql("attachments/sql/ahead.sql");

/** Throws AttachmentRefusal `attachment.noSpace`: the phone tries later. */
export async function requireDisk(means: Pick<Means, "readFreeBytes">, bytes: number): Promise<void> {
  if ((await means.readFreeBytes()) - bytes < reserveBytes) throw new AttachmentRefusal("attachment.noSpace");
}

/**
 * Throws AttachmentRefusal `attachment.quota` where too much that was named before has not come yet. The oldest always
 * may, so that a phone with more than that is never stuck. `now`: epoch ms.
 */
export async function requireQuota(
  { database }: Pick<Means, "database">,
  { id, sizeBytes }: Expected,
  now: number,
): Promise<void> {
  const ahead = await ask<{ count: number; sizeBytes: number }>(
    database,
    aheadSql,
    id,
    // The photos of a phone that was lost do not count for ever.
    new Date(now - partialKeptMs),
  );
  if (ahead === null) return;
  if (ahead.count >= expectedMax || ahead.sizeBytes + sizeBytes > expectedMaxBytes)
    throw new AttachmentRefusal("attachment.quota");
}
