/** The keys of event sources: shown once, kept as SHA-256, and two of them good while one replaces the other. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { EventSourceId } from "../../core/ids";
import type { Database } from "../db";

export type EventSource = {
  readonly id: EventSourceId;
  readonly active: boolean;
  readonly kinds: readonly string[];
  readonly secret: string | null;
  readonly heardAt: Date | null;
};

const prefix = "gev_";
const keyPattern = /^gev_[\w-]{43}$/;
/** How long the former key still works after a rotation. */
export const formerKeyMs = 24 * 3_600_000;

/** 256 random bits: nobody guesses them, so that a plain hash keeps them. */
export function createKey(): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** A secret of Standard Webhooks, as senders are given it. */
export function createSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** The source that the key is of; null: none has it now. */
export async function findSource(database: Database, key: string, now: number): Promise<EventSource | null> {
  if (!keyPattern.test(key)) return null;
  const hash = hashKey(key);
  const source = await database.eventSource.findFirst({
    where: { OR: [{ keyHash: hash }, { previousKeyHash: hash, previousKeyUntil: { gt: new Date(now) } }] },
  });
  if (source === null) return null;
  const isKey = [source.keyHash, source.previousKeyHash ?? ""].some((stored) => isSame(stored, hash));
  return isKey ? { ...source, id: source.id as EventSourceId } : null;
}

/** Written once a minute at most: hundreds of requests a second would else queue for one row. */
const heardEveryMs = 60_000;

/** Notes that the source was let in now. */
export async function noteHeard(
  database: Database,
  { id, heardAt }: Pick<EventSource, "id" | "heardAt">,
  now: number,
): Promise<void> {
  if (heardAt !== null && now - heardAt.getTime() < heardEveryMs) return;
  await database.eventSource.update({ where: { id }, data: { heardAt: new Date(now) } });
}

/** In constant time, whatever the database compared. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
