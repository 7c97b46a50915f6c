/**
 * What is wrong with this phone's own memory, by what a person can do about it (C7), and the one place that knows it
 * now: whoever meets such a failure reports it here, and the screens show it.
 *
 * full     no space: nothing more can be saved; what is stored is there
 * blocked  an old tab keeps an old version of the database open; only its end lets us go on
 * silent   the database neither opens nor fails
 * newer    another tab has updated the database: this one is of an older app
 * away     the connection is gone, or the database cannot be opened
 */
export type StorageTrouble = "full" | "blocked" | "silent" | "newer" | "away";

const troubleOfName: Readonly<Record<string, StorageTrouble>> = {
  QuotaExceededError: "full",
  VersionError: "newer",
  DatabaseClosedError: "away",
  OpenFailedError: "away",
  InvalidStateError: "away",
  UnknownError: "away",
  TimeoutError: "silent",
};

/** Null: no trouble of the storage. The cause lies innermost: an aborted transaction says why inside. */
export function troubleOf(error: unknown): StorageTrouble | null {
  let found: StorageTrouble | null = null;
  for (let layer = error, depth = 0; layer instanceof Object && depth < 5; depth++) {
    const { name, inner } = layer as { readonly name?: unknown; readonly inner?: unknown };
    found = troubleOfName[String(name)] ?? found;
    layer = inner;
  }
  return found;
}

let current: StorageTrouble | null = null;
const listeners = new Set<() => void>();

/** What is known now of a memory that was open; a failed opening is the caller's. */
export function storageTrouble(): StorageTrouble | null {
  return current;
}

export function subscribeStorageTrouble(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Of any failure; what is no trouble of the storage changes nothing. */
export function reportStorage(error: unknown): void {
  const trouble = troubleOf(error);
  if (trouble !== null) become(trouble);
}

/** Something was stored: whatever it was is over. */
export function storageWorks(): void {
  become(null);
}

function become(next: StorageTrouble | null): void {
  if (current === next) return;
  current = next;
  for (const listener of listeners) listener();
}
