import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  // The device's database is opened once in a runtime.
  vi.resetModules();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const error = new DOMException("no space for a database", "QuotaExceededError");
const event = { preventDefault: () => undefined, stopPropagation: () => undefined };

test.each([
  [
    "fails",
    () => {
      const request: { error: Error; onerror?: (failed: object) => void } = { error };
      queueMicrotask(() => request.onerror?.({ ...event, target: request }));
      return request;
    },
  ],
  [
    "is refused",
    () => {
      throw error;
    },
  ],
])("[C7] an IndexedDB whose opening %s is told, once", async (_, open) => {
  vi.spyOn(indexedDB, "open").mockImplementation(open as never);
  const { subscribeAccount } = await import("./device");
  const heard: unknown[] = [];
  await new Promise<void>((resolve) => {
    subscribeAccount(
      (account) => heard.push(account),
      (failure) => {
        heard.push(String(failure));
        resolve();
      },
    );
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual([expect.stringContaining("no space for a database")]);
});
