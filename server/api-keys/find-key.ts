/** Whose an API key is, and whether it may be used now. */

import type { Role } from "../../core/directory/directory";
import type { AccountId, ApiKeyId, ClientId } from "../../core/ids";
import type { ApiScope } from "../../core/interfaces/api-key";
import { hashKey, isKeyOf } from "../auth/bearer-key";
import type { Database } from "../db";

export type ApiKey = {
  readonly id: ApiKeyId;
  readonly scopes: readonly ApiScope[];
  /** The numbering of its actions. */
  readonly clientId: ClientId;
  readonly account: {
    readonly id: AccountId;
    readonly name: string;
    readonly role: Role;
    readonly locale: string;
  };
  readonly state: "good" | "expired" | "revoked" | "inactive";
};

export const apiKeyPrefix = "gak_";
const keyPattern = /^gak_[\w-]{43}$/;
/** The last use is kept this exactly: not every request writes. */
const usedEveryMs = 60_000;

/** The key as it stands at `now` (epoch ms); null: there is none like it. */
export async function findApiKey(database: Database, key: string, now: number): Promise<ApiKey | null> {
  if (!keyPattern.test(key)) return null;
  const hash = hashKey(key);
  const row = await database.apiKey.findFirst({
    where: { OR: [{ keyHash: hash }, { previousKeyHash: hash, previousKeyUntil: { gt: new Date(now) } }] },
    include: { account: true },
  });
  if (row === null || !isKeyOf(row, hash)) return null;
  const { account, expiresAt, revokedAt, lastUsedAt } = row;
  if (lastUsedAt === null || lastUsedAt.getTime() < now - usedEveryMs) {
    await database.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: new Date(now) } });
  }
  return {
    id: row.id as ApiKeyId,
    scopes: row.scopes as ApiScope[],
    clientId: row.clientId as ClientId,
    account: {
      id: account.id as AccountId,
      name: account.name,
      role: account.role as Role,
      locale: account.locale,
    },
    state: account.active ? stateOf({ expiresAt, revokedAt }, now) : "inactive",
  };
}

export function stateOf(
  key: { readonly expiresAt: Date | null; readonly revokedAt: Date | null },
  now: number,
): "good" | "expired" | "revoked" {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt.getTime() <= now ? "expired" : "good";
}
