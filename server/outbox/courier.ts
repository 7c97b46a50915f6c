/**
 * Carries the outbox: claims what is due, has it sent, writes down what became of it. It claims no more than it can
 * send at once, so that what was checked at the claim is sent within moments, and any number of couriers in any
 * number of processes may run side by side.
 */
import type { Database } from "../db";
import { attemptsMax, backOffMs } from "./back-off";
import { claim, type Delivery, end, fanOut, postpone, removeDevice, settle } from "./outbox";

/**
 * What became of one try. gone: the device is no more. refused: never going to be taken. later: to be tried again,
 * `afterMs` when the push service named a time, for everything to this device.
 */
export type Verdict =
  | { readonly kind: "sent" | "obsolete" }
  | { readonly kind: "gone" | "refused"; readonly error: string }
  | { readonly kind: "later"; readonly error: string; readonly afterMs: number | null };

/** Sends one delivery within `leaseMs`; an exception counts as `later`. */
export type Send = (delivery: Delivery) => Promise<Verdict>;

export interface CourierOptions {
  readonly send: Send;
  readonly log: (line: string) => void;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly slots?: number;
  readonly leaseMs?: number;
  readonly pollMs?: number;
}

export type Tally = Record<"sent" | "obsolete" | "gone" | "dead" | "later", number>;

export interface Courier {
  /** Something may be due. */
  wake(): void;
  /** Takes nothing new and resolves when what is in hand is sent and written down. */
  stop(): Promise<void>;
  /** What became of the tries since the last asking. */
  takeTally(): Tally;
}

const defaultSlots = 16;
/** Longer than the slowest send (server/push/send.ts), so that nobody sends what is still being sent. */
export const defaultLeaseMs = 60_000;
const defaultPollMs = 3_000;
const fanOutLimit = 200;
/** The database is away: how long before it is asked again. */
const failureDelayMs = 2_000;

export function startCourier(database: Database, options: CourierOptions): Courier {
  const { slots = defaultSlots, leaseMs = defaultLeaseMs, pollMs = defaultPollMs } = options;
  const inHand = new Set<Promise<void>>();
  const signal = createSignal();
  let tally = createTally();
  let stopped = false;
  let failing = false;
  let sweepAt = 0;

  /** True when there may be more that can be taken at once. */
  const takeDue = async (): Promise<boolean> => {
    if (performance.now() >= sweepAt) {
      await settle(database);
      sweepAt = performance.now() + pollMs;
    }
    const free = slots - inHand.size;
    if (free === 0) return false;
    const spread = await fanOut(database, fanOutLimit);
    const claimed = await claim(database, free, leaseMs);
    for (const delivery of claimed) {
      const carried = carry(database, delivery, options).then(
        (became) => {
          tally[became] += 1;
        },
        // The claim ends with its lease, and the delivery is tried again.
        (error: unknown) => options.log(`outbox: could not write down a delivery: ${describe(error)}`),
      );
      inHand.add(carried);
      void carried.finally(() => {
        inHand.delete(carried);
        signal.raise();
      });
    }
    return spread === fanOutLimit || claimed.length > 0;
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        const more = await takeDue();
        if (failing) options.log("outbox: the database answers again");
        failing = false;
        if (!more) await signal.wait(pollMs);
      } catch (error) {
        if (!failing) options.log(`outbox: the database does not answer: ${describe(error)}`);
        failing = true;
        await signal.wait(failureDelayMs);
      }
    }
    await Promise.all(inHand);
  };

  const running = run();
  return {
    wake: signal.raise,
    stop() {
      stopped = true;
      signal.raise();
      return running;
    },
    takeTally() {
      const taken = tally;
      tally = createTally();
      return taken;
    },
  };
}

/** One try and its record. Throws when the database is away. */
async function carry(
  database: Database,
  delivery: Delivery,
  { send, random }: CourierOptions,
): Promise<keyof Tally> {
  const verdict = await send(delivery).catch(
    (error: unknown): Verdict => ({ kind: "later", error: describe(error), afterMs: null }),
  );
  switch (verdict.kind) {
    case "sent":
    case "obsolete":
      await end(database, delivery, verdict.kind, null);
      return verdict.kind;
    case "gone":
      await removeDevice(database, delivery);
      return "gone";
    case "refused":
      await end(database, delivery, "dead", verdict.error);
      return "dead";
    case "later": {
      if (delivery.attempt >= attemptsMax) {
        await end(database, delivery, "dead", verdict.error);
        return "dead";
      }
      const delayMs = Math.max(verdict.afterMs ?? 0, backOffMs(delivery.attempt, random()));
      await postpone(database, delivery, delayMs, verdict.error, verdict.afterMs !== null);
      return "later";
    }
  }
}

function createTally(): Tally {
  return { sent: 0, obsolete: 0, gone: 0, dead: 0, later: 0 };
}

/** The code of a failure where it has one: messages of drivers may hold addresses and values. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}

/** Raised before or during a wait, it ends that wait. */
function createSignal(): { raise(): void; wait(longestMs: number): Promise<void> } {
  let raised = false;
  let release = (): void => {};
  return {
    raise() {
      raised = true;
      release();
    },
    async wait(longestMs) {
      if (!raised) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longestMs);
          release = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      raised = false;
    },
  };
}
