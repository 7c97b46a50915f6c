/**
 * What nobody will ask for again: uploads that stand still, and files that no attachment has (of a ticket that was
 * deleted, or left by a crash). The job process calls this every so often. Each round looks at a 256th of the store, so
 * that it stays short however much lies there.
 */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { foldersIn } from "./folders";
import { type AttachmentStore, hashOf } from "./store";

/** A turn through all of the store takes 43 hours. */
export const sweepEveryMs = 10 * 60_000;
export const partialKeptMs = 30 * 86_400_000;
const unnamedKeptMs = 86_400_000;
/** Files that are asked about in one statement. */
const batchSize = 500;

const namedSql = readSql("attachments/sql/named.sql");

/** `now` in epoch ms. The number of files that were let go. */
export async function sweepAttachments(
  database: Database,
  { dataFolder, store }: { readonly dataFolder: string; readonly store: AttachmentStore },
  now: number,
): Promise<number> {
  const still = await sweepPartials(foldersIn(dataFolder).partials, now - partialKeptMs);
  return still + (await sweepStore(database, store, digitsAt(now), now - unnamedKeptMs));
}

/** Time says whose turn it is: nothing to remember, and several processes look at the same. */
export function digitsAt(now: number): string {
  return (Math.floor(now / sweepEveryMs) % 256).toString(16).padStart(2, "0");
}

async function sweepPartials(folder: string, before: number): Promise<number> {
  let count = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    // What its creation said is as old as the last byte that came.
    const bytesName = name.replace(/\.json$/, "");
    const writtenAt = (await readTime(join(folder, bytesName))) ?? (await readTime(join(folder, name)));
    if (writtenAt === null || writtenAt >= before) continue;
    await rm(join(folder, name), { force: true });
    count += 1;
  }
  return count;
}

async function sweepStore(
  database: Database,
  store: AttachmentStore,
  digits: string,
  before: number,
): Promise<number> {
  let count = 0;
  let batch: string[] = [];
  const sweepBatch = async (): Promise<void> => {
    for (const name of await listUnnamed(database, batch)) {
      await store.removeOlder(name, before);
      count += 1;
    }
    batch = [];
  };
  for await (const name of store.listOlder(digits, before)) {
    batch.push(name);
    if (batch.length === batchSize) await sweepBatch();
  }
  await sweepBatch();
  return count;
}

/** Those whose hash no attachment has, stored or expected, and what is no key. */
async function listUnnamed(database: Database, names: readonly string[]): Promise<string[]> {
  const hashes = names.flatMap((name) => hashOf(name) ?? []);
  const named = new Set(hashes.length === 0 ? [] : await ask<string[]>(database, namedSql, hashes));
  return names.filter((name) => !named.has(hashOf(name) ?? ""));
}

/** When it was last written, epoch ms; null: there is none. */
async function readTime(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}
