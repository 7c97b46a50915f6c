/**
 * Phones: an IndexedDB each, one person each, one or two tabs of the real client. What may go wrong with a phone is
 * done to it here: its tab is killed in the middle of a transaction, its disk is full, its database is closed.
 */
import Dexie from "dexie";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import type { Platform } from "../../client/platform";
import { ReplicaDatabase } from "../../client/replica/database";
import { type OpenReplica, openReplica } from "../../client/replica/open";
import { createSyncLoop, type SyncLoop } from "../../client/sync/loop";
import type { Transport } from "../../client/transport";
import type { ClientId } from "../../core/ids";
import type { SimulatedPerson } from "./desk";
import { createDice } from "./dice";
import type { World } from "./world";

export interface Phone {
  readonly name: string;
  readonly person: SimulatedPerson;
  /** Another one after a backup was restored; null while that goes on. */
  factory: IDBFactory | null;
  readonly tabs: Tab[];
  readonly isNewerApp: boolean;
  /** Whether its browser keeps two tabs from sending at once. */
  readonly hasLocks: boolean;
  lock: Promise<void>;
  isOnline: boolean;
  /** Online as far as the browser knows, and nothing gets through. */
  isUnheard: boolean;
  /** By numbering: up to where an answer that it got said that the server knows. */
  readonly heard: Map<ClientId, number>;
  isSignedIn: boolean;
  /** What its app speaks; 0 is too old to pull. */
  protocol: number;
  /** Its wall clock beside the world's. */
  clockMs: number;
  tabsOpened: number;
}

export interface Tab extends OpenReplica {
  readonly name: string;
  readonly phone: Phone;
  readonly factory: IDBFactory;
  readonly loop: SyncLoop;
  readonly transport: Transport;
  isAlive: boolean;
}

export function createPhone(world: World, index: number, person: SimulatedPerson): Phone {
  const dice = createDice(world.seed, `phone ${index}`);
  return {
    name: `p${index}`,
    person,
    factory: new IDBFactory(),
    tabs: [],
    isNewerApp: dice.chance(0.3),
    hasLocks: dice.chance(0.4),
    lock: Promise.resolve(),
    isOnline: true,
    isUnheard: false,
    heard: new Map(),
    isSignedIn: true,
    protocol: 1,
    clockMs: dice.below(120_000) - 60_000,
    tabsOpened: 0,
  };
}

/** Resolves when the tab shows its replica. */
export async function openTab(
  world: World,
  phone: Phone,
  transportOf: (phone: Phone, isAlive: () => boolean) => Transport,
): Promise<Tab> {
  const { factory } = phone;
  if (factory === null) throw new Error("the phone is being restored");
  const name = `${phone.name}.${++phone.tabsOpened}`;
  let tab: Tab | null = null;
  const isAlive = (): boolean => tab === null || tab.isAlive;
  const platform = createPlatform(world, phone, name, isAlive);
  // Dexie takes these as the database is made, which openReplica does before anything else.
  Dexie.dependencies.indexedDB = factory;
  Dexie.dependencies.IDBKeyRange = IDBKeyRange as unknown as typeof globalThis.IDBKeyRange;
  const open = await openReplica({ id: phone.person.id, role: phone.person.role }, platform);
  const transport = transportOf(phone, isAlive);
  const loop = createSyncLoop(open.replica, transport, open.clock);
  tab = { ...open, name, phone, factory, loop, transport, isAlive: true };
  if (phone.factory !== factory) {
    open.replica.db.close();
    throw new Error("the phone was restored meanwhile");
  }
  phone.tabs.push(tab);
  loop.kick("open");
  return tab;
}

export function closeTab(tab: Tab): void {
  tab.isAlive = false;
  tab.loop.stop();
  tab.phone.tabs.splice(tab.phone.tabs.indexOf(tab), 1);
  tab.replica.db.close();
}

/** The inside of fake-indexeddb that a crash reaches for. */
interface RawTransaction {
  readonly _state: "active" | "inactive" | "committing" | "finished";
  readonly mode: string;
  readonly db: unknown;
  _abort(errorName: string | null): void;
}
interface RawConnection {
  readonly _rawDatabase: { readonly transactions: readonly RawTransaction[] };
}

