/** What was given up (dead letters): listed for administrators, and sent again when they say so. */
import { type UndeliveredPage, undeliveredMax } from "../../core/notify/undelivered";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { countWaiting } from "./outbox";

const listSql = readSql("outbox/sql/list-undelivered.sql");
const countSql = readSql("outbox/sql/count-undelivered.sql");
const retrySql = readSql("outbox/sql/retry-undelivered.sql");
/** The statement alone: what sends mail is the job process's. */
const mailsWaitingSql = readSql("mail/sql/count-waiting.sql");
const dismissSql = readSql("outbox/sql/dismiss-undelivered.sql");
const retryMailsSql = readSql("outbox/sql/retry-mails.sql");

/** Of a device, or with null of the mail. */
export interface DeliveryKey {
  readonly outboxId: string;
  readonly subscriptionId: string | null;
}

export async function listUndelivered(database: Database): Promise<UndeliveredPage> {
  type Waiting = Pick<UndeliveredPage, "waiting" | "overdueMs">;
  type Listed = Pick<UndeliveredPage, "items" | "count">;
  const [listed, pushes, mails] = await Promise.all([
    ask<Listed>(database, listSql, undeliveredMax),
    countWaiting(database),
    ask<Waiting>(database, mailsWaitingSql),
  ]);
  const waiting = pushes.waiting + (mails?.waiting ?? 0);
  const overdueMs = Math.max(pushes.overdueMs, mails?.overdueMs ?? 0);
  return { ...(listed ?? { items: [], count: 0 }), waiting, overdueMs };
}

export async function countUndelivered(database: Database): Promise<number> {
  return (await ask<number>(database, countSql)) ?? 0;
}

/** All with null. The answer: how many are due again; the caller wakes the job process (`notifyCommitted`). */
export async function retryUndelivered(
  database: Database,
  keys: readonly DeliveryKey[] | null,
): Promise<number> {
  const ofDevices = keys?.filter(({ subscriptionId }) => subscriptionId !== null);
  const entries = ofDevices?.map(({ outboxId }) => outboxId) ?? null;
  const devices = ofDevices?.map(({ subscriptionId }) => subscriptionId) ?? null;
  const mails =
    keys?.filter(({ subscriptionId }) => subscriptionId === null).map(({ outboxId }) => outboxId) ?? null;
  const pushed = (await ask<number>(database, retrySql, entries, devices)) ?? 0;
  const mailed = (await ask<number>(database, retryMailsSql, mails)) ?? 0;
  return pushed + mailed;
}

/** No longer listed, and never sent: what no trying again would mend. All with null. The answer: how many. */
export async function dismissUndelivered(
  database: Database,
  keys: readonly DeliveryKey[] | null,
): Promise<number> {
  const entries = keys?.map(({ outboxId }) => outboxId) ?? null;
  const devices = keys?.map(({ subscriptionId }) => subscriptionId) ?? null;
  return (await ask<number>(database, dismissSql, entries, devices)) ?? 0;
}
