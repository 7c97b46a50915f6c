/**
 * API keys: each made with an account of its own, which nobody can sign in to, and with a numbering of its actions. They are
 * never deleted, as history names them; revoked, the account stays for what it opened, and groups are given and taken as
 * with anybody (管理 → 人員, 組織).
 */
import { randomUUID } from "node:crypto";
import type { AccountId, ApiKeyId } from "../../core/ids";
import {
  type ApiKeyDraft,
  type ApiKeyRecord,
  type ApiScope,
  apiKeysMax,
  type NewApiKey,
} from "../../core/interfaces/api-key";
import { administer } from "../admin/administer";
import { createKey, formerKeyMs, hashKey } from "../auth/bearer-key";
import type { Database, DatabaseTransaction } from "../db";
import { Refusal } from "../refusal";
import { apiKeyPrefix, stateOf } from "./find-key";

/** Older ones that are over are not shown. */
const listedMax = 500;

/** `now` in epoch ms. Newest first. */
export async function listApiKeys(database: Database, now: number): Promise<readonly ApiKeyRecord[]> {
  const rows = await database.apiKey.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: listedMax,
  });
  return rows.map((row) => {
    const state = stateOf(row, now);
    const former = row.previousKeyUntil?.getTime() ?? 0;
    return {
      id: row.id as ApiKeyId,
      name: row.name,
      scopes: row.scopes as ApiScope[],
      accountId: row.accountId as AccountId,
      state,
      expiresAt: row.expiresAt?.getTime() ?? null,
      lastUsedAt: row.lastUsedAt?.getTime() ?? null,
      formerKeyUntil: state === "good" && former > now ? former : null,
      createdAt: row.createdAt.getTime(),
    };
  });
}

/** The key is answered this once. Refusal `apiKey.tooMany`. */
export function createApiKey(database: Database, actorId: AccountId, draft: ApiKeyDraft): Promise<NewApiKey> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const { name, role, expiresAt } = draft;
    const scopes = [...draft.scopes];
    const expires = [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }];
    const good = await transaction.apiKey.count({ where: { revokedAt: null, OR: expires } });
    if (good >= apiKeysMax) throw new Refusal("apiKey.tooMany");
    const accountId = await createServiceAccount(transaction, name, role);
    const clientId = randomUUID();
    await transaction.syncClient.create({ data: { id: clientId, accountId } });
    const key = createKey(apiKeyPrefix);
    const { id } = await transaction.apiKey.create({
      data: {
        name,
        scopes,
        accountId,
        clientId,
        keyHash: hashKey(key),
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      },
    });
    const after = { name, role, scopes, expiresAt };
    await record({ kind: "apiKey.created", subjectId: id, subjectName: name, before: {}, after });
    return { id: id as ApiKeyId, key };
  });
}

/** Without a password, and told of nothing outside of the app: no mail reaches what is nobody. */
async function createServiceAccount(
  transaction: DatabaseTransaction,
  name: string,
  role: string,
): Promise<string> {
  // RFC 2606: no mail can ever be sent there.
  const email = `${randomUUID()}@service.invalid`;
  const { id } = await transaction.account.create({ data: { name, role, email } });
  await transaction.notifySetting.create({ data: { accountId: id, push: false, mail: false } });
  return id;
}

/**
 * Another key; the former one is good for another day, and the one before that no more. Refusals: `subject.unknown`,
 * `apiKey.over`.
 */
export function rotateApiKey(database: Database, actorId: AccountId, id: ApiKeyId): Promise<NewApiKey> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const stored = await requireKey(transaction, id);
    if (stateOf(stored, now) !== "good") throw new Refusal("apiKey.over");
    const key = createKey(apiKeyPrefix);
    const previousKeyUntil = new Date(now + formerKeyMs);
    const data = { keyHash: hashKey(key), previousKeyHash: stored.keyHash, previousKeyUntil };
    await transaction.apiKey.update({ where: { id }, data });
    const subject = { subjectId: id, subjectName: stored.name };
    await record({ kind: "apiKey.rotated", ...subject, before: {}, after: {} });
    return { id, key };
  });
}

/** Nothing is taken from it from now on, by its former key neither. Refusal `subject.unknown`. */
export function revokeApiKey(database: Database, actorId: AccountId, id: ApiKeyId): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const { name, revokedAt } = await requireKey(transaction, id);
    if (revokedAt !== null) return;
    await transaction.apiKey.update({ where: { id }, data: { revokedAt: new Date(now) } });
    await record({ kind: "apiKey.revoked", subjectId: id, subjectName: name, before: {}, after: {} });
  });
}

async function requireKey(transaction: DatabaseTransaction, id: ApiKeyId) {
  const key = await transaction.apiKey.findUnique({ where: { id } });
  if (key === null) throw new Refusal("subject.unknown");
  return key;
}
