/**
 * The database, and the only file that imports the generated client: types come from here too.
 *
 * Sessions are in UTC, as adapter-pg corrupts timestamptz otherwise, and at READ COMMITTED (S1a), whatever the server's
 * or the role's own defaults are. Statements are prepared under the hash of
 * their text, which is what makes the hand-written SQL of push and pull fast.
 */
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/prisma/client";
import { readSettings, SettingsError } from "./settings";

export { Prisma } from "../generated/prisma/client";
export type Database = PrismaClient;
/** What runs inside `$transaction`. */
export type DatabaseTransaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];
/** All that hand-written SQL needs: the client, a transaction of it, or one of server/transact.ts. */
export type SqlRunner = Pick<PrismaClient, "$queryRawUnsafe" | "$executeRawUnsafe"> | Transaction;
/** What runs inside `transact`. */
export interface Transaction {
  $queryRawUnsafe<Rows>(text: string, ...values: readonly unknown[]): Promise<Rows>;
  $executeRawUnsafe(text: string, ...values: readonly unknown[]): Promise<number>;
}

/** Lists of changing length make ever new statements; beyond this many they are not prepared. */
const preparedStatementsMax = 500;
const connectTimeoutMs = 5_000;
const sessionOptions = "-c TimeZone=UTC -c default_transaction_isolation=read\\ committed";
/**
 * PostgreSQL does not notice that a client has gone while it waits for a lock, nor that a process is frozen in the middle of
 * a transaction: without these each try that is given up would leave a backend behind, until there are no more to be had.
 */
const sessionLimits = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s";

/** Next bundles this module more than once in one process; all copies share one pool, and know each other's clients. */
const shared = globalThis as {
  genbaDatabase?: PrismaClient;
  genbaConnections?: WeakMap<PrismaClient, Connections>;
};

/** The process's one client, connected at its first query. */
export function database(): PrismaClient {
  shared.genbaDatabase ??= createDatabase(databaseUrl(), readSettings().databaseConnections);
  return shared.genbaDatabase;
}

/** `npm start` names the embedded database in DATABASE_URL as well, so it is always set in a server process. */
export function databaseUrl(): string {
  const { databaseUrl: url } = readSettings();
  if (!url) throw new SettingsError("DATABASE_URL is not set: start with `npm start`, or name a database.");
  return url;
}

/** Ends the process's client, if it was ever used; the next query makes another. */
export async function closeDatabase(): Promise<void> {
  const client = shared.genbaDatabase;
  delete shared.genbaDatabase;
  await client?.$disconnect();
}

/**
 * For a transaction that waits for somebody who reads slowly, or computes for long before it asks again: it may be silent
 * for ten minutes. A phone that pauses a download is back by then, and the largest file is read on a slow machine; longer
 * would keep a snapshot, or the lock of an import, for a process that is frozen for good.
 */
export async function allowSilence(transaction: DatabaseTransaction): Promise<void> {
  await transaction.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = '10min'`;
}

/** A client's connections, and the names that statements are prepared under on them. */
type Connections = {
  readonly pool: pg.Pool;
  readonly nameOf: (query: { readonly sql: string }) => string;
};

function connectionsOf(): WeakMap<PrismaClient, Connections> {
  shared.genbaConnections ??= new WeakMap();
  return shared.genbaConnections;
}

/** A client with a pool of its own, for tests and tools; end it with `$disconnect()`. */
export function createDatabase(url: string, connections: number): PrismaClient {
  const pool = new pg.Pool({
    connectionString: withSessionOptions(url),
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: "genba",
  });
  // One that is lost while nobody uses it is replaced by the next that is asked for.
  pool.on("error", () => undefined);
  const nameOf = createStatementNames();
  const adapter = new PrismaPg(pool, { statementNameGenerator: nameOf, disposeExternalPool: true });
  const client = new PrismaClient({ adapter });
  connectionsOf().set(client, { pool, nameOf });
  return client;
}

/** Undefined for what another's transaction is made to look like a client of (prisma/seed.ts). For server/transact.ts. */
export function findConnections(client: PrismaClient): Connections | undefined {
  return connectionsOf().get(client);
}

/** Of two values PostgreSQL takes the last: the limits may be the URL's own, time zone and isolation are ours. */
function withSessionOptions(url: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get("options");
  parsed.searchParams.set("options", [sessionLimits, given, sessionOptions].filter(Boolean).join(" "));
  return parsed.href;
}

function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // pg prepares only what has a name.
    if (names.size >= preparedStatementsMax) return "";
    const name = `genba_${createHash("sha1").update(sql).digest("hex")}`;
    names.set(sql, name);
    return name;
  };
}
