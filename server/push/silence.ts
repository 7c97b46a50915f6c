/**
 * Devices that have gone silent: phones that were given away, browsers that nobody opens. After 55 days each is asked
 * whether it still hears, and its person warned by that; what stays silent for five days more is let go. One that
 * answers has been heard of, though nobody opened the app there.
 */
import type { Database } from "../db";
import { createProbe } from "./probes";

const dayMs = 86_400_000;
export const silentMs = 55 * dayMs;
export const lostMs = 60 * dayMs;
/** In one look; the next takes others. */
const askedMax = 500;

/** `now` in epoch ms. Any number of processes may look at once: each locks what it asks. */
export function watchSilence(
  database: Database,
  now: number,
): Promise<{ readonly asked: number; readonly removed: number }> {
  const [silentSince, lostSince] = [new Date(now - silentMs), new Date(now - lostMs)];
  return database.$transaction(async (transaction) => {
    const { count: removed } = await transaction.pushSubscription.deleteMany({
      // Only one that was asked in time: a desk that was off for two months lets go of nobody at its start.
      where: {
        heardAt: { lt: lostSince },
        probes: { some: { kind: "silence", acceptedAt: { lt: new Date(now - (lostMs - silentMs)) } } },
      },
    });
    const silent = await transaction.$queryRaw<{ readonly id: string }[]>`
      SELECT id FROM push_subscription AS subscription
      WHERE heard_at < ${silentSince} AND NOT EXISTS (
        SELECT FROM push_probe AS probe
        WHERE probe.subscription_id = subscription.id AND probe.kind = 'silence' AND probe.queued_at > subscription.heard_at)
      ORDER BY heard_at LIMIT ${askedMax}::int
      FOR UPDATE SKIP LOCKED`;
    for (const { id } of silent) await createProbe(transaction, id, "silence");
    return { asked: silent.length, removed };
  });
}
