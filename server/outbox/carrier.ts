/**
 * The loop of a process that carries something out of the database: looks for what is due when it is woken and every
 * so often, takes no more than it has free slots for, and ends without leaving anything half written. What to take and
 * how to carry it are its user's; claims with a lease make any number of carriers safe side by side (outbox.ts).
 */

/** One piece of work in hand; it rejects when its end could not be written down. */
export type Carried = Promise<void>;

export interface CarrierOptions {
  /** Before each line of the log. */
  readonly name: string;
  /** Claims up to `free` pieces and starts them. `more`: there may be others that can be taken at once. */
  readonly takeDue: (
    free: number,
  ) => Promise<{ readonly carried: readonly Carried[]; readonly more: boolean }>;
  readonly log: (line: string) => void;
  readonly slots: number;
  readonly pollMs: number;
}

export interface Carrier {
  /** Something may be due. */
  wake(): void;
  /** Takes nothing new and resolves when what is in hand has ended. */
  stop(): Promise<void>;
}

/** The database is away: how long before it is asked again. */
const failureDelayMs = 2_000;

export function startCarrier({ name, takeDue, log, slots, pollMs }: CarrierOptions): Carrier {
  const inHand = new Set<Carried>();
  const signal = createSignal();
  let stopped = false;
  let failing = false;

  const keep = (carried: Carried): void => {
    const ended = carried.catch((error: unknown) =>
      // The claim ends with its lease, and it is tried again.
      log(`${name}: could not write down what became of one: ${describeError(error)}`),
    );
    inHand.add(ended);
    void ended.finally(() => {
      inHand.delete(ended);
      signal.raise();
    });
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        const free = slots - inHand.size;
        const { carried, more } = await takeDue(free);
        for (const one of carried) keep(one);
        if (failing) log(`${name}: the database answers again`);
        failing = false;
        if (!more || inHand.size >= slots) await signal.wait(pollMs);
      } catch (error) {
        if (!failing) log(`${name}: the database does not answer: ${describeError(error)}`);
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
  };
}

/** The code of a failure where it has one: messages of drivers may hold addresses and values. */
export function describeError(error: unknown): string {
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
