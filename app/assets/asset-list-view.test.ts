import { expect, test } from "vitest";
import type { DirectoryView } from "../../client/genba";
import { assetSections } from "./asset-list-view";

const asset = (tag: string, siteId: string, more: object = {}) =>
  [tag, { id: tag, tag, siteId, name: "讀卡機", location: "機房 A 區", active: true, ...more }] as const;
const desk = {
  sites: new Map([
    ["s1", { id: "s1", name: "南港廠" }],
    ["s2", { id: "s2", name: "台中資料中心" }],
  ]),
  assets: new Map([
    asset("A-DR-17", "s2"),
    asset("A-DR-2", "s2", { name: "貨梯" }),
    asset("A-AP-1", "s1", { location: "月台 3" }),
    asset("A-OLD-1", "s1", { active: false }),
  ]),
} as unknown as DirectoryView;
const listed = (query: string) =>
  assetSections(desk, query).map(({ site, assets }) => [site, ...assets.map(({ tag }) => tag)]);

test("assets stand by site, there by tag with numbers as numbers; what is out of use is left out", () => {
  expect(listed("")).toEqual(
    [
      ["台中資料中心", "A-DR-2", "A-DR-17"],
      ["南港廠", "A-AP-1"],
    ].sort(([a], [b]) => a!.localeCompare(b!, "zh-TW")),
  );
});

test("every word must be in tag, name, location or site", () => {
  expect(listed("台中 貨梯")).toEqual([["台中資料中心", "A-DR-2"]]);
  expect(listed("月台")).toEqual([["南港廠", "A-AP-1"]]);
  expect(listed("ａｄｒ１７")).toEqual([["台中資料中心", "A-DR-17"]]);
  expect(listed("不在")).toEqual([]);
});

test("a search finds what is out of use too", () => {
  expect(listed("a-old-1")).toEqual([["南港廠", "A-OLD-1"]]);
});
