/**
 * What a failed transaction means for the action in it (S2). Read from the SQLSTATE, wherever Prisma puts it: a
 * statement, a COMMIT and a connection fail in different shapes. Push and pull hear pg itself (server/transact.ts).
 */
import { ConnectionFailed } from "../transact";

/** The action's own values do not fit the database: trying again cannot help, and others must not wait for it (P6). */
export type Failure = "content" | "transient" | "bug";

/** Data exceptions and constraint violations but for unique ones: those may be a race, which a new try decides. */
const contentStates = /^(22|23(?!505))/;
/** Another transaction in the way, connections, resources, operators, a trigger's exception at COMMIT. */
const transientStates = /^(40|08|53|55|57|58|P0|XX|25|23505)/;
/** Prisma's own codes without an SQLSTATE: connection, pool, transaction and write conflict. */
const transientCodes: ReadonlySet<string> = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1003",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2034",
  "P2037",
]);

export function classifyFailure(error: unknown): Failure {
  const state = sqlStateOf(error);
  if (state !== null) {
    if (contentStates.test(state)) return "content";
    return transientStates.test(state) ? "transient" : "bug";
  }
  if (!(error instanceof Error)) return "bug";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Errors of the driver and of Prisma are named; a TypeError of ours is not one of them.
  return transientCodes.has(code) || isDriverError(error) ? "transient" : "bug";
}

/** A deadlock or a serialization failure: PostgreSQL rolled this transaction back whole, for another's sake. */
export function isRolledBackForAnother(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return state === "40P01" || state === "40001";
  return error instanceof Error && "code" in error && error.code === "P2034";
}

/** Somebody else held what this wanted, for longer than anybody waits (server/db.ts). */
export function isLockTimeout(error: unknown): boolean {
  return sqlStateOf(error) === "55P03";
}

function isDriverError(error: Error): boolean {
  return (
    error instanceof ConnectionFailed ||
    error.name.startsWith("PrismaClient") ||
    error.name === "DriverAdapterError"
  );
}

/** How deep causes are followed. */
const causesMax = 6;

/** The five characters PostgreSQL names its errors by; null where there are none. */
export function sqlStateOf(error: unknown, depth = 0): string | null {
  if (typeof error !== "object" || error === null || depth > causesMax) return null;
  for (const key of ["originalCode", "code"]) {
    const value = (error as Record<string, unknown>)[key];
    if (typeof value === "string" && isSqlState(value)) return value;
  }
  for (const key of ["cause", "meta", "driverAdapterError", "error"]) {
    const found = sqlStateOf((error as Record<string, unknown>)[key], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Each of PostgreSQL's has a digit; the system's EPIPE has none, and P1001 or P2028 are Prisma's. */
function isSqlState(code: string): boolean {
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) && !/^P[12]\d{3}$/.test(code);
}
