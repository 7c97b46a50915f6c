/** When a message that was not taken is sent again, as Standard Webhooks recommends: ten tries over about three days. */
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const delaysMs = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
] as const;

/** `attempt` counts from 1; 0 ≤ `random` < 1 takes up to a fifth away, so that what failed together does not return together. Null: no more. */
export function webhookDelayMs(attempt: number, random: number): number | null {
  const wholeMs = delaysMs[attempt - 1];
  return wholeMs === undefined ? null : Math.round(wholeMs * (1 - random / 5));
}
