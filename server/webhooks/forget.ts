/** Messages to webhooks are let go a week after they were made; the last try is three days after that at the latest. */
import type { Database } from "../db";

const keptMs = 7 * 86_400_000;
/** In one statement, and statements in one look; the next takes more. */
const forgottenMax = 5_000;
const batchesMax = 40;

/** `now` in epoch ms. Answers how many went. */
export async function forgetOldDeliveries(database: Database, now: number): Promise<number> {
  let all = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const count = await database.$executeRaw`
      DELETE FROM webhook_delivery WHERE id IN (
        SELECT id FROM webhook_delivery WHERE created_at < ${new Date(now - keptMs)} LIMIT ${forgottenMax}::int)`;
    all += count;
    if (count < forgottenMax) break;
  }
  return all;
}
