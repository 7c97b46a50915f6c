/**
 * A world with one clock and one order of things. Whatever may happen next lies in `ready`; the seeded dice choose,
 * the chosen thing runs until everything that follows from it by itself has run, then the dice choose again. Nothing
 * else moves: two runs of one seed do the same things in the same order, which the trace's hash shows.
 */
import { createHash } from "node:crypto";
import { createDice, type Dice } from "./dice";
import { countTasks, standOn, turn } from "./globals";

interface Ready {
  readonly label: string;
  readonly run: () => void | Promise<void>;
}
interface Timer extends Ready {
  readonly at: number;
  readonly order: number;
}

export interface World {
  readonly seed: number;
  readonly dice: Dice;
  now(): number;
  /** Whatever is offered runs once, at a moment of the dice's choice. */
  offer(label: string, run: () => void | Promise<void>): void;
  /** The same, not before `delayMs`. The answer cancels. */
  after(delayMs: number, label: string, run: () => void | Promise<void>): () => void;
  /** One thing; false when there is none. */
  step(): Promise<boolean>;
  /** Until nothing runs by itself any more. */
  settle(): Promise<void>;
  /** The answer of what may need the world to go on: timers, messages. Throws when nothing can bring it any more. */
  until<Answer>(what: string, promise: Promise<Answer>): Promise<Answer>;
  /** A line of the trace. */
  note(line: string): void;
  /** A line that may differ between runs: shown with a failure, not hashed. */
  remark(line: string): void;
  saw(fault: string): void;
  readonly faults: Map<string, number>;
  readonly stepsDone: () => number;
  /** What was chosen last, and whether it has ended. */
  standing(): string;
  /** Called before each task of an IndexedDB; a crash in the middle of a transaction hangs on it. */
  onTask: () => void;
  trace(): { readonly hash: string; readonly tail: readonly string[] };
  end(): void;
}

const startMs = Date.UTC(2026, 10, 23, 1);
const tailMax = 400;

export function createWorld(seed: number): World {
  const dice = createDice(seed, "order");
  const ready: Ready[] = [];
  let timers: Timer[] = [];
  let now = startMs;
  let order = 0;
  let steps = 0;
  let standing = "";
  const hash = createHash("sha256");
  const tail: string[] = [];
  const faults = new Map<string, number>();

  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > 2 * tailMax) tail.splice(0, tailMax);
  };
  const world: World = {
    seed,
    dice,
    faults,
    now: () => now,
    stepsDone: () => steps,
    standing: () => standing,
    onTask: () => undefined,
    offer: (label, run) => void ready.push({ label, run }),
    after(delayMs, label, run) {
      const timer = { at: now + Math.max(0, Math.round(delayMs)), order: order++, label, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
        const place = ready.indexOf(timer);
        if (place >= 0) ready.splice(place, 1);
      };
    },
    async step() {
      await world.settle();
      ripen();
      if (ready.length === 0) {
        const next = timers.reduce((least, timer) => Math.min(least, timer.at), Number.POSITIVE_INFINITY);
        if (next === Number.POSITIVE_INFINITY) return false;
        now = Math.max(now, next);
        ripen();
      }
      const [chosen] = ready.splice(dice.below(ready.length), 1);
      if (chosen === undefined) return false;
      steps += 1;
      if (chosen.label !== "") world.note(chosen.label);
      standing = `${chosen.label || String(chosen.run)} runs`;
      await chosen.run();
      standing = `${chosen.label || String(chosen.run)} ran`;
      now += dice.below(4);
      await world.settle();
      return true;
    },
    async settle() {
      do await turn();
      while (countTasks() > 0);
    },
    async until(what, promise) {
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      promise.then(over, over);
      for (;;) {
        await world.settle();
        if (isOver) return promise;
        if (!(await world.step())) throw new Error(`${what} waits for what never comes`);
      }
    },
    note(line) {
      const full = `${now - startMs} ${line}`;
      hash.update(`${full}\n`);
      keep(full);
    },
    remark: (line) => keep(`${now - startMs} (${line})`),
    saw: (fault) => void faults.set(fault, (faults.get(fault) ?? 0) + 1),
    trace: () => ({ hash: hash.copy().digest("hex").slice(0, 16), tail: tail.slice(-tailMax) }),
    end: () => standOn(null),
  };

  function ripen(): void {
    const due = timers.filter((timer) => timer.at <= now);
    if (due.length === 0) return;
    timers = timers.filter((timer) => timer.at > now);
    ready.push(...due.sort((a, b) => a.at - b.at || a.order - b.order));
  }

  standOn({
    now: () => now,
    after: (delayMs, call) => world.after(delayMs, "", call),
    dice: createDice(seed, "server"),
    onTask: () => world.onTask(),
    complain: (words) => world.remark(words.slice(0, 300)),
  });
  return world;
}
