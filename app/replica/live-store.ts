/**
 * Queries that run again whenever a row they read changes, each in its turn: one save changes rows that a dozen of them
 * read, and the disk answers one after another. First what a person looks at, when it is painted the counts around it,
 * and in idle time what is hidden (docs/decisions/0034).
 */
import { liveQuery } from "dexie";

export type Turn = "shown" | "around" | "hidden";

export type Answer<T> =
  | { readonly tag: "loading" }
  | { readonly tag: "value"; readonly value: T }
  | { readonly tag: "failed"; readonly error: unknown };

export interface LiveStore<T> {
  read(): Answer<T>;
  /** Known sooner than the query can answer again; its next answer takes the place of it. */
  patch(change: (value: T) => T): void;
  /** The query runs while somebody listens, in the turn of the listener that is in most hurry. */
  subscribe(listener: () => void, turn: Turn): () => void;
}

const order: readonly Turn[] = ["shown", "around", "hidden"];
/** A page that nobody sees draws no frames. */
const frameMaxMs = 200;
const idleMaxMs = 2_000;
const settledMaxMs = 10_000;
/**
 * One change is shown at once; what changes again and again no more often than somebody reads. While an empty phone is
 * filled, the longer it goes on the less often: each look at the disk keeps the next page from being written.
 */
const restingMs = 250;
const restingMaxMs = 1_000;
let runningShown = 0;
let isFilling = false;

/** Whether the phone is in its first sync. */
export function tellFilling(now: boolean): void {
  isFilling = now;
}

export function createLiveStore<T>(query: () => Promise<T>): LiveStore<T> {
  const listeners = new Map<object, { readonly listener: () => void; readonly turn: Turn }>();
  let answer: Answer<T> = { tag: "loading" };
  let stop: (() => void) | null = null;
  let hurry: (() => void) | null = null;
  let ranAt = Number.NEGATIVE_INFINITY;
  let restingFor = restingMs;
  let newest = 0;
  const turn = (): Turn =>
    order.find((one) => [...listeners.values()].some((other) => other.turn === one)) ?? "hidden";

  const begins = (): void => {
    const now = performance.now();
    const goesOn = isFilling && now - ranAt < 2 * restingFor;
    restingFor = goesOn ? Math.min(2 * restingFor, restingMaxMs) : restingMs;
    ranAt = now;
  };
  /** What changed meanwhile has begun another run, and Dexie does not hear this one any more. */
  const throwIfOvertaken = (run: number): void => {
    if (run !== newest) throw new Error("overtaken");
  };
  // Dexie follows what a query reads through promises of its own, in a function that is `async` itself.
  const inTurn = async (): Promise<T> => {
    newest += 1;
    const mine = newest;
    const restMs = ranAt + restingFor - performance.now();
    if (restMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, restMs));
    throwIfOvertaken(mine);
    const waitsFor = turn();
    if (waitsFor !== "shown") {
      await new Promise<void>((resolve) => {
        hurry = resolve;
        afterShown(() => (waitsFor === "hidden" ? whenIdle(resolve) : resolve()));
      });
      throwIfOvertaken(mine);
      begins();
      return query();
    }
    begins();
    runningShown += 1;
    try {
      return await query();
    } finally {
      runningShown -= 1;
    }
  };
  const tell = (next: Answer<T>): void => {
    answer = next;
    for (const { listener } of [...listeners.values()]) listener();
  };
  const start = (): (() => void) => {
    const subscription = liveQuery(inTurn).subscribe({
      next: (value) => tell({ tag: "value", value }),
      error: (error) => tell({ tag: "failed", error }),
    });
    return () => subscription.unsubscribe();
  };

  return {
    read: () => answer,
    patch: (change) => {
      if (answer.tag === "value") tell({ tag: "value", value: change(answer.value) });
    },
    subscribe: (listener, asked) => {
      const key = {};
      listeners.set(key, { listener, turn: asked });
      stop ??= start();
      if (asked === "shown") hurry?.();
      return () => {
        listeners.delete(key);
        // Whoever listens again at once, in another turn, finds it running.
        setTimeout(() => {
          if (listeners.size > 0 || stop === null) return;
          stop();
          stop = null;
          answer = { tag: "loading" };
          ranAt = Number.NEGATIVE_INFINITY;
          restingFor = restingMs;
        });
      };
    },
  };
}

/**
 * Calls once what is shown has been read and painted, and nothing else is to be done; after a while in any case: a
 * database that hangs must not keep an update away (C7).
 */
export function whenSettled(call: () => void): void {
  const once = callOnce(call);
  afterShown(() => whenIdle(once));
  setTimeout(once, settledMaxMs);
}

/** Calls when what is shown has been read and painted. */
function afterShown(call: () => void): void {
  afterFrame(() => (runningShown > 0 ? afterShown(call) : call()));
}

function callOnce(call: () => void): () => void {
  let isCalled = false;
  return () => {
    if (isCalled) return;
    isCalled = true;
    call();
  };
}

function afterFrame(call: () => void): void {
  const once = callOnce(call);
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, frameMaxMs);
}

/** Not on iOS; there the frame that was waited for has to do. */
function whenIdle(call: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(() => call(), { timeout: idleMaxMs });
  else setTimeout(call);
}
