/** PouchDB in the browser over its IndexedDB adapter, replicating with its own protocol. */
import PouchDB from "pouchdb-browser";

const batch = { batch_size: 1_000, batches_limit: 5 };

let remoteUrl = "";
let local = null;
let live = null;
let wantsLive = false;

function open() {
  local = new PouchDB("bench", { auto_compaction: true, revs_limit: 10 });
}

const remote = () => new PouchDB(remoteUrl);

function startLive() {
  live = local.sync(remote(), { live: true, retry: true, ...batch });
  live.on("error", () => {});
}

async function stopLive() {
  if (live === null) return;
  const ended = new Promise((resolve) => live.on("complete", resolve));
  live.cancel();
  live = null;
  await ended;
}

async function save(id, title) {
  const document = await local.get(id);
  await local.put({ ...document, title, updatedAt: Date.now() });
}

globalThis.bench = {
  async prepare(phone) {
    remoteUrl = `${location.origin}/${phone.group}`;
  },
  async firstSync(options) {
    wantsLive = options.live;
    const started = performance.now();
    let firstMs = 0;
    open();
    const pulling = local.replicate.from(remote(), batch);
    pulling.on("change", () => {
      if (firstMs === 0) firstMs = performance.now() - started;
    });
    await pulling;
    const completeMs = performance.now() - started;
    if (wantsLive) startLive();
    return { firstMs, completeMs, rows: (await local.info()).doc_count };
  },
  async ids(count) {
    const { rows } = await local.allDocs({ limit: count });
    return rows.map((row) => row.id);
  },
  async edit(ids, title) {
    await stopLive();
    const started = performance.now();
    for (const id of ids) await save(id, title);
    return performance.now() - started;
  },
  async drain() {
    const started = performance.now();
    const { docs_written: written, doc_write_failures: failed } = await local.replicate.to(remote(), batch);
    const took = performance.now() - started;
    if (written === 0 || failed > 0) throw new Error(`${written} written, ${failed} failed`);
    if (wantsLive) startLive();
    return took;
  },
  async catchUp() {
    const started = performance.now();
    await local.replicate.from(remote(), batch);
    return performance.now() - started;
  },
  async count(title) {
    const { rows } = await local.allDocs({ include_docs: true });
    return rows.filter((row) => row.doc.title === title).length;
  },
  async editOne(id, title) {
    const at = Date.now();
    await save(id, title);
    return at;
  },
  shows: (id, title) =>
    new Promise((resolve) => {
      const changes = local.changes({ since: "now", live: true, include_docs: true, doc_ids: [id] });
      changes.on("change", ({ doc }) => {
        if (doc.title !== title) return;
        resolve(Date.now());
        changes.cancel();
      });
    }),
  /** Its live replication says nothing when it has nothing to do: a second covers it. */
  settle: () => new Promise((resolve) => setTimeout(resolve, live === null ? 0 : 1_000)),
  async reset() {
    await stopLive();
    await local?.destroy();
    local = null;
  },
};
