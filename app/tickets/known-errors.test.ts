import { expect, test } from "vitest";
import type { KnownError } from "../../core/directory/directory";
import type { AssetId, CategoryId, TicketId } from "../../core/ids";
import { matchingKnownErrors } from "./known-errors";

const reader = "reader" as AssetId;
const door = "door" as AssetId;
const access = "access" as CategoryId;
const power = "power" as CategoryId;
const known: KnownError = {
  problemId: "problem" as TicketId,
  categoryId: access,
  assetIds: [reader],
  workaround: "重置後切離線白名單",
};

test("a known error shows on the same asset and category", () => {
  expect(matchingKnownErrors([known], { categoryId: access, assetIds: [door, reader] })).toEqual([known]);
});

test("neither the asset alone nor the category alone is enough", () => {
  expect(matchingKnownErrors([known], { categoryId: power, assetIds: [reader] })).toEqual([]);
  expect(matchingKnownErrors([known], { categoryId: access, assetIds: [door] })).toEqual([]);
  expect(matchingKnownErrors([known], { categoryId: access, assetIds: [] })).toEqual([]);
});

test("a known error of no asset shows where none is named", () => {
  const general = { ...known, assetIds: [] };
  expect(matchingKnownErrors([general], { categoryId: access, assetIds: [] })).toEqual([general]);
  expect(matchingKnownErrors([general], { categoryId: access, assetIds: [door] })).toEqual([]);
});
