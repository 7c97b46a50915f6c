import { useEffect } from "react";

/**
 * Asks the system, once there is work that is only here, not to clear this app's data when space is short (C7). It may
 * say no; most say nothing to the person.
 */
export function useKeptStorage(isOnlyHere: boolean): void {
  useEffect(() => {
    if (isOnlyHere) navigator.storage?.persist?.().catch(() => {});
  }, [isOnlyHere]);
}
