/** Our client as the app opens it, without screens. */
import Dexie, { liveQuery } from "dexie";
import { readAccount } from "../../../client/device";
import { type Genba, openGenba } from "../../../client/genba";
import { createBrowserPlatform } from "../../../client/platform";
import { databaseName } from "../../../client/replica/database";
import { signIn } from "../../../client/session";
import { createBrowserTriggers, type Triggers } from "../../../client/sync/triggers";
import { createTrpcTransport } from "../../../client/trpc-transport";
import type { TicketId } from "../../../core/ids";
import type { SyncDriver } from "./driver";

const noTriggers: Triggers = { start: () => () => {}, saved: async () => {} };
const password = "genba-demo";

let genba: Genba | null = null;

async function open(live: boolean): Promise<Genba> {
  const account = await readAccount();
  if (account === null) throw new Error("nobody is signed in");
  const platform = createBrowserPlatform();
  const triggers = live ? createBrowserTriggers(platform) : noTriggers;
  return openGenba(account, { platform, transport: createTrpcTransport(), triggers });
}

function opened(): Genba {
  if (genba === null) throw new Error("not open");
  return genba;
}

/** Resolves at the first state for which `isDone`, a later one than the present. */
function until(on: Genba, isDone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = on.sync.subscribe(() => {
      if (!isDone()) return;
      stop();
      resolve();
    });
  });
}

const isSynced = (on: Genba): boolean => {
  const state = on.sync.state();
  return state.tag === "idle" && state.syncedAt !== null;
};

function untilQuery<Value>(query: () => Promise<Value>, isDone: (value: Value) => boolean): Promise<number> {
  return new Promise((resolve) => {
    const subscription = liveQuery(query).subscribe((value) => {
      if (!isDone(value)) return;
      resolve(Date.now());
      setTimeout(() => subscription.unsubscribe());
    });
  });
}

async function draft(on: Genba, id: string, title: string) {
  const row = await on.db.tickets.get(id as TicketId);
  return {
    type: "edit",
    ticketId: id as TicketId,
    args: { title, from: { title: row?.ticket.title ?? "" } },
  } as const;
}

async function save(on: Genba, id: string, title: string): Promise<void> {
  const saved = await on.enqueue(await draft(on, id, title));
  if (saved.kind !== "saved") throw new Error(`refused: ${saved.outcome.code}`);
}

const driver: SyncDriver = {
  async prepare({ name }) {
    const signed = await signIn(`${name}@bench.example`, password);
    if (signed.tag !== "signedIn") throw new Error(`sign-in: ${signed.tag}`);
  },
  async firstSync({ live }) {
    const started = performance.now();
    let firstMs = 0;
    const on = await open(live);
    genba = on;
    const stop = on.sync.subscribe((state) => {
      if (state.tag === "firstSync" && state.done > 0 && firstMs === 0) firstMs = performance.now() - started;
    });
    await until(on, () => isSynced(on));
    const completeMs = performance.now() - started;
    stop();
    return { firstMs, completeMs, rows: await on.db.tickets.count() };
  },
  async ids(count) {
    return opened().db.tickets.orderBy("id").limit(count).primaryKeys();
  },
  async edit(ids, title) {
    const started = performance.now();
    for (const id of ids) await save(opened(), id, title);
    return performance.now() - started;
  },
  async drain() {
    const on = opened();
    const started = performance.now();
    const empty = untilQuery(
      () => on.db.queue.count(),
      (waiting) => waiting === 0,
    );
    on.sync.kick("online");
    await empty;
    const took = performance.now() - started;
    const cameBack = await on.db.returned.count();
    if (cameBack > 0) throw new Error(`${cameBack} edits came back`);
    return took;
  },
  async catchUp() {
    const on = opened();
    const started = performance.now();
    const synced = until(on, () => isSynced(on));
    on.sync.kick("user");
    await synced;
    return performance.now() - started;
  },
  count: (title) =>
    opened()
      .db.tickets.filter((row) => row.ticket.title === title)
      .count(),
  async editOne(id, title) {
    const at = Date.now();
    await save(opened(), id, title);
    return at;
  },
  shows: (id, title) =>
    untilQuery(
      () => opened().db.tickets.get(id as TicketId),
      (row) => row?.ticket.title === title,
    ),
  async settle() {
    const { db } = opened();
    const tickets = await db.tickets.count();
    await untilQuery(
      async () => [await db.search.count(), await db.queue.count()],
      ([indexed, waiting]) => indexed === tickets && waiting === 0,
    );
  },
  async reset() {
    genba?.close();
    genba = null;
    const account = await readAccount();
    if (account !== null) await Dexie.delete(databaseName(account.id));
  },
};
globalThis.bench = driver;
