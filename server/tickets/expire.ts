/**
 * R8, R9: a ticket closed more than 30 days ago leaves the phones, and so does a pin that ran out. Time passing alone
 * changes nothing: the job process calls this every so often, and each batch is a transaction of its own, since one
 * transaction is one number of a pull.
 */
import type { Database } from "../db";
import { notifyCommitted } from "../live/notify";
import { readSql, run } from "../sql";

/** How long a phone keeps what is closed. */
export const heldAfterClosingMs = 30 * 86_400_000;
const batchSize = 200;

const expireTicketsSql = readSql("tickets/sql/expire-tickets.sql");
const expirePinsSql = readSql("tickets/sql/expire-pins.sql");

/** Lets go of what is due at `now` (epoch ms); the number of tickets and pins. */
export async function expireTickets(database: Database, now: number): Promise<number> {
  const closedBefore = new Date(now - heldAfterClosingMs);
  const tickets = await inBatches(() => run(database, expireTicketsSql, closedBefore, batchSize));
  const pins = await inBatches(() => run(database, expirePinsSql, new Date(now), batchSize));
  if (tickets + pins > 0) notifyCommitted(database, false);
  return tickets + pins;
}

async function inBatches(expireBatch: () => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const count = await expireBatch();
    all += count;
    if (count < batchSize) return all;
  }
}
