/** When a mail is tried again: mail servers ask for patience in minutes and hours. */

/** Attempts of one mail; then it is dead. With the delays below: about a day. */
export const mailAttemptsMax = 30;
const firstDelayMs = 30_000;
const longestDelayMs = 3_600_000;

/**
 * 30 s, 1, 2, 4 … 60 minutes, each between half and the whole of it, so that what failed together does not come back
 * together. `attempt` counts from 1; 0 ≤ `random` < 1.
 */
export function mailBackOffMs(attempt: number, random: number): number {
  const wholeMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.round(wholeMs / 2 + (wholeMs / 2) * random);
}
