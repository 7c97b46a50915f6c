/** 通知健康: a person's own devices, a test of one of them, and what was heard of it. Another's are as if absent. */
import type { AccountId } from "../../core/ids";
import type { DeviceHealth, ProbeHops } from "../../core/push/health";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { ask, readSql } from "../sql";
import { createProbe } from "./probes";

/** Each test shows a notification on a phone. */
const testPauseMs = 5_000;
/** Each message is a sign of life; one a minute is enough to be written down. */
const heardPauseMs = 60_000;
const unheardMs = 14 * 86_400_000;

const countDevicesSql = readSql("push/sql/count-devices.sql");

/** `endpoint`: that of the device that asks, null where it has none. Newest sign of life first. */
export async function listDevices(
  database: Database,
  accountId: AccountId,
  endpoint: string | null,
): Promise<readonly DeviceHealth[]> {
  const rows = await database.pushSubscription.findMany({
    where: { accountId },
    orderBy: [{ heardAt: "desc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.userAgent,
    locale: row.locale === "en" ? "en" : "zh-TW",
    showsTitles: row.showsTitles,
    isThis: row.endpoint === endpoint,
    active: row.activeAt !== null,
    createdAt: row.createdAt.getTime(),
    heardAt: row.heardAt.getTime(),
    acceptedAt: row.lastSuccessAt?.getTime() ?? null,
    failures: row.failures,
    lastError: row.lastError,
  }));
}

/** It is off from then on, also after its next start, until its person turns it on there. Throws `subject.unknown`. */
export async function removeDevice(database: Database, accountId: AccountId, id: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    const row = await transaction.pushSubscription.findFirst({ where: { id, accountId } });
    if (row === null) throw new Refusal("subject.unknown");
    const { endpoint } = row;
    await transaction.pushSubscription.deleteMany({ where: { id } });
    await transaction.pushRemoval.upsert({
      where: { endpoint },
      create: { endpoint, accountId },
      update: { accountId, removedAt: new Date() },
    });
  });
}

/** Whether its notifications say what a ticket is about. Throws `subject.unknown`. */
export async function showTitles(
  database: Database,
  accountId: AccountId,
  id: string,
  showsTitles: boolean,
): Promise<void> {
  const { count } = await database.pushSubscription.updateMany({
    where: { id, accountId },
    data: { showsTitles },
  });
  if (count === 0) throw new Refusal("subject.unknown");
}

/** The answer is the test's id. Throws `subject.unknown`, and `rate.limited` when it was tested moments ago. */
export function testDevice(database: Database, accountId: AccountId, id: string): Promise<string> {
  return database.$transaction(async (transaction) => {
    const [device] = await transaction.$queryRaw<{ readonly id: string }[]>`
      SELECT id FROM push_subscription WHERE id = ${id}::uuid AND account_id = ${accountId}::uuid FOR NO KEY UPDATE`;
    if (device === undefined) throw new Refusal("subject.unknown");
    const last = await transaction.pushProbe.findFirst({
      where: { subscriptionId: id, kind: "test", queuedAt: { gt: new Date(Date.now() - testPauseMs) } },
    });
    if (last !== null) throw new Refusal("rate.limited", testPauseMs);
    return createProbe(transaction, id, "test");
  });
}

/** Null when there is no such test of this person's (any more: its device was removed, for it is no more). */
export async function readProbe(
  database: Database,
  accountId: AccountId,
  id: string,
): Promise<ProbeHops | null> {
  const row = await database.pushProbe.findFirst({ where: { id, subscription: { accountId } } });
  if (row === null) return null;
  return {
    state: row.state === "accepted" || row.state === "dead" ? row.state : "pending",
    queuedAt: row.queuedAt.getTime(),
    sentAt: row.sentAt?.getTime() ?? null,
    acceptedAt: row.acceptedAt?.getTime() ?? null,
    receivedAt: row.receivedAt?.getTime() ?? null,
    shownAt: row.shownAt?.getTime() ?? null,
    attempts: row.attempts,
    error: row.lastError,
  };
}

/** Silent: not heard of for two weeks. */
export async function countDevices(
  database: Database,
): Promise<{ readonly active: number; readonly unproved: number; readonly silent: number }> {
  const answer = await ask<{ active: number; unproved: number; silent: number }>(
    database,
    countDevicesSql,
    Date.now() - unheardMs,
  );
  return answer ?? { active: 0, unproved: 0, silent: 0 };
}

/** A device says that it heard something. One that is not this person's is left as it is. */
export async function noteHeard(database: Database, accountId: AccountId, endpoint: string): Promise<void> {
  await database.pushSubscription.updateMany({
    where: { accountId, endpoint, heardAt: { lt: new Date(Date.now() - heardPauseMs) } },
    data: { heardAt: new Date() },
  });
}
