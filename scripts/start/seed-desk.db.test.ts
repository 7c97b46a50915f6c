import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readSettings } from "../../server/settings";
import { createTestDatabase, type TestDatabase } from "../testing/database";
import { demoAccountsPath } from "./data-folder";
import { seedDesk } from "./seed-desk";

let folder: string;
let on: TestDatabase;
let printed: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "genba-test-seed-"));
  on = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", on.url);
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => printed.push(line));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await on.drop();
  rmSync(folder, { recursive: true, force: true });
});

const passwordsPrinted = () => printed.filter((line) => line.includes("@genba.example"));

const reachable: readonly [string, Record<string, string>][] = [
  ["under a name of its own", { GENBA_ORIGIN: "https://desk.example.org" }],
  ["on every interface", { GENBA_HOST: "0.0.0.0" }],
];

test.each(reachable)(
  "where strangers can come, %s, each account has a password of its own, printed once and kept nowhere",
  async (_name, env) => {
    expect(await seedDesk(folder, readSettings(env))).toEqual([]);
    const lines = passwordsPrinted();
    const passwords = lines.map((line) => line.trim().split(/\s+/)[1]);
    expect(lines.length).toBeGreaterThanOrEqual(12);
    expect(new Set(passwords).size).toBe(lines.length);
    expect(passwords.every((password) => password!.length >= 16)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    expect(await seedDesk(folder, readSettings(env))).toEqual([]);
    expect(passwordsPrinted()).toEqual(lines);
  },
);

test("on this machine alone the accounts are public, and listed at each start", async () => {
  const accounts = await seedDesk(folder, readSettings({}));
  expect(accounts.length).toBeGreaterThanOrEqual(12);
  expect(JSON.parse(readFileSync(demoAccountsPath(folder), "utf8"))).toEqual(accounts);
  expect(printed).toEqual(["Filling the empty desk with a demo …", "  25 %", "  50 %", "  75 %", "  100 %"]);
  expect(await seedDesk(folder, readSettings({}))).toEqual(accounts);
});
