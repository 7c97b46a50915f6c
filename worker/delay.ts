/** Resolves after so many ms, as long as the browser lets this life of the worker go on. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
