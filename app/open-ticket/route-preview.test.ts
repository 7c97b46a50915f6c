import { expect, test } from "vitest";
import type { DirectoryView } from "../../client/genba";
import { previewGroup } from "./route-preview";

const map = (rows: { id: string }[]) => new Map(rows.map((row) => [row.id, row]));
const directory = {
  groups: map([
    { id: "g1", name: "機電一課", active: true },
    { id: "g2", name: "網路課", active: true },
    { id: "g3", name: "已停用", active: false },
    { id: "g4", name: "服務台", active: true },
  ] as never),
  assets: map([
    { id: "a1", groupId: "g1" },
    { id: "a2", groupId: "g3" },
  ] as never),
  categories: map([
    { id: "c1", groupId: "g2", parentId: null },
    { id: "c2", groupId: null, parentId: "c1" },
  ] as never),
  parameters: { default_inc_group_id: "g4" },
} as unknown as DirectoryView;
const preview = (args: object) => previewGroup(directory, args as never);

test("the asset's group comes before the category's, that before the parameter", () => {
  expect(preview({ assetIds: ["a1"], categoryId: "c1" })).toBe("機電一課");
  expect(preview({ categoryId: "c2" })).toBe("網路課");
  expect(preview({})).toBe("服務台");
  expect(preview({ groupId: "g2", assetIds: ["a1"] })).toBe("網路課");
});

test("an inactive group is passed over", () => {
  expect(preview({ assetIds: ["a2"], categoryId: "c1" })).toBe("網路課");
});
