/**
 * The store in a folder: FOLDER/<two digits>/<key>. An object appears under its name complete and on the disk, or not
 * at all; what a crash leaves of a `put` has a longer name.
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AttachmentStore } from "./store";

/** In each of 256 folders, so that none grows too long to list. */
const digitsLength = 2;

export function createFolderStore(folder: string): AttachmentStore {
  const pathOf = (name: string): string => join(folder, name.slice(0, digitsLength), name);
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
      return handle === null ? null : handle.createReadStream();
    },
    async *listOlder(digits, before) {
      const entries = await opendir(join(folder, digits)).catch(nullWhenAbsent);
      for await (const { name } of entries ?? []) if (await isOlder(pathOf(name), before)) yield name;
    },
    async removeOlder(name, before) {
      if (await isOlder(pathOf(name), before)) await rm(pathOf(name), { force: true });
    },
  };
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

async function isOlder(path: string, before: number): Promise<boolean> {
  const file = await stat(path).catch(nullWhenAbsent);
  return file !== null && file.mtimeMs < before;
}

function nullWhenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
