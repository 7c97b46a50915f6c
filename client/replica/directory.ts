/**
 * The desk in memory: `decide` and `available` are synchronous and look people and groups up many times. One copy a
 * runtime, known by the version that every write of the directory raises, so that a copy another tab has made old is
 * noticed, also in the middle of a transaction. What a transaction reads is its own until it commits: one that aborts
 * (quota) gives its version back, and the next commit carries the same with other rows.
 */

import Dexie, { type Transaction } from "dexie";
import type { Blackout } from "../../core/directory/blackout";
import type {
  Asset,
  Category,
  ChangeTemplate,
  Delegation,
  DirectoryRow,
  Group,
  KnownError,
  Parameters,
  Person,
  Site,
} from "../../core/directory/directory";
import type { Calendar } from "../../core/sla/calendar";
import type { SlaTarget } from "../../core/sla/targets";
import type { ReplicaDatabase } from "./database";

export interface Directory {
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly templates: ReadonlyMap<string, ChangeTemplate>;
  readonly delegations: readonly Delegation[];
  /** None for requesters. */
  readonly knownErrors: readonly KnownError[];
  readonly blackouts: readonly Blackout[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly slaTargets: ReadonlyMap<string, SlaTarget>;
  /** Null until the first page is in. */
  readonly parameters: Parameters | null;
}

export interface DirectoryCache {
  current(): Directory;
  /**
   * Reads the table again if it has changed. Joins a transaction it is called in (stores: meta, directory); `version`:
   * where that transaction has read it already.
   */
  refresh(version?: number): Promise<Directory>;
  subscribe(listener: () => void): () => void;
}

export function createDirectoryCache(db: ReplicaDatabase): DirectoryCache {
  let loaded = { version: -1, directory: indexDirectory([]) };
  const listeners = new Set<() => void>();
  const keep = (read: typeof loaded): void => {
    loaded = read;
    for (const listener of listeners) listener();
  };
  return {
    current: () => loaded.directory,
    async refresh(known) {
      const transaction = committing(Dexie.currentTransaction);
      const version = known ?? (await directoryVersion(db));
      if (version === loaded.version) return loaded.directory;
      const read = { version, directory: indexDirectory(await db.directory.toArray()) };
      if (transaction === null) keep(read);
      else transaction.on("complete", () => keep(read));
      return read.directory;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The outermost one: those inside are complete before anything is on disk. */
function committing(transaction: Transaction | null): Transaction | null {
  let outer = transaction;
  while (outer?.parent) outer = outer.parent;
  return outer;
}

async function directoryVersion(db: ReplicaDatabase): Promise<number> {
  const row = await db.meta.get("directory");
  return row?.key === "directory" ? row.version : 0;
}

/** Writes rows and removes keys, inside the caller's transaction. `whole`: what is not in `puts` goes. */
export async function writeDirectory(
  db: ReplicaDatabase,
  change: {
    readonly puts: readonly DirectoryRow[];
    readonly removes: readonly { readonly kind: string; readonly id: string }[];
    readonly whole: boolean;
  },
): Promise<boolean> {
  if (!change.whole && change.puts.length === 0 && change.removes.length === 0) return false;
  if (change.whole) await db.directory.clear();
  await db.directory.bulkDelete(change.removes.map((row) => [row.kind, row.id]));
  await db.directory.bulkPut(change.puts);
  await db.meta.put({ key: "directory", version: (await directoryVersion(db)) + 1 });
  return true;
}

export function indexDirectory(rows: readonly DirectoryRow[]): Directory {
  const people = new Map<string, Person>();
  const groups = new Map<string, Group>();
  const sites = new Map<string, Site>();
  const categories = new Map<string, Category>();
  const assets = new Map<string, Asset>();
  const templates = new Map<string, ChangeTemplate>();
  const delegations: Delegation[] = [];
  const knownErrors: KnownError[] = [];
  const blackouts: Blackout[] = [];
  const calendars = new Map<string, Calendar>();
  const slaTargets = new Map<string, SlaTarget>();
  let parameters: Parameters | null = null;
  for (const row of rows) {
    switch (row.kind) {
      case "person":
        people.set(row.id, row.value);
        break;
      case "group":
        groups.set(row.id, row.value);
        break;
      case "delegation":
        delegations.push(row.value);
        break;
      case "site":
        sites.set(row.id, row.value);
        break;
      case "category":
        categories.set(row.id, row.value);
        break;
      case "asset":
        assets.set(row.id, row.value);
        break;
      case "template":
        templates.set(row.id, row.value);
        break;
      case "calendar":
        calendars.set(row.id, row.value);
        break;
      case "slaTarget":
        slaTargets.set(row.id, row.value);
        break;
      case "parameters":
        parameters = row.value;
        break;
      case "knownError":
        knownErrors.push(row.value);
        break;
      case "blackout":
        blackouts.push(row.value);
        break;
    }
  }
  const maps = { people, groups, sites, categories, assets, templates, calendars, slaTargets };
  return { ...maps, delegations, knownErrors, blackouts, parameters };
}
