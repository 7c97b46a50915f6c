import { expect, test } from "vitest";
import type { DirectoryView } from "../../client/genba";
import { knownErrorSections } from "./known-errors-view";

const directory = {
  categories: new Map([
    ["c1", { id: "c1", name: "網路", parentId: null }],
    ["c2", { id: "c2", name: "無線網路", parentId: "c1" }],
    ["c3", { id: "c3", name: "門禁", parentId: null }],
  ]),
  assets: new Map([["a1", { id: "a1", tag: "A-DR-17", name: "讀卡機" }]]),
  knownErrors: [
    { problemId: "p1", categoryId: "c2", assetIds: [], workaround: "改連 5 GHz", title: "會議室斷線" },
    { problemId: "p2", categoryId: "c3", assetIds: ["a1"], workaround: "重新上電", title: "讀不到卡" },
    { problemId: "p3", categoryId: "c3", assetIds: [], workaround: "用鑰匙" },
  ],
} as unknown as DirectoryView;
const found = (query: string) =>
  knownErrorSections(directory, query, { join: "、", locale: "zh-TW" }).map(({ category, known }) => [
    category,
    ...known.map(({ error }) => error.problemId),
  ]);

test("by category with the one above it, there by title", () => {
  expect(found("")).toEqual(
    [
      ["網路 › 無線網路", "p1"],
      ["門禁", "p3", "p2"],
    ].sort(([a], [b]) => a!.localeCompare(b!, "zh-TW")),
  );
});

test("found by the problem, the workaround, the category and the asset, whatever the width of the letters", () => {
  expect(found("５ ｇｈｚ")).toEqual([["網路 › 無線網路", "p1"]]);
  expect(found("讀卡機 上電")).toEqual([["門禁", "p2"]]);
  expect(found("adr17")).toEqual([["門禁", "p2"]]);
  expect(found("會議室")).toEqual([["網路 › 無線網路", "p1"]]);
  expect(found("鑰匙 上電")).toEqual([]);
});
