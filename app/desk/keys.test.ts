import { expect, test } from "vitest";
import { keyCommand, keyRows } from "./keys";
import { keysTexts } from "./keys-texts";

test("one key, or g and another", () => {
  expect(keyCommand("j", null)).toBe("next");
  expect(keyCommand("g", null)).toBe("first");
  expect(keyCommand("m", "g")).toBe("more");
  expect(keyCommand("m", null)).toBe("main");
  expect(keyCommand("j", "g")).toBe("next");
  expect(keyCommand("q", null)).toBeNull();
});

test("opening a row is the browser's own", () => {
  expect(keyCommand("Enter", null)).toBeNull();
});

test("every key is told in both languages", () => {
  for (const { command } of keyRows) {
    expect(keysTexts["zh-TW"].commands[command]).not.toBe("");
    expect(keysTexts.en.commands[command]).not.toBe("");
  }
});
