/** Work that returns every so often, one round at a time, until it is stopped. */
export interface Loop {
  /** Takes no new round; resolves when the one in hand has ended. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  readonly log: (line: string) => void;
}

/** A round that fails is told once until one succeeds again, and tried anew at its time. */
export function startLoop({ name, everyMs, work, log }: LoopOptions): Loop {
  let stopped = false;
  let failing = false;
  let wakeUp = (): void => {};
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await work();
        if (failing) log(`${name}: works again`);
        failing = false;
      } catch (error) {
        if (!failing)
          log(`${name}: failed, will be tried again: ${error instanceof Error ? error.name : "unknown"}`);
        failing = true;
      }
      if (!stopped) await rest();
    }
  };
  const running = run();
  return {
    stop() {
      stopped = true;
      wakeUp();
      return running;
    },
  };
}
