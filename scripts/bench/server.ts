/**
 * npm run bench -- server [--json] [--seconds S] [--rounds R]
 *
 * How many actions a second the server accepts (docs/RESULTS.md): devices send their queues through the push behind the
 * tRPC procedure, on 10,000 tickets and a PostgreSQL that waits for its disk. Beside it the limit of any server that
 * does the same work: the same statements with the same parameters, in the same transactions, sent once more to a copy
 * of the same database through the same number of connections by `pg` alone, with no Prisma and nothing decided.
 */
import { createDatabase, type Database } from "../../server/db";
import { push } from "../../server/sync/push";
import { migrate } from "../database/migrate";
import { startTemporaryDatabase } from "../database/temporary";
import { Failure } from "../failure";
import { execute } from "../testing/database";
import { type Bench, medianOf } from "./bench";
import { createDevice, type Device } from "./device";
import { fillDesk, type Worker } from "./fill-desk";
import { record, replay } from "./transcript";

export type ServerBenchOptions = {
  readonly deviceCounts: readonly number[];
  /** How long the devices send, and for how long before that is counted. */
  readonly measuredMs: number;
  readonly warmUpMs: number;
  readonly tickets: number;
  readonly rounds: number;
};
type ByDevices = Readonly<Record<string, number>>;
export type ServerBenchNumbers = {
  readonly actionsPerSecond: ByDevices;
  readonly plainSqlPerSecond: ByDevices;
};

/** What a web process opens unless it is told otherwise. */
const connections = 10;
const [baseName, copyName] = ["bench_base", "bench_copy"];

/** As `npm start` runs it, every COMMIT on the disk: without this a bench measures nothing that anybody may promise. */
const durable = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };

export const serverBench: Bench = async (words, say) => {
  const options = readOptions(words);
  const server = await startTemporaryDatabase("bench", durable);
  try {
    return await measureServer(server, options, say);
  } finally {
    await server.stop();
  }
};

function readOptions(words: readonly string[]): ServerBenchOptions {
  const given = new Map<string, number>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = "", value = ""] = words.slice(index, index + 2);
    const number = Number(value);
    const isKnown = name === "--seconds" || name === "--rounds";
    if (!isKnown || !(number > 0))
      throw new Failure("npm run bench -- server [--json] [--seconds S] [--rounds R]");
    given.set(name, number);
  }
  const measuredMs = (given.get("--seconds") ?? 3) * 1000;
  const rounds = Math.round(given.get("--rounds") ?? 1);
  return { deviceCounts: [1, 8, 32], measuredMs, warmUpMs: 1_000, tickets: 10_000, rounds };
}

/** `server` has room for two databases of ours. */
export async function measureServer(
  server: { urlOf(name: string): string },
  options: ServerBenchOptions,
  say: (line: string) => void,
): Promise<ServerBenchNumbers> {
  const workers = await createBase(server, options.tickets);
  const ours: Record<string, number> = {};
  const plain: Record<string, number> = {};
  for (const count of options.deviceCounts) {
    const rounds: Round[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      const chosen = Array.from({ length: count }, (_, index) => workers[index % workers.length] as Worker);
      const devices = chosen.map((worker, index) => createDevice(worker, round * 1000 + index));
      rounds.push(await measure(server, devices, options, say));
    }
    ours[count] = Math.round(medianOf(rounds.map((round) => round.ours)));
    plain[count] = Math.round(medianOf(rounds.map((round) => round.plain)));
    const percent = medianOf(rounds.map((round) => (100 * round.ours) / round.plain)).toFixed(0);
    say(`${count} devices: ${ours[count]} actions a second; plain SQL ${plain[count]}; ${percent} % of it`);
  }
  await execute(server.urlOf("postgres"), `DROP DATABASE ${baseName}`);
  return { actionsPerSecond: ours, plainSqlPerSecond: plain };
}

async function createBase(server: { urlOf(name: string): string }, tickets: number) {
  await execute(server.urlOf("postgres"), `CREATE DATABASE ${baseName}`);
  await migrate(server.urlOf(baseName));
  const database = createDatabase(server.urlOf(baseName), 2);
  try {
    return await fillDesk(database, tickets);
  } finally {
    await database.$disconnect();
  }
}

type Round = { readonly ours: number; readonly plain: number };
/** `cpuMs` is this process's own. */
type Totals = { readonly applied: number; readonly tookMs: number; readonly cpuMs: number };

/** Ours on one copy of the base, then its statements on another. Connections and code warm up in a phase of their own. */
async function measure(
  server: { urlOf(name: string): string },
  devices: readonly Device[],
  { measuredMs, warmUpMs }: ServerBenchOptions,
  say: (line: string) => void,
): Promise<Round> {
  const ids = devices.map(({ clientId }) => clientId);
  const [warmUp, counted] = await onCopy(server, async (url) => {
    const database = createDatabase(url, connections);
    try {
      const first = await record(ids, () => sendFor(warmUpMs, database, devices));
      return [first.transcript, await record(ids, () => sendFor(measuredMs, database, devices))] as const;
    } finally {
      await database.$disconnect();
    }
  });
  const { applied, tookMs, cpuMs } = counted.result;
  const [, plainMs = 0] = await onCopy(server, (url) =>
    replay([warmUp, counted.transcript], url, Math.min(connections, devices.length)),
  );
  const { statementCount, transactionCount } = counted.transcript;
  const each = (count: number) => (count / applied).toFixed(2);
  say(
    `  ${devices.length} devices: ${applied} actions in ${Math.round(tookMs)} ms, plain SQL ${Math.round(plainMs)} ms; ` +
      `${each(statementCount)} statements ${each(transactionCount)} transactions and ${each(cpuMs)} ms of this process an action`,
  );
  return { ours: (applied * 1000) / tookMs, plain: (applied * 1000) / plainMs };
}

async function onCopy<Result>(
  server: { urlOf(name: string): string },
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  await execute(server.urlOf("postgres"), `CREATE DATABASE ${copyName} TEMPLATE ${baseName}`);
  try {
    await execute(server.urlOf("postgres"), "CHECKPOINT");
    return await use(server.urlOf(copyName));
  } finally {
    await execute(server.urlOf("postgres"), `DROP DATABASE ${copyName} WITH (FORCE)`);
  }
}

/** Each device sends batch after batch until time is up, and finishes the one that it began: all of it is counted. */
async function sendFor(durationMs: number, database: Database, devices: readonly Device[]): Promise<Totals> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let applied = 0;
  await Promise.all(
    devices.map(async (device) => {
      while (performance.now() - start < durationMs) {
        const { results, stop } = await push(database, device.nextBatch());
        if (stop !== null) throw new Error(`push stopped: ${stop}`);
        applied += results.filter(({ outcome }) => outcome.kind === "applied").length;
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { applied, tookMs: performance.now() - start, cpuMs: (user + system) / 1000 };
}
