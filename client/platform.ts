/**
 * Everything the client takes from the world around it besides IndexedDB and the network, so that tests and the
 * simulator can put their own clock, dice and lock in its place.
 */
import { createUuidV7, type EpochMs } from "../core/ids";
import { reportStorage } from "./storage-trouble";

export interface Platform {
  /** The device's wall clock. */
  now(): EpochMs;
  /** Milliseconds that never jump, from any start. */
  monotonic(): number;
  randomBytes(count: number): Uint8Array;
  /** 0 ≤ x < 1, for jitter only. */
  random(): number;
  /** Calls back once; the answer cancels. */
  after(delayMs: number, call: () => void): () => void;
  /** What the device believes; false only chooses the words on the screen, nothing is skipped for it. */
  online(): boolean;
  /**
   * Runs `work` while no other tab or worker runs under `name`, waiting at most `waitMs` for it and then running all
   * the same: the lock saves traffic, correctness never depends on it (C3).
   */
  exclusive(name: string, waitMs: number, work: () => Promise<void>): Promise<void>;
  /** Resolves when there is time for work that nobody waits for. */
  idle(): Promise<void>;
  /** Resolves when what was just written should be on the screen; at once where there is none. */
  drawn(): Promise<void>;
  /** A failure that nobody waits for: database, bug. Never holds what a person wrote. */
  report(error: unknown): void;
}

/** The live queries of a first screen, and its drawing. */
const drawnMs = 150;

export function createBrowserPlatform(): Platform {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    random: () => Math.random(),
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
    online: () => navigator.onLine,
    exclusive: runExclusive,
    idle: waitIdle,
    drawn: () =>
      new Promise((resolve) => {
        if ("document" in globalThis) setTimeout(resolve, drawnMs);
        else resolve();
      }),
    report: (error) => {
      console.error("genba", error);
      reportStorage(error);
    },
  };
}

async function runExclusive(name: string, waitMs: number, work: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work();
  let started = false;
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(waitMs) }, () => {
      started = true;
      return work();
    });
  } catch (error) {
    // Only the waiting may time out; what the work itself throws is the caller's.
    if (started) throw error;
    await work();
  }
}

/** Not in workers and not on iOS; there a short rest between batches does. */
function waitIdle(): Promise<void> {
  const { requestIdleCallback } = globalThis as {
    readonly requestIdleCallback?: (call: () => void, options: { timeout: number }) => void;
  };
  return new Promise((resolve) => {
    if (requestIdleCallback === undefined) setTimeout(resolve, 20);
    else requestIdleCallback(() => resolve(), { timeout: 2_000 });
  });
}

export function createId(platform: Pick<Platform, "now" | "randomBytes">): string {
  return createUuidV7(platform.now(), platform.randomBytes(10));
}
