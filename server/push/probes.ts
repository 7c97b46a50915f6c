/**
 * Asking a device whether it hears: a message with a token, sent through its push service like any other, and the token
 * given back. A subscription is told nothing before it gave one back, since an address alone proves nothing; the same
 * message is the test on the page of push health, hop by hop.
 *
 * pending → accepted (by the push service) | dead; removed with its device. What the device says of it is beside that:
 * received, shown.
 */
import { randomBytes } from "node:crypto";
import type { AccountId } from "../../core/ids";
import type { ProbeHop, ProbeKind } from "../../core/push/probe-payload";
import type { Database, SqlRunner } from "../db";
import type { Subscription } from "../outbox/outbox";
import { ask, readSql, run } from "../sql";

export interface Probe {
  readonly id: string;
  readonly kind: ProbeKind;
  readonly token: string;
  readonly attempt: number;
  readonly accountId: AccountId;
  readonly subscription: Subscription;
}

/** accepted, dead: the end. pending: once more after the delay. */
export type ProbeEnd =
  | { readonly state: "accepted" }
  | { readonly state: "dead"; readonly error: string }
  | { readonly state: "pending"; readonly error: string; readonly delayMs: number };

/** Older ones prove nothing about today. */
const tokenLifeMs = 7 * 86_400_000;

const claimSql = readSql("push/sql/claim-probes.sql");
const endSql = readSql("push/sql/end-probe.sql");
const confirmSql = readSql("push/sql/confirm-probe.sql");

type ProbeStore = Pick<Database, "pushProbe">;

/** The answer is its id. The caller wakes the job process after its COMMIT (`notifyCommitted`). */
export async function createProbe(
  store: ProbeStore,
  subscriptionId: string,
  kind: ProbeKind,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const { id } = await store.pushProbe.create({ data: { subscriptionId, kind, token } });
  return id;
}

/** Due probes, now this process's for `leaseMs`. */
export async function claimProbes(
  database: Database,
  limit: number,
  leaseMs: number,
): Promise<readonly Probe[]> {
  return (await ask<readonly Probe[]>(database, claimSql, limit, leaseMs)) ?? [];
}

export async function endProbe(database: Database, { id, attempt }: Probe, end: ProbeEnd): Promise<void> {
  const error = end.state === "accepted" ? null : end.error;
  const delayMs = end.state === "pending" ? end.delayMs : 0;
  await run(database, endSql, id, attempt, end.state, error, delayMs);
}

/** False for a token of another person's device, one that was never sent, or one that is too old. */
export async function confirmProbe(
  on: SqlRunner,
  accountId: AccountId,
  token: string,
  hop: ProbeHop,
): Promise<boolean> {
  return (await ask<boolean>(on, confirmSql, token, accountId, hop, tokenLifeMs)) ?? false;
}

/** Lets go of those that can prove nothing any more. */
export async function forgetOldProbes(database: Database, now: number): Promise<void> {
  await database.pushProbe.deleteMany({ where: { queuedAt: { lt: new Date(now - tokenLifeMs) } } });
}
