import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** A checkout with one command in it, and the packages and the database client of ours. */
let checkout: string;

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), "genba-test-bootstrap-"));
  mkdirSync(join(checkout, "scripts"));
  for (const name of ["bootstrap.mjs", "generate-client.mjs"]) {
    cpSync(join("scripts", name), join(checkout, "scripts", name));
  }
  cpSync("package.json", join(checkout, "package.json"));
  cpSync("package-lock.json", join(checkout, "package-lock.json"));
  for (const name of ["node_modules", "prisma", "generated"])
    symlinkSync(resolve(name), join(checkout, name));
  writeFileSync(join(checkout, "scripts", "hello.ts"), "console.log('hello');");
});
afterAll(() => rmSync(checkout, { recursive: true }));

const run = () =>
  spawnSync(process.execPath, ["scripts/bootstrap.mjs", "hello"], { cwd: checkout, encoding: "utf8" });

test("a command is bundled and run", () => {
  expect(run()).toMatchObject({ status: 0, stdout: "hello\n", stderr: "" });
});

test("a build folder that cannot be written is one line", () => {
  rmSync(join(checkout, "build"), { recursive: true, force: true });
  // As root, whom no mode stops, a file in the folder's place is what cannot be written.
  writeFileSync(join(checkout, "build"), "");
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Genba cannot write its files [^\n]+\n$/);
});
