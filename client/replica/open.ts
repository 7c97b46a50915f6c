/** Opens an account's replica, in a window or in the worker. */
import type { ClientId } from "../../core/ids";
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
  /** Nothing was there before, to a window's knowledge: the first time, or the phone's system took it away. */
  readonly isNew: boolean;
}

/**
 * Throws what IndexedDB throws: no space, storage taken away, a newer version in another tab. `onBlocked`: an old tab
 * keeps an old version open, and this waits for its end (C7). `clientId`: for a replica that is not there yet.
 * `isBehind`: in the worker, where nobody sees that it is new; the next window is told that it is.
 */
export async function openReplica(
  author: Author,
  platform: Platform,
  onBlocked: () => void = () => {},
  {
    clientId,
    isBehind = false,
  }: { readonly clientId?: ClientId | undefined; readonly isBehind?: boolean } = {},
): Promise<OpenReplica> {
  const db = new ReplicaDatabase(author.id);
  db.on("blocked", onBlocked);
  db.on("versionchange", (event) => {
    // Deleted elsewhere (sign-out, C6): opening it again by itself would bring an empty one to life.
    db.close({ disableAutoOpen: event.newVersion === null });
    return false;
  });
  await db.open();
  const isNew = await ensureClient(db, platform, isBehind, clientId);
  const directory = createDirectoryCache(db);
  await directory.refresh();
  return { replica: { db, platform, directory, author }, clock: await createClock(db, platform), isNew };
}
