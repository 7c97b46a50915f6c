/** Events are kept for 90 days, and what is known of a fingerprint as long as it is heard of or has an open incident. */
import { eventAgeMaxMs } from "../../core/events/event";
import type { Database } from "../db";
import { readSql, run } from "../sql";

/** A statement's; small, so that nobody waits for it. */
const batchSize = 5_000;
/** Of one look: a million events a day go away as fast as they come. */
const batchesMax = 40;

const forgetEventsSql = readSql("events/sql/forget-events.sql");
const forgetStatesSql = readSql("events/sql/forget-states.sql");

/** Answers how many events were forgotten. `now` in epoch ms. */
export async function forgetOldEvents(database: Database, now: number): Promise<number> {
  const before = now - eventAgeMaxMs;
  let count = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const gone = await run(database, forgetEventsSql, before, batchSize);
    count += gone;
    if (gone < batchSize) break;
  }
  await run(database, forgetStatesSql, before, batchSize);
  return count;
}
