/** A database whose transactions may be silent for a moment only, so that no test waits for the 30 s of server/db.ts. */
import { createDatabase, type Database } from "../db";
import type { Desk } from "./desk";

export const idleLimitMs = 300;

export async function withIdleLimit(desk: Desk, work: (database: Database) => Promise<void>): Promise<void> {
  const options = encodeURIComponent(`-c idle_in_transaction_session_timeout=${idleLimitMs}`);
  const database = createDatabase(`${desk.url}?options=${options}`, 2);
  try {
    await work(database);
  } finally {
    await database.$disconnect();
  }
}

/** Keeps this process from doing anything, as a file that takes long to read does. */
export function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
