import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSettings } from "../../server/settings";
import { demoAccountsPath, prepareDataFolder, refusePublicDemo } from "./data-folder";

const folder = mkdtempSync(join(tmpdir(), "genba-test-folder-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const prepare = (path: string) => prepareDataFolder(readSettings({ GENBA_DATA: path }));

test("a data folder is made with its parents, and others may pass through it", () => {
  const path = join(folder, "a", "b");
  expect(prepare(path)).toBe(path);
  expect(statSync(path).mode & 0o777).toBe(0o711);
  chmodSync(path, 0o700);
  prepare(path);
  expect(statSync(path).mode & 0o777).toBe(0o711);
});

test.each(["/proc/genba", "/proc/genba/data", "/dev/null/genba"])(
  "a data folder that cannot be made is one line: %s",
  (path) => {
    expect(() => prepare(path)).toThrow(/^The data folder \/\S+ cannot be made: [^\n]+$/);
  },
);

test("a file is no data folder", () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  expect(() => prepare(path)).toThrow("cannot be made");
});

test.each([{ GENBA_ORIGIN: "https://desk.example.org" }, { GENBA_HOST: "0.0.0.0" }, { GENBA_HOST: "::" }])(
  "a desk with public passwords does not start where others can reach it: %j",
  (env) => {
    writeFileSync(demoAccountsPath(folder), "[]");
    expect(() => refusePublicDemo(folder, readSettings({}))).not.toThrow();
    expect(() => refusePublicDemo(folder, readSettings(env))).toThrow(/^This desk has demo accounts[^\n]+$/);
    rmSync(demoAccountsPath(folder));
    expect(() => refusePublicDemo(folder, readSettings(env))).not.toThrow();
  },
);
