import { expect, test } from "vitest";
import { type StorageText, storageTexts } from "./storage-texts";

const troubles = ["full", "blocked", "silent", "newer", "away", "well"] as const;
const { "zh-TW": zh, en } = storageTexts;
const pairs: readonly [string, StorageText, StorageText][] = [
  ...troubles.map((trouble) => [trouble, zh[trouble], en[trouble]] as [string, StorageText, StorageText]),
  ...[0, 1, 3].map(
    (unsent) =>
      [`evicted ${unsent}`, zh.evicted(unsent), en.evicted(unsent)] as [string, StorageText, StorageText],
  ),
];

test.each(pairs)("[C7] %s is told in both languages, step by step the same", (_name, chinese, english) => {
  expect(english.steps).toHaveLength(chinese.steps.length);
  const han = /\p{Script=Han}/u;
  for (const words of [chinese.title, chinese.hint, ...chinese.steps]) expect(words).toMatch(han);
  for (const words of [english.title, english.hint, ...english.steps]) expect(words).not.toMatch(han);
});

test("[C7] what is lost is counted, and nothing is where all was sent", () => {
  expect(zh.evicted(3).hint).toContain("3 件可能還沒送出");
  expect(en.evicted(1).hint).toContain("1 action may not have been sent");
  expect(zh.evicted(0).hint).toContain("沒有少");
});
