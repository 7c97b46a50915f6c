/** React meets the replica here: a query of client/views runs again whenever a row it read changes, in any tab. */
import { liveQuery } from "dexie";
import { useMemo, useRef, useSyncExternalStore } from "react";

type Answer<T> =
  | { readonly tag: "loading" }
  | { readonly tag: "value"; readonly value: T }
  | { readonly tag: "failed"; readonly error: unknown };

/**
 * The newest answer of `query`, undefined until the first one; the former query's answer stays while a new one is
 * on its way. A database that cannot be read throws to the error boundary.
 */
export function useLive<T>(query: () => Promise<T>, deps: readonly unknown[]): T | undefined {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what the query depends on
  const store = useMemo(() => createLiveStore(query), deps);
  const answer = useSyncExternalStore(store.subscribe, store.read, store.read);
  const last = useRef<T | undefined>(undefined);
  if (answer.tag === "failed") throw answer.error;
  if (answer.tag === "value") last.current = answer.value;
  return last.current;
}

function createLiveStore<T>(query: () => Promise<T>) {
  let answer: Answer<T> = { tag: "loading" };
  return {
    read: () => answer,
    subscribe: (onChange: () => void) => {
      const subscription = liveQuery(query).subscribe({
        next: (value) => {
          answer = { tag: "value", value };
          onChange();
        },
        error: (error) => {
          answer = { tag: "failed", error };
          onChange();
        },
      });
      return () => subscription.unsubscribe();
    },
  };
}
