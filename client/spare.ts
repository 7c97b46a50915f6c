/**
 * What is kept beside IndexedDB, for when that fails (C7): forms being typed that it would not take, and how much was
 * unsent when it was seen last, so that a phone whose database was evicted can say so. In localStorage, which has a
 * quota and a life of its own and answers at once; where there is none (worker, forbidden) nothing is kept. A sign-out
 * deletes it with the rest (C6).
 */
import type { AccountId } from "../core/ids";
import type { DraftRow } from "./replica/database";

interface Spare {
  readonly unsent: number;
  readonly drafts: readonly DraftRow[];
}

export function keepSpareDraft(accountId: AccountId, draft: DraftRow): void {
  const spare = read(accountId);
  write(accountId, { unsent: spare?.unsent ?? 0, drafts: [...others(spare, draft.id), draft] });
}

export function dropSpareDraft(accountId: AccountId, id: string): void {
  const spare = read(accountId);
  if (spare?.drafts.some((draft) => draft.id === id))
    write(accountId, { ...spare, drafts: others(spare, id) });
}

export function listSpareDrafts(accountId: AccountId): readonly DraftRow[] {
  return read(accountId)?.drafts ?? [];
}

/** How many actions wait; null when this account never was on this phone. */
export function unsentNoted(accountId: AccountId): number | null {
  return read(accountId)?.unsent ?? null;
}

export function noteUnsent(accountId: AccountId, unsent: number): void {
  const spare = read(accountId);
  if (spare?.unsent !== unsent) write(accountId, { unsent, drafts: spare?.drafts ?? [] });
}

export function forgetSpare(accountId: AccountId): void {
  try {
    storage()?.removeItem(keyOf(accountId));
  } catch {
    // There is none.
  }
}

const keyOf = (accountId: AccountId): string => `genba-spare-${accountId}`;
const others = (spare: Spare | null, id: string): readonly DraftRow[] =>
  (spare?.drafts ?? []).filter((draft) => draft.id !== id);

interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}
function storage(): Storage | undefined {
  return (globalThis as { readonly localStorage?: Storage }).localStorage;
}

function read(accountId: AccountId): Spare | null {
  try {
    const stored: unknown = JSON.parse(storage()?.getItem(keyOf(accountId)) ?? "null");
    const { unsent, drafts } = (stored ?? {}) as Partial<Spare>;
    return typeof unsent === "number" && Array.isArray(drafts) ? { unsent, drafts } : null;
  } catch {
    return null;
  }
}

function write(accountId: AccountId, spare: Spare): void {
  try {
    storage()?.setItem(keyOf(accountId), JSON.stringify(spare));
  } catch {
    // Full or forbidden: what is typed stays on the screen.
  }
}
