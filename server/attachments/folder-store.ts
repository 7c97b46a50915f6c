/**
 * The store in a folder: FOLDER/<two digits>/<key>. An object appears under its name complete and on the disk, or not
 * at all; what a crash leaves of a write has a longer name and is swept (sweep.ts).
 */
import { randomUUID } from "node:crypto";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AttachmentStore, StoreKey } from "./store";

export function createFolderStore(folder: string): AttachmentStore {
  const pathOf = (key: StoreKey): string => join(folder, shardOf(key), key);
  return {
    async put(key, chunks) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${randomUUID()}`;
      try {
        await write(temporary, chunks);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
      await syncFolder(folder);
    },
    async open(key) {
      const handle = await open(pathOf(key), "r").catch(nullWhenAbsent);
      if (handle === null) return null;
      const { size } = await handle.stat();
      return { sizeBytes: size, bytes: handle.createReadStream() };
    },
    has: (key) =>
      access(pathOf(key)).then(
        () => true,
        () => false,
      ),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** One of 256 folders, so that none grows too long to list. */
export function shardOf(name: string): string {
  return name.slice(0, 2);
}

async function write(path: string, chunks: Parameters<AttachmentStore["put"]>[1]): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const chunk of chunks) await handle.appendFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name in a folder lasts only once the folder itself is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function nullWhenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
