import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../db";
import { notifyCommitted } from "./notify";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What was sent so far: whether the job process was woken too. */
function createDatabase() {
  const sent: boolean[] = [];
  const $executeRaw = async (_text: TemplateStringsArray, ...values: readonly unknown[]) => {
    sent.push(values.includes(true));
    return 1;
  };
  return { sent, database: { $executeRaw } as unknown as Database };
}

test("[L1] the first hint after silence goes at once, those behind it are one every 20 ms", () => {
  const { sent, database } = createDatabase();
  notifyCommitted(database, false);
  expect(sent).toEqual([false]);
  for (const told of [false, true, false]) notifyCommitted(database, told);
  vi.advanceTimersByTime(19);
  expect(sent).toEqual([false]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([false, true]);
  notifyCommitted(database, false);
  expect(sent).toEqual([false, true]);
  vi.advanceTimersByTime(20);
  expect(sent).toEqual([false, true, false]);
  vi.advanceTimersByTime(1_000);
  expect(sent).toHaveLength(3);
  notifyCommitted(database, true);
  expect(sent).toEqual([false, true, false, true]);
});
