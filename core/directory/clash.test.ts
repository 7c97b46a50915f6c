import { expect, test } from "vitest";
import type { AccountId, AssetId } from "../ids";
import { clashesOf, sharesWork } from "./clash";
import type { Asset } from "./directory";

const [camera, ups, feed, lift] = ["camera", "ups", "feed", "lift"] as string[] as [
  AssetId,
  AssetId,
  AssetId,
  AssetId,
];
const [ann, ben] = ["ann", "ben"] as string[] as [AccountId, AccountId];
const assets: ReadonlyMap<string, Pick<Asset, "dependsOn">> = new Map([
  [camera, { dependsOn: [ups] }],
  [ups, { dependsOn: [feed] }],
  [lift, {}],
]);
const work = (holderId: AccountId | null, ...assetIds: AssetId[]) => ({ holderId, assetIds });

test("the same asset, one that depends on the other either way, and the same person are in the way", () => {
  expect(clashesOf(work(ann, lift), work(ben, lift), assets)).toEqual([{ kind: "asset", assetId: lift }]);
  expect(clashesOf(work(ann, camera), work(ben, ups), assets)).toEqual([
    { kind: "dependsOn", assetId: camera, otherId: ups },
  ]);
  expect(clashesOf(work(ann, ups), work(ben, camera), assets)).toEqual([
    { kind: "carries", assetId: ups, otherId: camera },
  ]);
  expect(clashesOf(work(ann, lift), work(ann, ups), assets)).toEqual([
    { kind: "implementer", personId: ann },
  ]);
});

test("two steps away, strangers, and nobody named twice are not", () => {
  expect(sharesWork(work(ann, camera), work(ben, feed), assets)).toBe(false);
  expect(sharesWork(work(ann, lift), work(ben, ups), assets)).toBe(false);
  expect(sharesWork(work(null, lift), work(null, ups), assets)).toBe(false);
  expect(sharesWork(work(ann), work(ben), assets)).toBe(false);
});

test("every reason is named", () => {
  expect(clashesOf(work(ann, camera, ups), work(ann, ups), assets)).toHaveLength(3);
});

test("an asset that the directory does not know is in the way of itself alone", () => {
  const unknown = "unknown" as AssetId;
  expect(sharesWork(work(ann, unknown), work(ben, unknown), assets)).toBe(true);
  expect(sharesWork(work(ann, unknown), work(ben, ups), assets)).toBe(false);
});