function openWrites({ replica }: Tab): readonly RawTransaction[] {
  if (!replica.db.isOpen()) return [];
  const connection = replica.db.backendDB() as unknown as RawConnection;
  return connection._rawDatabase.transactions.filter(
    (one) => one.db === connection && one.mode === "readwrite" && isUnfinished(one),
  );
}
const isUnfinished = ({ _state }: RawTransaction): boolean => _state === "active" || _state === "inactive";

/** The browser kills the tab: what is not committed is not there. False: it was not writing anything. */
export function crashIfWriting(tab: Tab): boolean {
  const writes = openWrites(tab);
  if (writes.length === 0) return false;
  for (const one of writes) one._abort("AbortError");
  closeTab(tab);
  return true;
}

/** The disk is full: the transaction under way aborts. False: there was none. */
export function failWrite(tab: Tab): boolean {
  const [write] = openWrites(tab);
  if (write === undefined) return false;
  write._abort("QuotaExceededError");
  return true;
}

/** iOS takes the connection away; the app is not asked. False: it has none. */
export function closeUnder(tab: Tab): boolean {
  if (!tab.replica.db.isOpen()) return false;
  tab.replica.db.backendDB().close();
  return true;
}

/** Everything that a phone's IndexedDB held at one moment, by table. */
export type Backup = ReadonlyMap<string, readonly unknown[]>;

/** As the phone's own backup would take it: one snapshot. Throws when the tab cannot be read. */
export async function backUp({ replica: { db } }: Tab): Promise<Backup> {
  return db.transaction("r", db.tables, async () => {
    const rows = new Map<string, readonly unknown[]>();
    for (const table of db.tables) rows.set(table.name, await table.toArray());
    return rows;
  });
}

/** The phone is what it was at the backup; all of its tabs are gone. */
export async function restoreBackup(phone: Phone, backup: Backup): Promise<void> {
  for (const tab of [...phone.tabs]) closeTab(tab);
  phone.factory = null;
  const factory = new IDBFactory();
  Dexie.dependencies.indexedDB = factory;
  const db = new ReplicaDatabase(phone.person.id);
  // Dexie opens at once, so that what another phone opens meanwhile is not this one's.
  await db.open();
  for (const table of db.tables) await table.bulkPut([...(backup.get(table.name) ?? [])]);
  db.close();
  phone.factory = factory;
}

/** The system threw the app's data away, or it is a new phone: everything comes anew. */
export function clearData(phone: Phone): void {
  for (const tab of [...phone.tabs]) closeTab(tab);
  phone.factory = new IDBFactory();
}

function createPlatform(world: World, phone: Phone, name: string, isAlive: () => boolean): Platform {
  const dice = createDice(world.seed, `platform ${name}`);
  const startedAt = world.now();
  return {
    now: () => world.now() + phone.clockMs,
    monotonic: () => world.now() - startedAt,
    random: () => dice.next(),
    randomBytes: (count) => dice.bytes(count),
    after: (delayMs, call) => world.after(delayMs, `${name} wakes`, () => void (isAlive() && call())),
    online: () => phone.isOnline,
    exclusive: (_name, waitMs, work) => (phone.hasLocks ? runAlone(world, phone, waitMs, work) : work()),
    idle: () => Promise.resolve(),
    drawn: () => Promise.resolve(),
    report: (error) => world.remark(`${name} reports ${String(error).slice(0, 160)}`),
  };
}

/** A Web Lock with its time limit. A tab that died gives it back. */
async function runAlone(
  world: World,
  phone: Phone,
  waitMs: number,
  work: () => Promise<void>,
): Promise<void> {
  const before = phone.lock;
  let release = (): void => undefined;
  phone.lock = new Promise((resolve) => {
    release = resolve;
  });
  let cancel = (): void => undefined;
  const patience = new Promise<void>((resolve) => {
    cancel = world.after(waitMs, "", resolve);
  });
  await Promise.race([before, patience]);
  cancel();
  try {
    await work();
  } finally {
    release();
  }
}
