/** RxDB over Dexie with its HTTP replication, as its documentation sets it up. */
import { createRxDatabase, removeRxDatabase } from "rxdb/plugins/core";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";
import { firstValueFrom, Subject } from "rxjs";
import { filter } from "rxjs/operators";

const pullBatch = 1_000;
const pushBatch = 100;
const text = { type: "string" };
const number = { type: "number" };
const schema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 40 },
    number,
    flow: text,
    stage: text,
    title: text,
    description: text,
    impact: text,
    urgency: text,
    priority: text,
    groupId: { type: "string", maxLength: 20 },
    openerId: text,
    openedAt: number,
    updatedAt: number,
  },
  required: ["id", "updatedAt"],
};

let group = "";
let database = null;
let tickets = null;
let replication = null;
let stopStream = () => {};
let isLive = false;

async function open() {
  database = await createRxDatabase({ name: "bench", storage: getRxStorageDexie() });
  ({ tickets } = await database.addCollections({ tickets: { schema } }));
}

function replicate(live) {
  const stream = new Subject();
  if (live) {
    const source = new EventSource(`/stream?group=${group}`);
    source.onmessage = (event) => stream.next(JSON.parse(event.data));
    source.onerror = () => stream.next("RESYNC");
    stopStream = () => source.close();
  }
  replication = replicateRxCollection({
    collection: tickets,
    replicationIdentifier: "bench-http",
    live,
    retryTime: 1_000,
    push: {
      batchSize: pushBatch,
      handler: (changes) => post(`/push?group=${group}`, changes),
    },
    pull: {
      batchSize: pullBatch,
      stream$: stream.asObservable(),
      async handler(checkpoint, limit) {
        const query = new URLSearchParams({ group, limit: String(limit), ...checkpoint });
        return (await fetch(`/pull?${query}`)).json();
      },
    },
  });
  return replication;
}

async function post(url, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return answer.json();
}

async function stop() {
  stopStream();
  await replication?.cancel();
  replication = null;
}

/** Starts a replication and waits until both directions are done. */
async function syncOnce(live) {
  const state = replicate(live);
  await state.awaitInitialReplication();
  await state.awaitInSync();
}

async function patch(id, title) {
  const document = await tickets.findOne(id).exec();
  await document.incrementalPatch({ title, updatedAt: Date.now() });
}

globalThis.bench = {
  async prepare(phone) {
    group = phone.group;
  },
  async firstSync({ live }) {
    isLive = live;
    const started = performance.now();
    let firstMs = 0;
    await open();
    const state = replicate(live);
    state.received$.subscribe(() => {
      if (firstMs === 0) firstMs = performance.now() - started;
    });
    await state.awaitInitialReplication();
    const completeMs = performance.now() - started;
    const rows = await tickets.count().exec();
    if (!live) await stop();
    return { firstMs, completeMs, rows };
  },
  async ids(count) {
    const found = await tickets.find({ limit: count, sort: [{ id: "asc" }] }).exec();
    return found.map((document) => document.id);
  },
  async edit(ids, title) {
    await stop();
    const started = performance.now();
    for (const id of ids) await patch(id, title);
    return performance.now() - started;
  },
  async drain() {
    const started = performance.now();
    await syncOnce(isLive);
    return performance.now() - started;
  },
  async catchUp() {
    const started = performance.now();
    await syncOnce(false);
    const took = performance.now() - started;
    await stop();
    return took;
  },
  async count(title) {
    // Its own count() wants an index for that; nothing here is timed.
    return (await tickets.find({ selector: { title } }).exec()).length;
  },
  async editOne(id, title) {
    const at = Date.now();
    await patch(id, title);
    return at;
  },
  async shows(id, title) {
    const shown = tickets.findOne(id).$.pipe(filter((document) => document?.title === title));
    await firstValueFrom(shown);
    return Date.now();
  },
  async settle() {
    await replication?.awaitInSync();
  },
  async reset() {
    await stop();
    await database?.close();
    database = null;
    await removeRxDatabase("bench", getRxStorageDexie());
  },
};
