const triesMax = 500;
const pauseMs = 20;

/** Reads again until it is as wanted; throws with what was read last. */
export async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const value = await read();
    if (isDone(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`never: ${JSON.stringify(await read())}`);
}
