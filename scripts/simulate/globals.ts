/**
 * What the code under test takes from Node without asking: clock, timers, chance, IndexedDB's tasks. In a worker they
 * all belong to the world that is simulated; the real ones are kept here for the simulator itself.
 */
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import type { Dice } from "./dice";

const realSetTimeout = globalThis.setTimeout;
const realSetImmediate = globalThis.setImmediate;

export const realDelay = (ms: number): Promise<void> =>
  new Promise((resolve) => void realSetTimeout(resolve, ms));
/** One turn of Node's event loop; every microtask of what ran before it has run then. */
export const turn = (): Promise<void> => new Promise((resolve) => void realSetImmediate(resolve));

export interface Ground {
  now(): number;
  after(delayMs: number, call: () => void): () => void;
  readonly dice: Dice;
  /** Before each task of an IndexedDB. */
  onTask(): void;
  complain(words: string): void;
}

let ground: Ground | null = null;
let waitingTasks = 0;

/** Tasks of IndexedDB that have not run yet. */
export const countTasks = (): number => waitingTasks;

export function standOn(next: Ground | null): void {
  ground = next;
}

/** Once a process, before anything is opened. */
export function takeGlobals(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  scope.setTimeout = (call: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]) => {
    if (ground === null) return realSetTimeout(call, delayMs, ...given);
    // What it begins may wait for statements: nobody waits for a timer.
    return createTimer(ground.after(delayMs, () => void call(...given)));
  };
  const realClearTimeout = globalThis.clearTimeout;
  scope.clearTimeout = (timer: unknown) => {
    if (isTimer(timer)) timer.cancel();
    else realClearTimeout(timer as Parameters<typeof realClearTimeout>[0]);
  };
  scope.setImmediate = (call: (...given: unknown[]) => void, ...given: unknown[]) => {
    waitingTasks += 1;
    return realSetImmediate(() => {
      waitingTasks -= 1;
      ground?.onTask();
      call(...given);
    });
  };
  const realNow = Date.now;
  Date.now = () => ground?.now() ?? realNow();
  const realRandom = Math.random;
  Math.random = () => ground?.dice.next() ?? realRandom();
  takeModules();
  for (const level of ["error", "warn"] as const) {
    const real = console[level];
    console[level] = (...words: unknown[]) => {
      if (ground === null) real(...words);
      else ground.complain(words.map(String).join(" "));
    };
  }
}

function takeModules(): void {
  const modules = crypto as unknown as Record<string, unknown>;
  // Off this thread it would end at a moment of its own, unseen by the scheduler: the digest of R6.
  globalThis.crypto.subtle.digest = async (_, data) => {
    const bytes = new Uint8Array(data instanceof ArrayBuffer ? data : data.buffer);
    return new Uint8Array(crypto.createHash("sha256").update(bytes).digest()).buffer;
  };
  const realBytes = crypto.randomBytes;
  modules.randomBytes = (size: number, ...more: unknown[]) => {
    if (ground === null || more.length > 0)
      return (realBytes as (...given: unknown[]) => unknown)(size, ...more);
    return Buffer.from(ground.dice.bytes(size));
  };
  const realWait = timers.setTimeout;
  (timers as unknown as Record<string, unknown>).setTimeout = (delayMs: number, value: unknown) =>
    ground === null
      ? realWait(delayMs, value)
      : new Promise((resolve) => ground?.after(delayMs, () => resolve(value)));
  syncBuiltinESMExports();
}

interface Timer {
  readonly cancel: () => void;
}
const isTimer = (value: unknown): value is Timer =>
  typeof value === "object" && value !== null && "cancel" in value;

/** What libraries do with Node's timers besides clearing them. */
function createTimer(cancel: () => void): Timer {
  const timer = { cancel, unref: () => timer, ref: () => timer, hasRef: () => false };
  return timer;
}
