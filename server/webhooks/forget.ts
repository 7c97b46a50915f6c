/** Messages to webhooks are let go a week after they were made; the last try is three days after that at the latest. */
import type { Database } from "../db";

const keptMs = 7 * 86_400_000;
/** In one statement; the next look takes more. */
const forgottenMax = 5_000;

/** `now` in epoch ms. Answers how many went. */
export function forgetOldDeliveries(database: Database, now: number): Promise<number> {
  return database.$executeRaw`
    DELETE FROM webhook_delivery WHERE id IN (
      SELECT id FROM webhook_delivery WHERE created_at < ${new Date(now - keptMs)} LIMIT ${forgottenMax}::int)`;
}
