import Dexie from "dexie";
import type { AccountId } from "../../core/ids";
import { databaseName } from "../replica/database";
import { exportQueue } from "./export";

/**
 * The same of a database that the app itself could not open, at whatever version it has (C7). Throws what IndexedDB
 * throws.
 */
export async function exportUnopened(accountId: AccountId): Promise<string> {
  // Without a version Dexie takes the database as it is.
  const db = await new Dexie(databaseName(accountId)).open();
  const hasAttachments = db.tables.some(({ name }) => name === "attachments");
  try {
    return await exportQueue({
      db: {
        queue: db.table("queue"),
        returned: db.table("returned"),
        drafts: db.table("drafts"),
        // An app before photos made no tables for them.
        ...(hasAttachments ? { attachments: db.table("attachments"), bytes: db.table("bytes") } : {}),
      },
      platform: { now: () => Date.now() },
      author: { id: accountId },
    });
  } finally {
    db.close();
  }
}
