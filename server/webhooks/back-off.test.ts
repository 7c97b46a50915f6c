import { expect, test } from "vitest";
import { webhookDelayMs } from "./back-off";

test("ten tries over about three days, the last of them for good", () => {
  const delays = Array.from({ length: 9 }, (_, index) => webhookDelayMs(index + 1, 0) ?? 0);
  expect(delays).toEqual([...delays].sort((one, other) => one - other));
  const days = delays.reduce((sum, delayMs) => sum + delayMs, 0) / 86_400_000;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(3.3);
  expect(webhookDelayMs(10, 0)).toBeNull();
});

test("what failed together does not come back together", () => {
  expect(webhookDelayMs(2, 0)).toBe(300_000);
  expect(webhookDelayMs(2, 0.999)).toBe(240_060);
});
