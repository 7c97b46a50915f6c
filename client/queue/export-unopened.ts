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
  try {
    return await exportQueue({
      db: { queue: db.table("queue"), returned: db.table("returned"), drafts: db.table("drafts") },
      platform: { now: () => Date.now() },
      author: { id: accountId },
    });
  } finally {
    db.close();
  }
}
