/**
 * What nobody will ask for again: uploads that stand still, and files that no attachment has (of a ticket that was
 * deleted, or left by a crash). The job process calls this every so often. Each round looks at one of the store's 256
 * folders, so that it stays short however much is stored.
 */
import { opendir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { foldersIn } from "./folders";

/** A turn through all folders takes 43 hours. */
export const sweepEveryMs = 10 * 60_000;
const partialKeptMs = 30 * 86_400_000;
const unnamedKeptMs = 86_400_000;
/** Files that are asked about in one statement. */
const batchSize = 500;

const namedSql = readSql("attachments/sql/named.sql");
const wholeName = /^([0-9a-f]{64})(\.webp)?$/;

/** `now` in epoch ms. The number of files that were removed. */
export async function sweepAttachments(database: Database, dataFolder: string, now: number): Promise<number> {
  const { store, partials } = foldersIn(dataFolder);
  return (
    (await sweepPartials(partials, now - partialKeptMs)) +
    (await sweepShard(database, join(store, shardAt(now)), now - unnamedKeptMs))
  );
}

/** Time says whose turn it is: nothing to remember, and several processes look at the same. */
export function shardAt(now: number): string {
  return (Math.floor(now / sweepEveryMs) % 256).toString(16).padStart(2, "0");
}

async function sweepPartials(folder: string, before: number): Promise<number> {
  let removed = 0;
  for await (const name of namesIn(folder)) {
    // What its creation said is as old as the last byte that came.
    const writtenAt =
      (await readTime(join(folder, name.replace(/\.json$/, "")))) ?? (await readTime(join(folder, name)));
    if (writtenAt === null || writtenAt >= before) continue;
    await rm(join(folder, name), { force: true });
    removed += 1;
  }
  return removed;
}

async function sweepShard(database: Database, folder: string, before: number): Promise<number> {
  let removed = 0;
  let batch: string[] = [];
  const sweepBatch = async (): Promise<void> => {
    for (const name of await listUnnamed(database, batch)) {
      const path = join(folder, name);
      // One that has come again meanwhile is new.
      if (((await readTime(path)) ?? before) >= before) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    batch = [];
  };
  for await (const name of namesIn(folder)) {
    if (((await readTime(join(folder, name))) ?? before) >= before) continue;
    batch.push(name);
    if (batch.length === batchSize) await sweepBatch();
  }
  await sweepBatch();
  return removed;
}

/** Those whose hash no attachment has, stored or expected, and what a write was cut off from. */
async function listUnnamed(database: Database, names: readonly string[]): Promise<string[]> {
  const hashOf = (name: string): string | undefined => wholeName.exec(name)?.[1];
  const hashes = names.flatMap((name) => hashOf(name) ?? []);
  const named = new Set(hashes.length === 0 ? [] : await ask<string[]>(database, namedSql, hashes));
  return names.filter((name) => !named.has(hashOf(name) ?? ""));
}

/** None where there is no such folder. */
async function* namesIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch(nullWhenAbsent);
  for await (const entry of entries ?? []) if (entry.isFile()) yield entry.name;
}

/** When it was last written, epoch ms. */
async function readTime(path: string): Promise<number | null> {
  return (await stat(path).catch(nullWhenAbsent))?.mtimeMs ?? null;
}

function nullWhenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
