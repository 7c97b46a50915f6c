/**
 * L1: wakes every instance after a COMMIT. Never inside the transaction, as NOTIFY takes a lock that all committers
 * share; and coalesced, as one hint for many commits says the same.
 */
import type { Database } from "../db";
import { changeChannel, outboxChannel } from "./channel";

const coalesceMs = 20;

type Pending = { outbox: boolean };
const pending = new WeakMap<Database, Pending>();

/** Call after COMMIT. `told`: outbox rows were written too, so the job process is woken. */
export function notifyCommitted(database: Database, told: boolean): void {
  const waiting = pending.get(database);
  if (waiting) {
    waiting.outbox ||= told;
    return;
  }
  const started: Pending = { outbox: told };
  pending.set(database, started);
  setTimeout(() => {
    pending.delete(database);
    void send(database, started.outbox);
  }, coalesceMs);
}

/** A hint that is lost costs seconds: phones and the job process also ask by themselves. */
async function send(database: Database, outbox: boolean): Promise<void> {
  try {
    await database.$executeRaw`SELECT pg_notify(${changeChannel}, value::text) FROM sync_counter`;
    if (outbox) await database.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`;
  } catch {
    // Nothing was promised.
  }
}
