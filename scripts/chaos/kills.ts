/** `kill -9` of whatever the desk is made of. Only processes that this run started are touched. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { findPostmaster } from "../database/postmaster";
import type { Dice } from "../simulate/dice";
import type { ChaosDesk } from "./desk";
import type { WebProcesses } from "./web";

/** `backend`: the process of one connection, after which PostgreSQL restarts itself; `connection`: only that one ends. */
export const killKinds = ["web", "backend", "postmaster", "connection"] as const;
export type KillKind = (typeof killKinds)[number];

/** Like an operator who needs a moment. */
const reviveWithinMs = 1_500;

/** False: there was nothing of this kind to kill just now. */
export async function killOne(
  kind: KillKind,
  desk: ChaosDesk,
  web: WebProcesses,
  dice: Dice,
): Promise<boolean> {
  switch (kind) {
    case "web":
      web.kill(dice.below(web.ports.length));
      return true;
    case "backend":
    case "connection":
      return killConnection(kind, desk, dice);
    case "postmaster":
      return killPostmaster(desk, dice);
  }
}

async function killPostmaster({ database, dataFolder }: ChaosDesk, dice: Dice): Promise<boolean> {
  const running = findPostmaster(join(dataFolder, "pg"));
  if (running === undefined) return false;
  const children = childrenOf(running.pid);
  for (const pid of [running.pid, ...children]) killNow(pid);
  await delay(dice.below(reviveWithinMs));
  await database.revive();
  return true;
}

/** One that is at work where there is one: in the middle of a transaction at best. */
async function killConnection(
  kind: "backend" | "connection",
  { database }: ChaosDesk,
  dice: Dice,
): Promise<boolean> {
  const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; busy: boolean }>(
      `SELECT pid, state <> 'idle' AS busy FROM pg_stat_activity
       WHERE application_name = 'genba' AND datname = current_database()`,
    );
    const busy = rows.filter((row) => row.busy);
    const among = busy.length > 0 ? busy : rows;
    if (among.length === 0) return false;
    const { pid } = dice.pick(among);
    if (kind === "connection") await client.query("SELECT pg_terminate_backend($1)", [pid]);
    else killNow(pid);
    return true;
  } catch {
    // It is just coming up after another kill.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function childrenOf(parent: number): readonly number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
