/**
 * The three libraries we are compared with, each with the server that its documentation describes (peers/*). Their
 * packages are installed here, pinned, into a folder of their own: `npm start` and `npm test` never see them.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { Failure } from "../../failure";
import { bundlePage } from "./browser";
import { type Contender, description, titleOf } from "./contender";

const folder = resolve(".bench", "peers");
const modules = join(folder, "node_modules");
const sources = "scripts/bench/sync/peers";

const versions = {
  rxdb: "17.6.0",
  rxjs: "7.8.2",
  replicache: "15.3.0",
  "pouchdb-browser": "9.0.0",
  "pouchdb-node": "9.0.0",
  "express-pouchdb": "4.2.0",
  // Of PouchDB's browser build, which takes it from Node.
  events: "3.3.0",
  express: "4.21.2",
} as const;

/** Does nothing when exactly these versions are there. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  const manifest = JSON.stringify(
    { name: "genba-bench-peers", private: true, dependencies: versions },
    null,
    2,
  );
  const manifestPath = join(folder, "package.json");
  const donePath = join(modules, ".package-lock.json");
  if (existsSync(donePath) && existsSync(manifestPath) && readFileSync(manifestPath, "utf8") === manifest)
    return;
  say("Installing the peers (about a minute) …");
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifestPath, manifest);
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...options], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Failure("The peers could not be installed: see the lines above.");
}

export async function startRxdb(databaseUrl: string): Promise<Contender> {
  const client = await openTables(
    databaseUrl,
    `CREATE TABLE ticket (id text COLLATE "C" PRIMARY KEY, group_id text NOT NULL, body jsonb NOT NULL, stored_at bigint NOT NULL);
     CREATE INDEX ticket_pull ON ticket (group_id, stored_at, id);`,
  );
  const server = await startServer("rxdb.server.mjs", { DATABASE_URL: databaseUrl });
  return {
    name: "rxdb",
    about: `RxDB ${versions.rxdb}, Dexie storage, HTTP replication: pulls of 1,000, pushes of 100, stream over SSE; PostgreSQL`,
    script: await bundlePage(`${sources}/rxdb.page.mjs`, modules),
    port: server.port,
    rowsMax: 1_000_000,
    fill: ({ group, rows }) =>
      fillTable(
        client,
        group,
        rows,
        "stored_at",
        "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
      ),
    change: (group, count, title) =>
      changeEach(client, group, count, (id) => ({
        text: `UPDATE ticket SET body = body || jsonb_build_object('title', $2::text, 'updatedAt', $3::bigint),
            stored_at = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
          WHERE id = $1`,
        values: [id, title, Date.now()],
      })),
    addUnseenChanges: (count) => touchOthers(client, count, "stored_at = stored_at + 1"),
    stop: async () => {
      await server.stop();
      await client.end();
    },
  };
}

export async function startReplicache(databaseUrl: string): Promise<Contender> {
  const client = await openTables(
    databaseUrl,
    `CREATE TABLE space (version bigint NOT NULL);
     INSERT INTO space VALUES (1);
     CREATE TABLE client (id text PRIMARY KEY, client_group_id text NOT NULL, last_mutation_id bigint NOT NULL, version bigint NOT NULL);
     CREATE INDEX client_pull ON client (client_group_id, version);
     CREATE TABLE ticket (id text PRIMARY KEY, group_id text NOT NULL, body jsonb NOT NULL, version bigint NOT NULL,
       deleted boolean NOT NULL DEFAULT false);
     CREATE INDEX ticket_pull ON ticket (group_id, version);`,
  );
  const server = await startServer("replicache.server.mjs", { DATABASE_URL: databaseUrl });
  return {
    name: "replicache",
    about: `Replicache ${versions.replicache}, Global Version strategy, poke over SSE; PostgreSQL, a transaction a mutation`,
    script: await bundlePage(`${sources}/replicache.page.mjs`, modules),
    port: server.port,
    rowsMax: 1_000_000,
    fill: ({ group, rows }) => fillTable(client, group, rows, "version", "1"),
    change: (group, count, title) =>
      changeEach(client, group, count, (id) => ({
        text: `WITH raised AS (UPDATE space SET version = version + 1 RETURNING version)
          UPDATE ticket SET body = body || jsonb_build_object('title', $2::text, 'updatedAt', $3::bigint),
            version = raised.version
          FROM raised WHERE id = $1`,
        values: [id, title, Date.now()],
      })),
    addUnseenChanges: async (count) => {
      await client.query("UPDATE space SET version = version + $1", [count]);
      await touchOthers(client, count, "version = (SELECT version FROM space)");
    },
    stop: async () => {
      await server.stop();
      await client.end();
    },
  };
}

export async function startPouchdb(): Promise<Contender> {
  const data = mkdtempSync(join(tmpdir(), "genba-bench-pouchdb-"));
  const server = await startServer("pouchdb.server.mjs", { PEERS_FOLDER: folder, DATA_FOLDER: data });
  const base = `http://127.0.0.1:${server.port}`;
  return {
    name: "pouchdb",
    about: `PouchDB ${versions["pouchdb-browser"]} (IndexedDB adapter, batches of 1,000), express-pouchdb ${versions["express-pouchdb"]} on LevelDB, a database a group`,
    script: await bundlePage(`${sources}/pouchdb.page.mjs`, modules),
    port: server.port,
    // Its server writes some thousand documents a second; a database a group makes the others' size no matter.
    rowsMax: 100_000,
    fill: ({ group, rows }) => fillCouch(`${base}/${group}`, group, rows),
    change: (group, count, title) => changeCouch(`${base}/${group}`, count, title),
    addUnseenChanges: null,
    stop: async () => {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function openTables(databaseUrl: string, tables: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(tables);
  return client;
}

/** What a ticket of a peer says: the words of ours in 420 bytes of JSON. */
function ticketOf(group: string, n: number) {
  return {
    number: n,
    flow: "incident",
    stage: "assign",
    title: titleOf(n),
    description,
    impact: "medium",
    urgency: "medium",
    priority: "P3",
    groupId: group,
    openerId: "5b0f7c52-6a0e-4f6b-9d53-0d6a5a2f9f11",
    openedAt: 1_795_000_000_000,
    updatedAt: 1_795_000_000_000,
  };
}

