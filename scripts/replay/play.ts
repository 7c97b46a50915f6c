/** Plays deliveries in their order: several at once, but never two of one device or of one ticket. */
import type { StoredOutcome } from "../../core/sync/protocol";
import type { Delivery } from "./schedule";

export interface Play {
  readonly deliveries: readonly Delivery[];
  /** Deliveries under way at once. */
  readonly parallel: number;
  readonly send: (delivery: Delivery) => Promise<readonly StoredOutcome[]>;
  readonly onDecided: (delivery: Delivery, outcomes: readonly StoredOutcome[]) => void;
}

/** Resolves when all are decided; rejects with the first failure, after what was under way has ended. */
export async function play({ deliveries, parallel, send, onDecided }: Play): Promise<void> {
  const lastOf = new Map<string, Promise<void>>();
  const places = createPlaces(parallel);
  let failure: unknown = null;
  const all = deliveries.map((delivery) => {
    const keys = new Set([
      `device ${delivery.device}`,
      ...delivery.actions.map(({ number }) => `ticket ${number}`),
    ]);
    const before = [...keys].map((key) => lastOf.get(key));
    const done = Promise.all(before).then(async () => {
      const leave = await places.enter();
      try {
        if (failure === null) onDecided(delivery, await send(delivery));
      } catch (error) {
        failure ??= error;
      } finally {
        leave();
      }
    });
    for (const key of keys) lastOf.set(key, done);
    return done;
  });
  await Promise.all(all);
  if (failure !== null) throw failure;
}

function createPlaces(count: number): { enter: () => Promise<() => void> } {
  let free = count;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
