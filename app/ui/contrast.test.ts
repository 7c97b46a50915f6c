import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./contrast.css", import.meta.url), "utf8");

test("high contrast that is chosen has the colours of the one that the device asks for", () => {
  const [asked = "", chosen = ""] = css.split(':root[data-theme="more"]').map(tokensOf);
  expect(chosen).not.toBe("");
  expect(chosen).toBe(asked);
});

function tokensOf(part: string): string {
  const block = /\{\s*(--[^}]*)\}/.exec(part)?.[1] ?? "";
  return block.replaceAll(/\s+/g, " ").trim();
}