async function fillTable(
  client: pg.Client,
  group: string,
  rows: number,
  order: "stored_at" | "version",
  orderValue: string,
): Promise<void> {
  await client.query(
    `INSERT INTO ticket (id, group_id, body, ${order})
     SELECT id, $1, $2::jsonb || jsonb_build_object('id', id, 'number', n, 'title', replace($3, '#', n::text)), ${orderValue}
     FROM (SELECT n, gen_random_uuid()::text AS id FROM generate_series(1, $4::int) AS n) AS made`,
    [group, JSON.stringify(ticketOf(group, 0)), titleOf(0).replace("0", "#"), rows],
  );
  await client.query("VACUUM ANALYZE ticket");
}

async function changeEach(
  client: pg.Client,
  group: string,
  count: number,
  queryOf: (id: string) => pg.QueryConfig,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM ticket WHERE group_id = $1 ORDER BY id LIMIT $2",
    [group, count],
  );
  for (const { id } of rows) await client.query(queryOf(id));
}

async function touchOthers(client: pg.Client, count: number, set: string): Promise<void> {
  await client.query(
    `UPDATE ticket SET ${set} WHERE id IN (SELECT id FROM ticket WHERE group_id = 'others' LIMIT $1)`,
    [count],
  );
  await client.query("VACUUM ANALYZE ticket");
}

const couchBatch = 2_000;

async function fillCouch(url: string, group: string, rows: number): Promise<void> {
  await fetch(url, { method: "PUT" });
  for (let from = 0; from < rows; from += couchBatch) {
    const docs = Array.from({ length: Math.min(couchBatch, rows - from) }, (_, index) => ({
      _id: crypto.randomUUID(),
      ...ticketOf(group, from + index),
    }));
    await ask(`${url}/_bulk_docs`, { docs });
  }
}

async function changeCouch(url: string, count: number, title: string): Promise<void> {
  const { rows } = (await ask(`${url}/_all_docs?limit=${count}&include_docs=true`)) as {
    rows: readonly { doc: object }[];
  };
  await ask(`${url}/_bulk_docs`, { docs: rows.map(({ doc }) => ({ ...doc, title, updatedAt: Date.now() })) });
}

async function ask(url: string, body?: object): Promise<unknown> {
  const answer = await fetch(
    url,
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  );
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const startTimeoutMs = 30_000;

/** One of peers/*.server.mjs as a process of its own, as ours is. */
async function startServer(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [join(sources, file)], {
    env: { ...process.env, ...env, NODE_ENV: "production", PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await isReady(child, file);
  return {
    port,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function isReady(child: ChildProcess, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure(`${file} did not start.`)), startTimeoutMs);
    child.once("exit", () => reject(new Failure(`${file} ended.`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      if (!chunk.toString().includes("ready")) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
