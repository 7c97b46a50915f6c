/**
 * npm run bench -- push [--json] [--devices N] [--each N] [--singles N]
 *
 * How long a notification takes from its outbox row's COMMIT to the push service, alone and in quiet; and how many a second
 * are handed over when every device is told several things at once (docs/RESULTS.md). The job process's own delivery,
 * a PostgreSQL that waits for its disk, a push service over TLS in a thread of its own that takes everything. Beside it
 * what encryption and VAPID alone would allow in one process.
 */
import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import webPush from "web-push";
import { startDelivery } from "../../jobs/delivery";
import { createDatabase, type Database } from "../../server/db";
import { outboxChannel } from "../../server/live/channel";
import { parsePushHosts } from "../../server/push/push-hosts";
import { migrate } from "../database/migrate";
import { startTemporaryDatabase } from "../database/temporary";
import { Failure } from "../failure";
import { execute } from "../testing/database";
import { type Bench, medianOf, percentileOf } from "./bench";
import { fillDesk } from "./fill-desk";

interface PushBenchOptions {
  readonly devices: number;
  /** Messages to each device when all are told at once. */
  readonly each: number;
  readonly singles: number;
}
export interface PushBenchNumbers {
  readonly handedOverP50Ms: number;
  readonly handedOverP95Ms: number;
  readonly sendsPerSecond: number;
  readonly encryptionOnlyPerSecond: number;
}

const databaseName = "bench_push";
const durable = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };
/** Of the job process. */
const connections = 10;
/** Between singles: longer than anything they leave to be done. */
const quietMs = 40;
const patienceMs = 120_000;

export const pushBench: Bench = async (words, say) => {
  const options = readOptions(words);
  const server = await startTemporaryDatabase("bench", durable);
  try {
    await execute(server.urlOf("postgres"), `CREATE DATABASE ${databaseName}`);
    return await measurePush(server.urlOf(databaseName), options, say);
  } finally {
    await server.stop();
  }
};

function readOptions(words: readonly string[]): PushBenchOptions {
  const given = new Map<string, number>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = "", value = ""] = words.slice(index, index + 2);
    const isKnown = ["--devices", "--each", "--singles"].includes(name);
    if (!isKnown || !(Number.isInteger(Number(value)) && Number(value) > 0))
      throw new Failure("npm run bench -- push [--json] [--devices N] [--each N] [--singles N]");
    given.set(name, Number(value));
  }
  return {
    devices: given.get("--devices") ?? 1_000,
    each: given.get("--each") ?? 5,
    singles: given.get("--singles") ?? 200,
  };
}

/** In a migrated database of its own at `url`. */
export async function measurePush(
  url: string,
  options: PushBenchOptions,
  say: (line: string) => void,
): Promise<PushBenchNumbers> {
  await migrate(url);
  const database = createDatabase(url, connections);
  const service = await startService();
  const vapid = { ...webPush.generateVAPIDKeys(), previous: [] };
  try {
    await fillDesk(database, 100);
    await addDevices(database, options.devices, service.origin);
    const delivery = startDelivery({
      database,
      databaseUrl: url,
      settings: {
        hosts: parsePushHosts(service.allow) ?? [],
        extraCa: readFileSync(join(tlsFolder, "test-only-ca.pem"), "utf8"),
        subject: "mailto:desk@example.com",
      },
      vapid,
      origin: "https://desk.example",
      log: (line) => say(`  ${line}`),
    });
    try {
      // Connections, statements and code are warm, as in a process that has been up for a while.
      await tell(database, 50, 1);
      await service.until(50);
      const singles = await measureSingles(database, service, options.singles);
      say(
        `one alone: median ${medianOf(singles).toFixed(1)} ms, p95 ${percentileOf(singles, 0.95).toFixed(1)} ms of ${singles.length}`,
      );
      const sendsPerSecond = await measureBurst(database, service, options);
      say(`${options.devices} devices, ${options.each} messages each: ${sendsPerSecond.toFixed(0)} a second`);
      const encryptionOnlyPerSecond = measureEncryption(service.origin, vapid);
      say(`encryption and VAPID alone: ${encryptionOnlyPerSecond.toFixed(0)} a second`);
      return {
        handedOverP50Ms: rounded(medianOf(singles)),
        handedOverP95Ms: rounded(percentileOf(singles, 0.95)),
        sendsPerSecond: rounded(sendsPerSecond),
        encryptionOnlyPerSecond: rounded(encryptionOnlyPerSecond),
      };
    } finally {
      await delivery.stop();
    }
  } finally {
    await service.stop();
    await database.$disconnect();
  }
}

/** From the row's COMMIT, with the hint that follows every one, to the whole message in the service's hands. */
async function measureSingles(
  database: Database,
  service: Service,
  count: number,
): Promise<readonly number[]> {
  const took: number[] = [];
  for (let done = 0; done < count; done += 1) {
    await delay(quietMs);
    const before = service.count();
    const from = await tell(database, 1, 1, done);
    took.push((await service.until(before + 1)) - from);
  }
  return took;
}

async function measureBurst(
  database: Database,
  service: Service,
  { devices, each }: PushBenchOptions,
): Promise<number> {
  const before = service.count();
  const from = await tell(database, devices, each);
  const until = await service.until(before + devices * each);
  return (devices * each * 1_000) / (until - from);
}

