/** Keys of machines: shown once, kept as SHA-256, two of them good while one replaces the other; and who may come in by one. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { clientAddressOf } from "./client-address";
import { type Limit, wrongKeyLimit } from "./rate";

/** How long the former key or secret still works after a rotation. */
export const formerKeyMs = 24 * 3_600_000;

export type KeyHashes = { readonly keyHash: string; readonly previousKeyHash: string | null };

/** 256 random bits: nobody guesses them, so that a plain hash keeps them. */
export function createKey(prefix: string): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** A secret of Standard Webhooks, as the other side is given it. */
export function createSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** In constant time, whatever the database compared. */
export function isKeyOf({ keyHash, previousKeyHash }: KeyHashes, hash: string): boolean {
  return [keyHash, previousKeyHash ?? ""].some((stored) => isSame(stored, hash));
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export type KeyRefusal = "key.none" | "key.wrong" | "rate.limited";
type Door<Owner> = {
  /** Null: nobody has this key now. */
  readonly find: (key: string) => Promise<Owner | null>;
  /** Of each owner. */
  readonly limit: Limit;
  readonly refuse: (code: KeyRefusal, retryAfterMs?: number) => Error;
};

/** The owner of `Authorization: Bearer …`; whoever tries keys is slowed down by their address. Throws what `refuse` makes. */
export async function admitByKey<Owner extends { readonly id: string }>(
  headers: Headers,
  { find, limit, refuse }: Door<Owner>,
): Promise<Owner> {
  const key = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (key === undefined) throw refuse("key.none");
  const address = clientAddressOf(headers);
  const countWrong = async (): Promise<void> => {
    const retryAfterMs = await wrongKeyLimit.consume(address);
    if (retryAfterMs > 0) throw refuse("rate.limited", retryAfterMs);
  };
  if (await wrongKeyLimit.isSpent(address)) await countWrong();
  const owner = await find(key);
  if (owner === null) {
    await countWrong();
    throw refuse("key.wrong");
  }
  const retryAfterMs = await limit.consume(owner.id);
  if (retryAfterMs > 0) throw refuse("rate.limited", retryAfterMs);
  return owner;
}
