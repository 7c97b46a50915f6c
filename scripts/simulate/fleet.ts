/** The simulator's processes: one PostgreSQL, a template database, workers that play the seeds. */
import { type ChildProcess, fork } from "node:child_process";
import { migrate } from "../database/migrate";
import { startTemporaryDatabase } from "../database/temporary";
import { execute } from "../testing/database";
import { prepareTemplate } from "./desk";
import type { SeedResult } from "./run";
import type { SeedOrder } from "./worker";

/** Nothing here must survive a crash; and nothing works at hours of its own. */
const volatile = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  max_connections: "200",
  deadlock_timeout: "50ms",
  // Of what runs over and over; each world has connections of its own, which would plan everything anew several times.
  plan_cache_mode: "force_generic_plan",
};

export interface SimulatedServer {
  readonly serverUrl: string;
  stop(): Promise<void>;
}

export async function startServer(): Promise<SimulatedServer> {
  const server = await startTemporaryDatabase("simulate", volatile);
  return { serverUrl: server.urlOf("postgres"), stop: server.stop };
}

/** Makes the template of worlds from the migrations in a folder. */
export async function createTemplate(serverUrl: string, name: string, migrations?: string): Promise<void> {
  await execute(serverUrl, `DROP DATABASE IF EXISTS ${name}`);
  await execute(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href, migrations);
  await prepareTemplate(url.href);
}

type FromWorker = { readonly ready: true } | { readonly result: SeedResult } | { readonly error: string };

/**
 * Plays `seeds` on `workers` processes of `bundle`; each result is handed on as it comes, and a `true` from it ends the
 * run at once. A worker that dies is an error.
 */
export async function playSeeds(
  bundle: string,
  seeds: readonly number[],
  workers: number,
  order: Omit<SeedOrder, "seed">,
  onResult: (result: SeedResult) => boolean,
): Promise<void> {
  const waiting = [...seeds];
  const running = new Set<ChildProcess>();
  let isOver = false;
  /** Until nothing is left, or a seed failed: what a broken world left behind is no ground for the next. */
  const playSome = async (worker: ChildProcess): Promise<void> => {
    running.add(worker);
    try {
      await nextFrom(worker);
      for (let seed = waiting.shift(); seed !== undefined && !isOver; seed = waiting.shift()) {
        const result = await ask(worker, { ...order, seed });
        if (!isOver && onResult(result)) isOver = true;
        if (result.breaches.length > 0) break;
      }
    } catch (error) {
      if (!isOver) throw error;
    } finally {
      running.delete(worker);
      worker.kill("SIGKILL");
      // What the others still play is of no use any more.
      if (isOver) for (const other of running) other.kill("SIGKILL");
    }
  };
  const playOn = async (): Promise<void> => {
    while (waiting.length > 0 && !isOver) await playSome(startWorker(bundle));
  };
  const count = Math.min(workers, seeds.length);
  await Promise.all(Array.from({ length: count }, playOn));
}

/** Dexie tells other windows of what it wrote, and there are none here. */
const preload = `--import=data:text/javascript,${encodeURIComponent("delete globalThis.BroadcastChannel")}`;

function startWorker(bundle: string): ChildProcess {
  return fork(bundle, { execArgv: [preload], stdio: ["ignore", 2, 2, "ipc"] });
}

async function ask(worker: ChildProcess, order: SeedOrder): Promise<SeedResult> {
  worker.send(order);
  const answer = await nextFrom(worker);
  if ("result" in answer) return answer.result;
  throw new Error("error" in answer ? answer.error : "the worker said nothing of use");
}

function nextFrom(worker: ChildProcess): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a worker ended with ${code}`));
    worker.once("exit", onExit);
    worker.once("message", (message: FromWorker) => {
      worker.off("exit", onExit);
      resolve(message);
    });
  });
}
