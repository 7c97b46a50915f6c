/** Keys of other programs, as the server takes and answers them and the screen shows them. */
import type { AccountId, ApiKeyId, EpochMs } from "../ids";

/** What a key may do; what comes of it is judged like anybody's doing (`decide`). */
export const apiScopes = ["tickets:read", "tickets:write", "actions:write", "events:read"] as const;
export type ApiScope = (typeof apiScopes)[number];

/** Whom a key acts as: an account of its own, made with it. Never an administrator. */
export const serviceRoles = ["agent", "requester"] as const;
export type ServiceRole = (typeof serviceRoles)[number];

/** Keys that are neither revoked nor expired. */
export const apiKeysMax = 100;
/** A key may be made to end this far away. */
export const keyDaysMax = 3_660;

export interface ApiKeyDraft {
  /** Also the name of its account: what it does shows it. */
  readonly name: string;
  readonly role: ServiceRole;
  readonly scopes: readonly ApiScope[];
  /** Null: until it is revoked. */
  readonly expiresAt: EpochMs | null;
}

export interface ApiKeyRecord {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly accountId: AccountId;
  readonly state: "good" | "expired" | "revoked";
  readonly expiresAt: EpochMs | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: EpochMs | null;
  /** Until when the former key is good too; null: there is none. */
  readonly formerKeyUntil: EpochMs | null;
  readonly createdAt: EpochMs;
}

/** Shown once: the server keeps what it can check and not the key. */
export interface NewApiKey {
  readonly id: ApiKeyId;
  readonly key: string;
}
