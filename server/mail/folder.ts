/** Without an SMTP server: each mail a file that mail programs open, the newest of them kept. */
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Post } from "./post";

const keptMax = 1_000;
const ending = ".eml";

/** Files whose names sort by time, for their owner's eyes alone. `now` in epoch ms. */
export function createFolderPost(folder: string, now: () => number, kept = keptMax): Post {
  return async ({ id, raw }) => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${new Date(now()).toISOString().replace(/[-:.]/g, "")}-${id.replace(/[^\w-]/g, "-")}`;
      await writeWhole(folder, `${name}${ending}`, raw);
      await removeOldest(folder, kept);
      return { kind: "taken" };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const line = `mails cannot be written to ${folder} (${code ?? "unknown"})`;
      return { kind: "away", error: code ?? "unknown", alarm: line };
    }
  };
}

/** Under its name it is whole, whenever the machine stops. */
async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  const unfinished = join(folder, `.${randomUUID()}`);
  const file = await open(unfinished, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(folder, name));
}

/** Another process may do the same at this moment. */
async function removeOldest(folder: string, kept: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
  const surplus = names.slice(0, Math.max(0, names.length - kept));
  await Promise.all(surplus.map((name) => rm(join(folder, name), { force: true })));
}