/** In one process, without sending: what one CPU may do at the most. */
function measureEncryption(origin: string, vapid: { publicKey: string; privateKey: string }): number {
  const subscription = { endpoint: `${origin}/push/x`, keys: createKeys() };
  const text = JSON.stringify({ v: 1, title: "x".repeat(120), body: "y".repeat(300) });
  const until = performance.now() + 2_000;
  const from = performance.now();
  let count = 0;
  for (; performance.now() < until; count += 1) {
    webPush.generateRequestDetails(subscription, text, {
      vapidDetails: { subject: "mailto:desk@example.com", ...vapid },
      contentEncoding: "aes128gcm",
    });
  }
  return (count * 1_000) / (performance.now() - from);
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Another person of the first group, with one device, for each. */
async function addDevices(database: Database, count: number, origin: string): Promise<void> {
  await database.$executeRaw`
    INSERT INTO account (name, email, role, created_at)
    SELECT 'phone ' || n, 'phone-' || n || '@desk.example', 'agent', now()
    FROM generate_series(0, ${count - 1}::int) AS n`;
  await database.$executeRaw`
    INSERT INTO membership (group_id, account_id, role)
    SELECT desk_group.id, account.id, 'member'
    FROM account JOIN desk_group ON desk_group.name = 'group 0' WHERE account.name LIKE 'phone %'`;
  const accounts = await database.account.findMany({ where: { name: { startsWith: "phone " } } });
  await database.pushSubscription.createMany({
    data: accounts.map(({ id }) => ({
      accountId: id,
      endpoint: `${origin}/push/${id}`,
      activeAt: new Date(),
      ...createKeys(),
    })),
  });
}

function createKeys(): { readonly p256dh: string; readonly auth: string } {
  const p256dh = createECDH("prime256v1").generateKeys().toString("base64url");
  return { p256dh, auth: randomBytes(16).toString("base64url") };
}

/**
 * Rows of the outbox as an action writes them, for `devices` people and `each` of their messages, about tickets of
 * their group; then the hint. The answer: epoch ms after the COMMIT.
 */
async function tell(database: Database, devices: number, each: number, from = 0): Promise<number> {
  await database.$executeRaw`
    INSERT INTO outbox (key, kind, account_id, ticket_id, payload)
    SELECT gen_random_uuid()::text, 'returnToAssign', account.id, ticket.id, jsonb_build_object(
      'kind', 'returnToAssign', 'action', 'returnToAssign', 'ticketId', ticket.id, 'flow', 'incident',
      'number', ticket.number, 'title', ticket.title, 'priority', ticket.priority, 'stage', ticket.stage,
      'actorId', ticket.opener_id, 'actorName', 'person 0', 'as', jsonb_build_array('leads'), 'source', 'S',
      'insteadOf', '[]'::jsonb, 'revision', ticket.revision, 'restricted', false)
    FROM (
      SELECT id FROM account WHERE name LIKE 'phone %' ORDER BY id OFFSET ${from}::int LIMIT ${devices}::int) AS account
    CROSS JOIN (
      SELECT ticket.* FROM ticket JOIN desk_group ON desk_group.id = assigned_group_id AND desk_group.name = 'group 0'
      ORDER BY ticket.id LIMIT ${each}::int) AS ticket`;
  const at = Date.now();
  await database.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`;
  return at;
}

interface Service {
  readonly origin: string;
  readonly allow: string;
  count(): number;
  /** When so many messages have come, in epoch ms. */
  until(count: number): Promise<number>;
  stop(): Promise<void>;
}

const tlsFolder = join("e2e", "fixtures", "push-service-tls");
/** Takes every message at once, and says when it had the whole of it. */
const serviceCode = `
  const { parentPort, workerData: tls } = require("node:worker_threads");
  const server = require("node:https").createServer(tls, (request, response) => {
    request.on("data", () => {}).on("end", () => {
      parentPort.postMessage(Date.now());
      response.writeHead(201).end();
    });
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage({ port: server.address().port }));`;

async function startService(): Promise<Service> {
  const cert = readFileSync(join(tlsFolder, "test-only-localhost.pem"));
  const key = readFileSync(join(tlsFolder, "test-only-localhost-key.pem"));
  const worker = new Worker(serviceCode, { eval: true, workerData: { cert, key } });
  let count = 0;
  let newest = 0;
  let check = (): void => undefined;
  const port = await new Promise<number>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (said: number | { readonly port: number }) => {
      if (typeof said === "object") return resolve(said.port);
      count += 1;
      newest = Math.max(newest, said);
      check();
    });
  });
  return {
    origin: `https://localhost:${port}`,
    allow: `localhost:${port}`,
    count: () => count,
    async until(wanted) {
      const arrived = new Promise<void>((resolve) => {
        check = () => {
          if (count >= wanted) resolve();
        };
        check();
      });
      await Promise.race([
        arrived,
        delay(patienceMs, undefined, { ref: false }).then(() => {
          throw new Failure(`push: ${count} of ${wanted} messages came in ${patienceMs / 1_000} s`);
        }),
      ]);
      return newest;
    },
    async stop() {
      await worker.terminate();
    },
  };
}
