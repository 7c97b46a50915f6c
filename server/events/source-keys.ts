/** The keys of event sources (server/auth/bearer-key.ts). */
import type { EventSourceId } from "../../core/ids";
import { hashKey, isKeyOf } from "../auth/bearer-key";
import type { Database } from "../db";

export type EventSource = {
  readonly id: EventSourceId;
  readonly active: boolean;
  readonly kinds: readonly string[];
  /** Any of them signs a request: the former one too while it is good. Empty: nothing is signed. Never into a log. */
  readonly secrets: readonly string[];
  readonly heardAt: Date | null;
};

export const sourceKeyPrefix = "gev_";
const keyPattern = /^gev_[\w-]{43}$/;

/** The source that the key is of; null: none has it now. */
export async function findSource(database: Database, key: string, now: number): Promise<EventSource | null> {
  if (!keyPattern.test(key)) return null;
  const hash = hashKey(key);
  const source = await database.eventSource.findFirst({
    where: { OR: [{ keyHash: hash }, { previousKeyHash: hash, previousKeyUntil: { gt: new Date(now) } }] },
  });
  if (source === null || !isKeyOf(source, hash)) return null;
  const { id, active, kinds, heardAt, secret, previousSecret, previousKeyUntil } = source;
  const isFormerGood = previousKeyUntil !== null && previousKeyUntil.getTime() > now;
  const secrets =
    secret === null ? [] : [secret, ...(isFormerGood && previousSecret ? [previousSecret] : [])];
  return { id: id as EventSourceId, active, kinds, heardAt, secrets };
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
