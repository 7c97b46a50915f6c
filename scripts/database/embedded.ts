/**
 * The embedded database of one data folder: made at the first start, found running or started at the others.
 *
 * Layout: keys/postgres-password (ours), pg/ (PostgreSQL's account), logs/postgres.log.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { ensureKeyFile } from "../../server/keys";
import { Failure } from "../failure";
import { type DatabaseAccount, findDatabaseAccount, isReachable } from "./account";
import { findBinaries } from "./binaries";
import {
  findPostmaster,
  type PostmasterOptions,
  programEnvironment,
  startPostmaster,
  stopPostmaster,
} from "./postmaster";
import { whenReady } from "./ready";

export type EmbeddedDatabase = {
  /** For the program's own database; holds the password. */
  readonly url: string;
  /** The URL of another database of the same server. */
  urlOf(name: string): string;
  readonly port: number;
  /** Starts the server again, on the same port, if it ended by itself. */
  revive(): Promise<void>;
  stop(): Promise<void>;
};

const databaseName = "genba";
const userName = "genba";

/**
 * Starts the database kept in `dataFolder`, or finds it running. The folder must exist; a folder that
 * PostgreSQL's account cannot reach is a Failure.
 */
export async function startEmbeddedDatabase(
  dataFolder: string,
  parameters: PostmasterOptions["parameters"] = {},
): Promise<EmbeddedDatabase> {
  const clusterFolder = join(dataFolder, "pg");
  const account = findDatabaseAccount(clusterFolder);
  if (!isReachable(dataFolder, account)) {
    throw new Failure(
      `PostgreSQL, which cannot run as root, cannot reach ${dataFolder}: set GENBA_DATA to another folder.`,
    );
  }
  const binaries = findBinaries(account, dataFolder);
  const password = ensureKeyFile(join(dataFolder, "keys"), "postgres-password", () =>
    randomBytes(24).toString("base64url"),
  );
  if (!existsSync(clusterFolder)) await initialise(binaries, clusterFolder, password, account);
  const logFile = join(dataFolder, "logs", "postgres.log");
  const options = { binaries, clusterFolder, logFile, account, parameters };
  // One that an earlier start left may be shutting down: it is found, refuses us, and is gone a moment later.
  const port = await whenReady(async () => {
    const server = findPostmaster(clusterFolder) ?? (await startPostmaster(options));
    await createDatabase(databaseUrlOf(server.port, password, "postgres"), databaseName);
    return server.port;
  });
  const urlOf = (name: string) => databaseUrlOf(port, password, name);
  return {
    port,
    url: urlOf(databaseName),
    urlOf,
    revive: async () => {
      if (!findPostmaster(clusterFolder)) await startPostmaster({ ...options, port });
    },
    stop: async () => {
      const running = findPostmaster(clusterFolder);
      if (running) await stopPostmaster(running);
    },
  };
}

/** The URL of the program's database when it runs on `dataFolder` now; a Failure when its password is not there. */
export function findEmbeddedDatabase(dataFolder: string): string | undefined {
  const running = findPostmaster(join(dataFolder, "pg"));
  if (!running) return undefined;
  const password = ensureKeyFile(join(dataFolder, "keys"), "postgres-password", () => {
    throw new Failure(`The database of ${dataFolder} runs, but its password is not there.`);
  });
  return databaseUrlOf(running.port, password, databaseName);
}

function databaseUrlOf(port: number, password: string, name: string): string {
  return `postgresql://${userName}:${password}@127.0.0.1:${port}/${name}`;
}

/** Makes the cluster beside its place and renames it: one that was cut off is never taken for a whole one. */
async function initialise(
  binaries: string,
  clusterFolder: string,
  password: string,
  account: DatabaseAccount | undefined,
): Promise<void> {
  const unfinished = `${clusterFolder}.new`;
  const passwordFile = `${clusterFolder}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    await promisify(execFile)(
      join(binaries, "bin", "initdb"),
      initialiseArguments(unfinished, passwordFile),
      {
        cwd: "/",
        env: programEnvironment,
        ...account,
      },
    );
  } catch (error) {
    const words = String((error as { stderr?: string }).stderr || error);
    throw new Failure(`PostgreSQL could not make its files in ${clusterFolder}: ${findCause(words)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  chmodSync(unfinished, 0o700);
  renameSync(unfinished, clusterFolder);
}

/** The line of initdb that says why; after it come those of its tidying up. */
export function findCause(words: string): string {
  const lines = words.trim().split("\n");
  const cause = lines.find((line) => /\b(FATAL|PANIC|error):|No space left/.test(line));
  return (cause ?? lines.at(-1) ?? "").trim();
}

/** Unicode order and case by PostgreSQL's own provider, so that no locale of the machine can change an index. */
function initialiseArguments(folder: string, passwordFile: string): string[] {
  const locale = ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${userName}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  return ["-D", folder, ...access, ...locale];
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  // A server that shuts down between two words of ours says so here too; the call itself fails.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== "28P01") throw error;
    throw new Failure(
      "keys/postgres-password is not the password of the database in pg/: put back the one of its backup.",
    );
  } finally {
    await client.end();
  }
}
