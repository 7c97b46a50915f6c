import { useSyncExternalStore } from "react";
import { type StorageTrouble, storageTrouble, subscribeStorageTrouble } from "../../client/storage-trouble";

/** What is wrong with this phone's memory now; null: nothing that is known. */
export function useStorageTrouble(): StorageTrouble | null {
  return useSyncExternalStore(subscribeStorageTrouble, storageTrouble, () => null);
}
