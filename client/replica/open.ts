/** Opens an account's replica, in a window or in the worker. */
import type { Platform } from "../platform";
import { type Clock, createClock } from "./clock";
import type { Author } from "./context";
import { ReplicaDatabase } from "./database";
import { createDirectoryCache } from "./directory";
import type { Replica } from "./intake";
import { ensureClient } from "./numbering";

export interface OpenReplica {
  readonly replica: Replica;
  readonly clock: Clock;
}

/** Throws what IndexedDB throws: no space, storage taken away, a newer version in another tab. */
export async function openReplica(author: Author, platform: Platform): Promise<OpenReplica> {
  const db = new ReplicaDatabase(author.id);
  db.on("versionchange", (event) => {
    // Deleted elsewhere (sign-out, C6): opening it again by itself would bring an empty one to life.
    db.close({ disableAutoOpen: event.newVersion === null });
    return false;
  });
  await db.open();
  await ensureClient(db, platform);
  const directory = createDirectoryCache(db);
  await directory.refresh();
  return { replica: { db, platform, directory, author }, clock: await createClock(db, platform) };
}
