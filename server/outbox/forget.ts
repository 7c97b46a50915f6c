/**
 * Notices are a record for a while (who was told of what, when, why not), and let go after that: an inbox shows 30 days
 * of them (core/notify/notice.ts), and what was given up can be sent again as long as it is there.
 */
import type { Database } from "../db";

const keptMs = 90 * 86_400_000;
/** In one statement; the next look takes more. */
const forgottenMax = 5_000;

/** `now` in epoch ms. What is still on its way stays. Answers how many went. */
export function forgetOldNotices(database: Database, now: number): Promise<number> {
  return database.$executeRaw`
    DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox
      WHERE created_at < ${new Date(now - keptMs)} AND state NOT IN ('pending', 'delivering') AND mail_due_at IS NULL
      LIMIT ${forgottenMax}::int)`;
}
