import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chromiumFlags } from "./chromium";

test("our list of what is turned off in Chromium holds Playwright's, which it replaces", () => {
  const source = readFileSync(join("node_modules", "playwright-core", "lib", "coreBundle.js"), "utf8");
  const list = /disabledFeatures = \[([^\]]*)\]/.exec(source)?.[1] ?? "";
  const theirs = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
  const ours = chromiumFlags.find((flag) => flag.startsWith("--disable-features="))?.split(/[=,]/);
  expect(theirs.length).toBeGreaterThan(5);
  expect(ours).toEqual(expect.arrayContaining(theirs));
});
