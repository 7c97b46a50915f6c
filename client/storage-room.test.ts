import { expect, test } from "vitest";
import { roomWarning, type StorageRoom } from "./storage-room";

const room = (over: Partial<StorageRoom>): StorageRoom => ({
  used: 10,
  granted: 100,
  isKept: null,
  unsent: 0,
  small: 0,
  ...over,
});

test("[C7] it warns above four fifths of what is granted, and from 200 MB that are only here", () => {
  expect(roomWarning(room({ used: 80 }))).toBeNull();
  expect(roomWarning(room({ used: 81 }))).toBe("nearlyFull");
  expect(roomWarning(room({ unsent: 200_000_000 }))).toBeNull();
  expect(roomWarning(room({ unsent: 200_000_001 }))).toBe("manyUnsent");
});

test("a browser that says nothing of its room gives no false alarm", () => {
  expect(roomWarning(room({ used: null, granted: null }))).toBeNull();
});
