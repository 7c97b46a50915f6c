/**
 * Where the bytes of attachments lie, by what they are: the same photo twice is one object. Whoever asks for a key has
 * judged already who may.
 */
import type { Readable } from "node:stream";

declare const brand: unique symbol;
/** The hash of a file in hex, or that of its file and `.webp` for a preview. */
export type StoreKey = string & { readonly [brand]: "storeKey" };

const keyPattern = /^([0-9a-f]{64})(\.webp)?$/;

/** Throws for what is no SHA-256 in hex: keys become paths. */
export function fileKey(sha256: string): StoreKey {
  if (hashOf(sha256) !== sha256) throw new RangeError("A key is made of a SHA-256.");
  return sha256 as StoreKey;
}
export function previewKey(sha256: string): StoreKey {
  return `${fileKey(sha256)}.webp` as StoreKey;
}

/** Undefined for what is no key. */
export function hashOf(name: string): string | undefined {
  return keyPattern.exec(name)?.[1];
}

export interface AttachmentStore {
  /** Durable when it resolves; one of before is replaced. Nothing is kept where `chunks` throws. */
  put(key: StoreKey, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** To be read or destroyed; null: there is none. */
  open(key: StoreKey): Promise<Readable | null>;
  /**
   * Names of what begins with two hex digits and was put before a time (epoch ms): keys, and what a crash left of a
   * `put`, which has no key's name.
   */
  listOlder(digits: string, before: number): AsyncIterable<string>;
  /** Nothing happens where it was put anew since then. */
  removeOlder(name: string, before: number): Promise<void>;
}
