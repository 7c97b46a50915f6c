/** Replicache with one mutator, a poke over SSE and its own push and pull. */
import { dropAllDatabases, Replicache } from "replicache";

const settleStepMs = 5;

let phone = { name: "", group: "" };
let replicache = null;
let source = null;

const mutators = {
  async edit(tx, { id, title, updatedAt }) {
    const ticket = await tx.get(`ticket/${id}`);
    await tx.set(`ticket/${id}`, { ...ticket, title, updatedAt });
  },
};

function open(live) {
  replicache = new Replicache({
    name: `bench-${phone.name}`,
    pushURL: `/push?group=${phone.group}`,
    pullURL: `/pull?group=${phone.group}`,
    pullInterval: null,
    mutators,
    logLevel: "error",
  });
  if (live) {
    source = new EventSource(`/stream?group=${phone.group}`);
    source.onmessage = () => replicache?.pull();
  }
}

const readAll = () => replicache.query((tx) => tx.scan({ prefix: "ticket/" }).values().toArray());

const save = (id, title) => replicache.mutate.edit({ id, title, updatedAt: Date.now() });

/** A mutation stays pending until a pull says that the server has it. */
async function untilNothingPends() {
  while ((await replicache.experimentalPendingMutations()).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, settleStepMs));
  }
}

globalThis.bench = {
  async prepare(given) {
    phone = given;
  },
  async firstSync({ live }) {
    const started = performance.now();
    open(live);
    await new Promise((resolve) => {
      const stop = replicache.subscribe((tx) => tx.scan({ prefix: "ticket/", limit: 1 }).keys().toArray(), {
        onData: (keys) => {
          if (keys.length === 0) return;
          resolve();
          setTimeout(() => stop());
        },
      });
    });
    // One pull brings all or nothing.
    const completeMs = performance.now() - started;
    return { firstMs: completeMs, completeMs, rows: (await readAll()).length };
  },
  async ids(count) {
    const keys = await replicache.query((tx) =>
      tx.scan({ prefix: "ticket/", limit: count }).keys().toArray(),
    );
    return keys.map((key) => key.slice("ticket/".length));
  },
  async edit(ids, title) {
    const started = performance.now();
    for (const id of ids) await save(id, title);
    return performance.now() - started;
  },
  async drain() {
    const started = performance.now();
    await replicache.push({ now: true }).catch(() => {});
    await replicache.pull({ now: true }).catch(() => {});
    await untilNothingPends();
    return performance.now() - started;
  },
  async catchUp() {
    const started = performance.now();
    await replicache.pull({ now: true });
    return performance.now() - started;
  },
  async count(title) {
    return (await readAll()).filter((ticket) => ticket.title === title).length;
  },
  async editOne(id, title) {
    const at = Date.now();
    await save(id, title);
    return at;
  },
  shows: (id, title) =>
    new Promise((resolve) => {
      const stop = replicache.subscribe((tx) => tx.get(`ticket/${id}`), {
        onData: (ticket) => {
          if (ticket?.title !== title) return;
          resolve(Date.now());
          setTimeout(() => stop());
        },
      });
    }),
  settle: untilNothingPends,
  async reset() {
    source?.close();
    await replicache?.close();
    replicache = null;
    await dropAllDatabases();
  },
};
