/**
 * The outbox (SYNC S5): who is to be told of what, written in the action's own transaction (server/sync), delivered
 * after it, at least once, one row a key.
 *
 * An entry (outbox)      pending → delivering → sent | dead | obsolete | unheard; pending → unpushed
 * A delivery (a device)  pending → sent | dead | obsolete; removed with its device
 *
 * - `fanOut` turns a pending entry into a delivery for each device, in one statement: no process ever holds an entry.
 * - `claim` takes a delivery by counting its attempt and moving its due time to the end of a lease. A process that
 *   is killed does nothing more about it: the lease ends and the delivery is due again.
 * - The attempt's number is the claim: whoever is late may no longer change anything, except that what was sent
 *   stays sent.
 * - unheard: the person has no device that hears, or none is left. unpushed: it was not written for devices. obsolete: no longer
 *   worth saying, or read. dead: given up.
 * - The row is at the same time the notice in the person's inbox (docs/decisions/0016-inbox.md). Nothing here touches
 *   `read_at`, so that no delivery is a change for a phone (R7).
 *
 * All times are the database's clock, so that processes with other clocks agree.
 */
import type { Viewer } from "../../core/access";
import type { EpochMs } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { ask, readSql, run } from "../sql";

/** One entry on one device, claimed. `subscription` holds the device's secrets: never into a log. */
export interface Delivery {
  readonly outboxId: string;
  readonly attempt: number;
  readonly kind: string;
  /** As the action's transaction wrote it. */
  readonly payload: unknown;
  readonly createdAt: EpochMs;
  /** Of the entry: later than it was written where its person is not to be disturbed. */
  readonly dueAt: EpochMs;
  /** Its person has opened it in the app. */
  readonly isRead: boolean;
  readonly subscription: Subscription;
  readonly person: Viewer & { readonly active: boolean };
  /** IANA, as the person chose it; null where they never chose. */
  readonly zone: string | null;
  /** How many notices the person has not read, this one among them. */
  readonly unread: number;
  /** As it is now; null when it is gone. */
  readonly ticket: Ticket | null;
}

export interface Subscription {
  readonly id: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** The public key that it was made for; null: by an app that did not say (server/keys.ts). */
  readonly vapidKey: string | null;
  readonly locale: string;
  readonly showsTitles: boolean;
}

export type DeliveryEnd = "sent" | "dead" | "obsolete";

const fanOutSql = readSql("outbox/sql/fan-out.sql");
const claimSql = readSql("outbox/sql/claim.sql");
const endSql = readSql("outbox/sql/end.sql");
const postponeSql = readSql("outbox/sql/postpone.sql");
const settleSql = readSql("outbox/sql/settle.sql");
const removeDeviceSql = readSql("outbox/sql/remove-device.sql");
const countWaitingSql = readSql("outbox/sql/count-waiting.sql");

/** How many entries were taken; `limit` means that there may be more. */
export function fanOut(database: Database, limit: number): Promise<number> {
  return run(database, fanOutSql, limit);
}

/** Due deliveries, now this process's for `leaseMs`. */
export async function claim(
  database: Database,
  limit: number,
  leaseMs: number,
): Promise<readonly Delivery[]> {
  return (await ask<readonly Delivery[]>(database, claimSql, limit, leaseMs)) ?? [];
}

/** Ends a delivery and its entry, if it was the last one. */
export async function end(
  database: Database,
  delivery: Delivery,
  state: DeliveryEnd,
  error: string | null,
): Promise<void> {
  const { outboxId, subscription, attempt } = delivery;
  await run(database, endSql, outboxId, subscription.id, attempt, state, error);
  await run(database, settleSql, [outboxId]);
}

/** Forgets the device of a delivery, and with it everything that waited for it. */
export async function removeDevice(database: Database, delivery: Delivery): Promise<void> {
  await forgetDevice(database, delivery.subscription);
  await run(database, settleSql, [delivery.outboxId]);
}

/** Its push service says that it is no more; what waited for it is closed by the next sweep (`settle`). */
export async function forgetDevice(
  database: Database,
  { id, p256dh }: Pick<Subscription, "id" | "p256dh">,
): Promise<void> {
  await run(database, removeDeviceSql, id, p256dh);
}

/** Due again after `delayMs`; with `wholeDevice` nothing else goes to this device before then. */
export async function postpone(
  database: Database,
  delivery: Delivery,
  delayMs: number,
  error: string,
  wholeDevice: boolean,
): Promise<void> {
  const { outboxId, subscription, attempt } = delivery;
  await run(database, postponeSql, outboxId, subscription.id, attempt, delayMs, error, wholeDevice);
}

/** Closes what ended without being closed: its process was killed, or its device was removed. */
export async function settle(database: Database): Promise<number> {
  return run(database, settleSql, null);
}

export async function countWaiting(
  database: Database,
): Promise<{ readonly waiting: number; readonly overdueMs: number }> {
  const answer = await ask<{ waiting: number; overdueMs: number }>(database, countWaitingSql);
  return answer ?? { waiting: 0, overdueMs: 0 };
}
