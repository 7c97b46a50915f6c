/** React meets the replica here: a query of client/views runs again whenever a row it read changes, in any tab. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Genba, Saved } from "../../client/genba";
import { createLiveStore, type LiveStore, type Turn, whenSettled } from "./live-store";

/** True in what stands behind something else: its queries have time. */
export const HiddenContext = createContext(false);

/**
 * The newest answer of `query`, undefined until the first one; the former query's answer stays while a new one is
 * on its way. A database that cannot be read throws to the error boundary.
 */
export function useLive<T>(
  query: () => Promise<T>,
  deps: readonly unknown[],
  turn: "shown" | "around" = "shown",
): T | undefined {
  const isHidden = useContext(HiddenContext);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what the query depends on
  const store = useMemo(() => createLiveStore(query), deps);
  return useAnswer(store, isHidden ? "hidden" : turn);
}

/**
 * As `useLive`, for what a person looks at while they act on it: `fold` makes the answer after a save from the one
 * before, so that it is painted before the disk has answered again.
 */
export function useLiveSaved<T>(
  query: (genba: Genba) => Promise<T>,
  fold: (value: T, saved: Saved) => T,
  genba: Genba,
  id: string,
): T | undefined {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is of this ticket
  const store = useMemo(() => createLiveStore(() => query(genba)), [genba, id]);
  useEffect(
    () => genba.subscribeSaved((saved) => store.patch((value) => fold(value, saved))),
    [genba, store, fold],
  );
  return useAnswer(store, useContext(HiddenContext) ? "hidden" : "shown");
}

const shared = new WeakMap<Genba, WeakMap<object, LiveStore<unknown>>>();

/**
 * As `useLive`, for what several parts of the screen ask alike: one query for all of them. `query` is the same function
 * each time. `turn`: "around" for counts that stand beside what is looked at.
 */
export function useShared<T>(
  genba: Genba,
  query: (genba: Genba) => Promise<T>,
  turn: "shown" | "around" = "around",
): T | undefined {
  const isHidden = useContext(HiddenContext);
  return useAnswer(sharedStore(genba, query), isHidden ? "hidden" : turn);
}

function sharedStore<T>(genba: Genba, query: (genba: Genba) => Promise<T>): LiveStore<T> {
  const stores = shared.get(genba) ?? new WeakMap<object, LiveStore<unknown>>();
  shared.set(genba, stores);
  const store = stores.get(query) ?? createLiveStore(() => query(genba));
  stores.set(query, store);
  return store as LiveStore<T>;
}

function useAnswer<T>(store: LiveStore<T>, turn: Turn): T | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener, turn), [store, turn]);
  const answer = useSyncExternalStore(subscribe, store.read, store.read);
  const last = useRef<T | undefined>(undefined);
  if (answer.tag === "failed") throw answer.error;
  if (answer.tag === "value") last.current = answer.value;
  return last.current;
}

/** False until the first screen stands: for what may come after it. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(hasSettled);
  useEffect(() => {
    whenSettled(() => {
      hasSettled = true;
      setSettled(true);
    });
  }, []);
  return isSettled;
}
let hasSettled = false;

/** Starts what may come after the first screen; what it answers ends it. What fails is left to the next start of the app. */
export function useStartWhenSettled(start: () => Promise<() => void>): void {
  const first = useRef(start);
  useEffect(() => {
    let stop: (() => void) | null = () => {};
    const begin = async (): Promise<void> => {
      const end = await first.current();
      if (stop === null) end();
      else stop = end;
    };
    whenSettled(() => begin().catch(() => {}));
    return () => {
      stop?.();
      stop = null;
    };
  }, []);
}
