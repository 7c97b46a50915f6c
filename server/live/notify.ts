/**
 * L1: wakes every instance after a COMMIT. Never inside the transaction, as NOTIFY takes a lock that all committers
 * share; and coalesced, as one hint for many commits says the same.
 */
import type { Database } from "../db";
import { changeChannel, outboxChannel } from "./channel";

const coalesceMs = 20;

/** What was committed since the hint that opened it; one more hint tells of it when it closes. */
type Window = { again: boolean; outbox: boolean };
const windows = new WeakMap<Database, Window>();

/** Call after COMMIT. `told`: outbox rows were written too, so the job process is woken. */
export function notifyCommitted(database: Database, told: boolean): void {
  const open = windows.get(database);
  if (open === undefined) {
    openWindow(database, told);
    return;
  }
  open.again = true;
  open.outbox ||= told;
}

/** The first hint after silence goes at once: somebody waits for it on the other phone. */
function openWindow(database: Database, outbox: boolean): void {
  const opened: Window = { again: false, outbox: false };
  windows.set(database, opened);
  setTimeout(() => {
    windows.delete(database);
    if (opened.again) openWindow(database, opened.outbox);
  }, coalesceMs);
  void send(database, outbox);
}

/**
 * A hint that is lost costs seconds, as phones and the job process also ask by themselves; so it does not wait for the
 * disk, as the COMMIT of a NOTIFY would.
 */
async function send(database: Database, outbox: boolean): Promise<void> {
  try {
    await database.$executeRaw`
      SELECT set_config('synchronous_commit', 'off', true), pg_notify(${changeChannel}, value::text)
      FROM sync_counter
      UNION ALL SELECT '', pg_notify(${outboxChannel}, '') WHERE ${outbox}`;
  } catch {
    // Nothing was promised.
  }
}
