import { expect, test } from "vitest";
import { textMaxLength } from "../../core/sync/protocol";
import { placeWords } from "./place-words";

const words = { title: "冷氣漏水", text: "三樓機房", url: "https://example.org/1" };

test("an empty form takes the title as its title, and the rest as its description", () => {
  expect(placeWords({}, words)).toEqual({
    title: "冷氣漏水",
    description: "三樓機房\nhttps://example.org/1",
  });
});

test("[P2] what was typed stays, and what was shared stands behind it", () => {
  const typed = { title: "門打不開", description: "已經圍起來", categoryId: "c" as never };
  expect(placeWords(typed, words)).toEqual({
    ...typed,
    description: "已經圍起來\n\n冷氣漏水\n三樓機房\nhttps://example.org/1",
  });
});

test("nothing is said twice: an address that the text has, a title that the text begins with", () => {
  const shared = { title: "第一頁", text: "第一頁 https://example.org/1", url: "https://example.org/1" };
  expect(placeWords({ title: "有標題" }, shared)).toEqual({ title: "有標題", description: shared.text });
});

test("a title of several lines becomes one, a title alone leaves the description alone", () => {
  expect(placeWords({}, { title: "一\n二", text: "", url: "" })).toEqual({ title: "一 二" });
});

test("what the description cannot hold is not cut", () => {
  const typed = { description: "字".repeat(textMaxLength - 2) };
  expect(placeWords(typed, words)).toBeNull();
});
