/** Whether a photo may say where it was taken: the choice of one person on this phone, and of nobody who follows (C6). */
import type { AccountId } from "../../core/ids";

const key = "genba-keep-position";

export function isPositionKept(accountId: AccountId): boolean {
  return localStorage.getItem(key) === accountId;
}

export function setPositionKept(accountId: AccountId, isKept: boolean): void {
  if (isKept) localStorage.setItem(key, accountId);
  else localStorage.removeItem(key);
}
