/** What is selected in a list. A store, so that a box is ticked in the same moment in which it is pressed. */
import { useSyncExternalStore } from "react";
import type { TicketId } from "../../core/ids";

/** Null: nobody selects. */
export type Picked = ReadonlySet<TicketId> | null;

export interface Picks {
  read(): Picked;
  set(next: Picked): void;
  subscribe(listener: () => void): () => void;
}

export function createPicks(): Picks {
  let picked: Picked = null;
  const listeners = new Set<() => void>();
  return {
    read: () => picked,
    set: (next) => {
      picked = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function usePicked({ subscribe, read }: Picks): Picked {
  return useSyncExternalStore(subscribe, read, read);
}
