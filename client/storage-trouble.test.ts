import Dexie from "dexie";
import { afterEach, expect, test, vi } from "vitest";
import {
  reportStorage,
  storageTrouble,
  storageWorks,
  subscribeStorageTrouble,
  troubleOf,
} from "./storage-trouble";

afterEach(storageWorks);

const error = (name: string, inner?: unknown) => Object.assign(new Error(name), { name, inner });

test.each([
  [new DOMException("x", "QuotaExceededError"), "full"],
  [new Dexie.AbortError("x", new DOMException("x", "QuotaExceededError")), "full"],
  [new Dexie.OpenFailedError("x", error("QuotaExceededError")), "full"],
  [new Dexie.OpenFailedError("x", new DOMException("x", "VersionError")), "newer"],
  [new DOMException("Connection to Indexed Database server lost", "UnknownError"), "away"],
  [new Dexie.DatabaseClosedError(), "away"],
  [error("TypeError"), null],
  ["words", null],
  [null, null],
])("[C7] %o is the trouble %s", (failure, trouble) => {
  expect(troubleOf(failure)).toBe(trouble);
});

test("[C7] a trouble is known until something was stored, and told once", () => {
  const listener = vi.fn();
  const stop = subscribeStorageTrouble(listener);
  reportStorage(error("TypeError"));
  expect(storageTrouble()).toBeNull();
  reportStorage(error("QuotaExceededError"));
  reportStorage(error("AbortError", error("QuotaExceededError")));
  expect(storageTrouble()).toBe("full");
  expect(listener).toHaveBeenCalledTimes(1);
  storageWorks();
  expect(storageTrouble()).toBeNull();
  stop();
  reportStorage(error("QuotaExceededError"));
  expect(listener).toHaveBeenCalledTimes(2);
});
