import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defects } from "./defects";

test("each planted defect still fits the source, at one place", () => {
  const misfits = defects.flatMap(({ name, patches }) => {
    const texts = new Map<string, string>();
    return patches.flatMap(({ file, find, put }) => {
      const text = texts.get(file) ?? readFileSync(file, "utf8");
      texts.set(
        file,
        text.replace(find, () => put),
      );
      return text.split(find).length === 2 ? [] : [`${name}: ${file}: ${find}`];
    });
  });
  expect(misfits).toEqual([]);
});
