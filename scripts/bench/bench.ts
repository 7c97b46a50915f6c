/** What every bench is. */

/** Says what it finds line by line, and answers its numbers for --json. `words` are the options of its own. */
export type Bench = (words: readonly string[], say: (line: string) => void) => Promise<unknown>;

/** The middle one of measurements taken on a machine that others use too. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
