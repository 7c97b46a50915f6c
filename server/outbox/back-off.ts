/** When to try again. */

/** Attempts of one delivery on one device; then it is dead. With the delays below: two to three hours. */
export const attemptsMax = 20;
const firstDelayMs = 2_000;
const longestDelayMs = 15 * 60_000;
/** A push service may ask for more patience than ours, but not for ever. */
const longestRetryAfterMs = 24 * 3_600_000;

/**
 * 2 s, 4 s, 8 s … 15 min, each between half and the whole of it, so that what failed together does not come back
 * together. `attempt` counts from 1; 0 ≤ `random` < 1.
 */
export function backOffMs(attempt: number, random: number): number {
  const wholeMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.round(wholeMs / 2 + (wholeMs / 2) * random);
}

/** The Retry-After of HTTP: seconds or a date, `now` in epoch ms; null when absent or not to be read. */
export function readRetryAfterMs(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  const delayMs = /^\d{1,10}$/.test(text)
    ? Number(text) * 1000
    : text.endsWith(" GMT")
      ? Date.parse(text) - now
      : Number.NaN;
  return Number.isFinite(delayMs) ? Math.min(Math.max(0, delayMs), longestRetryAfterMs) : null;
}
