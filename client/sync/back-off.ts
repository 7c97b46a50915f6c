/** Full jitter between half and all of a doubling delay, capped (C4). */
const firstMs = 1_000;
const capMs = 30_000;

/** `attempt` counts from 0; `random` is 0 ≤ x < 1. A server's own wish (429) is the least that is waited. */
export function backOffMs(attempt: number, random: number, leastMs = 0): number {
  const fullMs = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.max(leastMs, Math.round(fullMs * (0.5 + random / 2)));
}
