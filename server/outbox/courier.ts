/**
 * Carries the outbox: claims what is due, has it sent, writes down what became of it. It claims no more than it can
 * send at once, so that what was checked at the claim is sent within moments, and any number of couriers in any
 * number of processes may run side by side.
 */
import type { Database } from "../db";
import { attemptsMax, backOffMs } from "./back-off";
import { type Carrier, describeError, startCarrier } from "./carrier";
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
  /** Hears of each try that has ended. */
  readonly onEnded?: (became: keyof Tally, delivery: Delivery) => void;
}

export type Tally = Record<"sent" | "obsolete" | "gone" | "dead" | "later", number>;

export interface Courier extends Carrier {
  /** What became of the tries since the last asking. */
  takeTally(): Tally;
}

const defaultSlots = 16;
/** Longer than the slowest send (server/push/send.ts), so that nobody sends what is still being sent. */
export const defaultLeaseMs = 60_000;
const defaultPollMs = 3_000;
const fanOutLimit = 200;

export function startCourier(database: Database, options: CourierOptions): Courier {
  const { slots = defaultSlots, leaseMs = defaultLeaseMs, pollMs = defaultPollMs, log } = options;
  let tally = createTally();
  let sweepAt = 0;

  const carrier = startCarrier({
    name: "outbox",
    log,
    slots,
    pollMs,
    async takeDue(free) {
      if (performance.now() >= sweepAt) {
        await settle(database);
        sweepAt = performance.now() + pollMs;
      }
      if (free === 0) return { carried: [], more: false };
      const spread = await fanOut(database, fanOutLimit);
      const claimed = await claim(database, free, leaseMs);
      const carried = claimed.map((delivery) =>
        carry(database, delivery, options).then((became) => {
          tally[became] += 1;
          options.onEnded?.(became, delivery);
        }),
      );
      return { carried, more: spread === fanOutLimit || claimed.length > 0 };
    },
  });

  return {
    ...carrier,
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
    (error: unknown): Verdict => ({ kind: "later", error: describeError(error), afterMs: null }),
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
