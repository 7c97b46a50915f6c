import { expect, test } from "vitest";
import type { AssetId, CategoryId, TicketId } from "../ids";
import { findSimilar, learnIncidents, type OpenIncident, suggestCategories } from "./suggest";

const pairs = (text: string): string[] =>
  [...text].slice(1).map((character, index) => `${[...text][index]}${character}`);
const of = (categoryId: string, ...titles: string[]) =>
  titles.map((title) => ({ categoryId: categoryId as CategoryId, terms: pairs(title), weight: 1 }));

const learned = learnIncidents([
  ...of("printer", "標籤印表機卡紙", "標籤印表機掃不到", "辦公室印表機沒反應"),
  ...of("lift", "東側貨梯停在二樓", "西側貨梯門打不開"),
  ...of("door", "三樓門禁沒反應"),
  ...of("network", "三樓網路很慢", "月台網路斷線"),
]);

test("the category that past incidents with the title's words had comes first", () => {
  expect(suggestCategories(learned, pairs("二樓印表機卡紙"))[0]).toBe("printer");
  expect(suggestCategories(learned, pairs("貨梯又停了"))).toEqual(["lift"]);
});

test("unsure is silent: unknown words, one incident alone, words that all categories have", () => {
  expect(suggestCategories(learned, pairs("咖啡太苦"))).toEqual([]);
  expect(suggestCategories(learned, pairs("門禁"))).toEqual([]);
  const everywhere = learnIncidents(
    ["a", "b", "c", "d", "e"].flatMap((one) => of(one, "機器故障", "螢幕故障")),
  );
  expect(suggestCategories(everywhere, pairs("故障"))).toEqual([]);
  expect(suggestCategories(learned, [])).toEqual([]);
});

test("no more than three", () => {
  const shared = learnIncidents(["a", "b", "c"].flatMap((one) => of(one, "漏水", "漏水", "漏水", "漏水")));
  expect(suggestCategories(shared, pairs("漏水"))).toHaveLength(3);
});

const open = (id: string, title: string, categoryId: string, assetIds: string[] = []): OpenIncident => ({
  id: id as TicketId,
  categoryId: categoryId as CategoryId,
  assetIds: assetIds as AssetId[],
  terms: pairs(title),
});
const similar = (title: string, incidents: OpenIncident[], categoryIds: string[], assetIds: string[] = []) =>
  findSimilar(learned, incidents, {
    terms: pairs(title),
    categoryIds: categoryIds as CategoryId[],
    assetIds: assetIds as AssetId[],
  });

test("an open incident of the same category with the title's words may be the same; of another it is not", () => {
  const incidents = [open("1", "標籤印表機卡紙", "printer"), open("2", "標籤印表機卡紙", "lift")];
  expect(similar("印表機卡紙了", incidents, ["printer"])).toEqual(["1"]);
  expect(similar("印表機卡紙了", incidents, [])).toEqual([]);
});

test("one word in common is not enough for the category, and is for the same asset, which comes first", () => {
  const incidents = [
    open("far", "印表機冒煙", "printer"),
    open("asset", "碳粉漏光", "printer", ["A-1"]),
    open("near", "碳粉漏光了一地", "printer"),
  ];
  expect(similar("碳粉漏光", incidents, ["printer"], ["A-1"])).toEqual(["asset", "near"]);
  expect(similar("碳粉匣裝不進去", [open("x", "碳粉漏光", "printer")], ["printer"])).toEqual([]);
  expect(similar("別的事", incidents, ["printer"], ["A-1"])).toEqual([]);
});
