import { expect, test } from "vitest";
import { moved, reordered } from "./rule-order";

test("one is moved a place up or down, and not beyond an end", () => {
  const ids = ["a", "b", "c"];
  expect(moved(ids, "b", -1)).toEqual(["b", "a", "c"]);
  expect(moved(ids, "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(ids, "b", 1)).toEqual(["a", "c", "b"]);
  expect(moved(ids, "a", -1)).toBe(ids);
  expect(moved(ids, "c", 1)).toBe(ids);
  expect(moved(ids, "x", 1)).toBe(ids);
});

test("what somebody added meanwhile stands at the end, what was moved stays moved", () => {
  expect(reordered(["c", "a", "b"], ["a", "b", "c", "d"])).toEqual(["c", "a", "b", "d"]);
  expect(reordered(["c", "a", "b"], ["a", "c"])).toEqual(["c", "a"]);
});
