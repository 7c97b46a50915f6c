/** Event sources: whoever posts events, with a key that is shown once. Never deleted, as events name them. */
import type { EventKind, SourceKey, SourceRecord } from "../../core/events/administration";
import type { AccountId, EventSourceId } from "../../core/ids";
import { administer } from "../admin/administer";
import { createKey, createSecret, formerKeyMs, hashKey } from "../auth/bearer-key";
import type { Database, DatabaseTransaction } from "../db";
import { Refusal } from "../refusal";
import { sourceKeyPrefix } from "./source-keys";

export async function listSources(database: Database, now: number): Promise<readonly SourceRecord[]> {
  const rows = await database.eventSource.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] });
  return rows.map(({ id, name, active, kinds, secret, previousKeyUntil, heardAt, createdAt }) => {
    const until = previousKeyUntil?.getTime() ?? 0;
    return {
      id: id as EventSourceId,
      name,
      active,
      kinds: kinds as EventKind[],
      signed: secret !== null,
      formerKeyUntil: until > now ? until : null,
      heardAt: heardAt?.getTime() ?? null,
      createdAt: createdAt.getTime(),
    };
  });
}

export function createSource(
  database: Database,
  actorId: AccountId,
  draft: { readonly name: string; readonly kinds: readonly EventKind[]; readonly signed: boolean },
): Promise<SourceKey> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const { name, kinds, signed } = draft;
    const [key, secret] = [createKey(sourceKeyPrefix), signed ? createSecret() : null];
    const { id } = await transaction.eventSource.create({
      data: { name, kinds: [...kinds], keyHash: hashKey(key), secret },
    });
    const after = { name, kinds: [...kinds], signed };
    await record({ kind: "eventSource.created", subjectId: id, subjectName: name, before: {}, after });
    return { id: id as EventSourceId, key, secret };
  });
}

/**
 * Another key, and another secret of one that signs: a leak of either is ended so. The former ones are good for another day,
 * those before no more. Refusal `subject.unknown`.
 */
export function rotateSource(database: Database, actorId: AccountId, id: EventSourceId): Promise<SourceKey> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const source = await requireSource(transaction, id);
    const key = createKey(sourceKeyPrefix);
    const secret = source.secret === null ? null : createSecret();
    await transaction.eventSource.update({
      where: { id },
      data: {
        keyHash: hashKey(key),
        previousKeyHash: source.keyHash,
        previousKeyUntil: new Date(now + formerKeyMs),
        secret,
        previousSecret: source.secret,
      },
    });
    await record({
      kind: "eventSource.rotated",
      subjectId: id,
      subjectName: source.name,
      before: {},
      after: {},
    });
    return { id, key, secret };
  });
}

/** Nothing that it sends is taken from now on. Refusal `subject.unknown`. */
export function deactivateSource(database: Database, actorId: AccountId, id: EventSourceId): Promise<void> {
  return setActive(database, actorId, id, false);
}

/** What it sends is taken again, with the key that it had. Refusal `subject.unknown`. */
export function activateSource(database: Database, actorId: AccountId, id: EventSourceId): Promise<void> {
  return setActive(database, actorId, id, true);
}

function setActive(database: Database, actorId: AccountId, id: EventSourceId, to: boolean): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const { name, active } = await requireSource(transaction, id);
    await transaction.eventSource.update({ where: { id }, data: { active: to } });
    const kind = to ? "eventSource.activated" : "eventSource.deactivated";
    await record({ kind, subjectId: id, subjectName: name, before: { active }, after: { active: to } });
  });
}

async function requireSource(transaction: DatabaseTransaction, id: EventSourceId) {
  const source = await transaction.eventSource.findUnique({ where: { id } });
  if (source === null) throw new Refusal("subject.unknown");
  return source;
}
