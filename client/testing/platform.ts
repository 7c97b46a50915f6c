/** A platform whose clock, dice and timers belong to the test. */
import type { Platform } from "../platform";

export interface TestPlatform extends Platform {
  /** Moves both clocks and runs the timers that fall due. */
  advance(byMs: number): void;
  /** Sets the wall clock alone: somebody changed the time. */
  jumpWall(byMs: number): void;
  /** Milliseconds until the next timer; null when there is none. */
  nextTimerMs(): number | null;
  setOnline(online: boolean): void;
  readonly reported: readonly unknown[];
}

export function createTestPlatform(seed = 1, startMs = Date.UTC(2026, 10, 23, 1)): TestPlatform {
  let wall = startMs;
  let monotonic = 0;
  let online = true;
  let dice = seed >>> 0;
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  const reported: unknown[] = [];
  /** Mulberry32. */
  const random = (): number => {
    dice = (dice + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(dice ^ (dice >>> 15), dice | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    now: () => wall,
    monotonic: () => monotonic,
    random,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
    after: (delayMs, call) => {
      const timer = { at: monotonic + delayMs, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    online: () => online,
    exclusive: (_name, _waitMs, work) => work(),
    idle: () => Promise.resolve(),
    drawn: () => Promise.resolve(),
    report: (error) => reported.push(error),
    advance(byMs) {
      wall += byMs;
      monotonic += byMs;
      for (const timer of [...timers]) {
        if (timer.at > monotonic) continue;
        timers.delete(timer);
        timer.call();
      }
    },
    jumpWall: (byMs) => {
      wall += byMs;
    },
    nextTimerMs: () =>
      timers.size === 0 ? null : Math.max(0, Math.min(...[...timers].map((t) => t.at)) - monotonic),
    setOnline: (next) => {
      online = next;
    },
    reported,
  };
}
