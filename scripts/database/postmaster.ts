/**
 * One PostgreSQL server process on one cluster folder: is it running, start it, stop it.
 *
 * The server is started in a session of its own, so that Ctrl-C reaches us first and we choose the order; it
 * outlives us when we are killed, and the next start finds it through postmaster.pid.
 */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure";
import { findFreePort } from "../free-port";
import type { DatabaseAccount } from "./account";
import { describeProcess, isAlive } from "./processes";

export type Postmaster = { readonly pid: number; readonly port: number };

export type PostmasterOptions = {
  readonly binaries: string;
  readonly clusterFolder: string;
  readonly logFile: string;
  readonly account: DatabaseAccount | undefined;
  /** Absent: a free one. Set to start again where clients look for it. */
  readonly port?: number;
  /** Server parameters beyond those of the cluster, such as `fsync: "off"` for tests. */
  readonly parameters?: Readonly<Record<string, string>>;
};

/** A log that grew beyond this is started anew. */
const logLimitBytes = 20_000_000;
/** After kill -9 of a server, its children hold the shared memory until they notice: we try this long. */
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

/**
 * The server that postmaster.pid names, or undefined. A process that merely got the same pid is not it: then
 * the file is removed, as PostgreSQL would take that process for a rival and refuse to start.
 */
export function findPostmaster(clusterFolder: string): Postmaster | undefined {
  const lockFile = join(clusterFolder, "postmaster.pid");
  const lines = readOrNothing(lockFile)?.split("\n");
  if (!lines) return undefined;
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const command = isAlive(pid) ? describeProcess(pid) : "";
  if (command.includes(`postgres -D ${clusterFolder} `)) return { pid, port };
  rmSync(lockFile, { force: true });
  return undefined;
}

/** Starts a server on a loopback port and waits until it takes connections. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const attempt = await tryStart(options, options.port ?? (await findFreePort()));
    if (typeof attempt !== "string") return attempt;
    if (Date.now() > deadline || !/shared memory|postmaster\.pid|Address already in use/.test(attempt)) {
      throw new Failure(`PostgreSQL does not start: ${attempt} (more in ${options.logFile})`);
    }
    await delay(250);
  }
}

/** Ends the server: connections are cut, open transactions rolled back, and a checkpoint written. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  const deadline = Date.now() + stopTimeoutMs;
  if (isAlive(pid)) process.kill(pid, "SIGINT");
  while (isAlive(pid) && describeProcess(pid) !== "") {
    // SIGQUIT leaves recovery to the next start, which loses nothing that was committed.
    if (Date.now() > deadline) process.kill(pid, "SIGQUIT");
    await delay(20);
  }
}

/** A server that takes connections, or the last words of one that ended. */
/** Nothing of ours reaches PostgreSQL's programs. Types that come with Next want NODE_ENV in every environment. */
export const programEnvironment = { LC_ALL: "C", TZ: "UTC" } as Record<string, string> as NodeJS.ProcessEnv;

async function tryStart(options: PostmasterOptions, port: number): Promise<Postmaster | string> {
  const { binaries, clusterFolder, account, logFile } = options;
  const logStart = prepareLog(logFile);
  const log = openSync(logFile, "a", 0o600);
  const server = spawn(join(binaries, "bin", "postgres"), serverArguments(options, port), {
    cwd: "/",
    env: programEnvironment,
    stdio: ["ignore", log, log],
    detached: true,
    ...account,
  });
  closeSync(log);
  let ended: string | undefined;
  server.once("error", (error) => {
    ended = error.message;
  });
  server.once("exit", () => {
    ended = lastWords(logFile, logStart);
  });
  // Line 8 of postmaster.pid says "ready" once connections are taken; before that unref() would be too early.
  while (ended === undefined) {
    const lines = readOrNothing(join(clusterFolder, "postmaster.pid"))?.split("\n");
    if (lines && Number(lines[0]) === server.pid && lines[7]?.trim() === "ready") {
      server.removeAllListeners("exit");
      server.unref();
      return { pid: server.pid, port };
    }
    await delay(10);
  }
  return ended;
}

function serverArguments(options: PostmasterOptions, port: number): string[] {
  const parameters = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    ...options.parameters,
  };
  const flags = Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", options.clusterFolder, "-p", String(port), ...flags];
}

/** The log's size in bytes before this start. */
function prepareLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  const sizeBytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes <= logLimitBytes) return sizeBytes;
  rmSync(logFile);
  return 0;
}

function lastWords(logFile: string, fromByte: number): string {
  // Somebody may have cleared the logs meanwhile.
  const text = Buffer.from(readOrNothing(logFile) ?? "")
    .subarray(fromByte)
    .toString();
  const fatal = text.split("\n").find((line) => /FATAL|PANIC|error while loading/.test(line));
  const could = text.split("\n").find((line) => line.includes("could not bind"));
  return (could ?? fatal ?? (text.trim() || "it ended without a word")).replace(
    /^.*?(FATAL|PANIC|LOG):\s*/,
    "",
  );
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
