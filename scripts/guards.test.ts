/** The guards of `npm run check`, fed with what they must refuse: a guard that lets everything through is none. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Each file and the rule that must name it. */
const violations = [
  ["core/reaches-client.ts", 'import "../client/fine";', "core-arrows"],
  ["core/reads-files.ts", 'import "node:fs";', "core-is-pure"],
  ["core/uses-package.ts", 'import "zod";', "core-is-pure"],
  ["core/calls-itself.ts", 'import "./calls-itself";', "no-cycles"],
  ["client/calls-server.ts", 'import "../server/fine";', "client-server-types-only"],
  ["client/draws.ts", 'import "react";', "client-without-react"],
  ["client/reads-files.ts", 'import "node:fs";', "phone-has-no-node"],
  ["worker/calls-server.ts", 'import "../server/fine";', "worker-arrows"],
  ["server/reaches-client.ts", 'import "../client/fine";', "server-arrows"],
  ["server/generated.ts", 'import "../generated/prisma/client";', "generated-client-by-db-only"],
  ["jobs/reaches-client.ts", 'import "../client/fine";', "jobs-arrows"],
  ["app/calls-server.ts", 'import "../server/fine";', "app-arrows"],
  ["server/sends.ts", 'import "nodemailer/lib/mail-composer";', "mail-by-jobs-only"],
  ["app/api/sends.ts", 'import "../../server/mail/outlet";', "mail-by-jobs-only"],
  ["app/links.ts", 'import "next/link";', "no-next-navigation"],
  ["scripts/draws.ts", 'import "../app/fine";', "nobody-imports-app"],
  ["app/api/lost.ts", 'import "./nowhere";', "resolvable"],
] as const;

const allowed = [
  ["core/fine.ts", "export const fine = 1;"],
  [
    "client/fine.ts",
    'import "../core/fine"; import type { Fine } from "../server/fine"; export type A = Fine;',
  ],
  ["worker/fine.ts", 'import "../client/fine";'],
  ["server/fine.ts", 'import "node:fs"; import "../core/fine"; export type Fine = 1;'],
  ["server/db.ts", 'import "../generated/prisma/client";'],
  ["server/mail/outlet.ts", 'import "nodemailer/lib/mail-composer";'],
  ["server/mail/mail-settings.ts", 'import "../fine";'],
  ["jobs/fine.ts", 'import "../server/fine"; import "../server/mail/outlet";'],
  ["app/fine.ts", 'import "../client/fine"; import "../core/fine";'],
  ["app/api/fine.ts", 'import "../../server/fine"; import "node:fs";'],
  [
    "scripts/fine.ts",
    'import "../server/fine"; import "../server/mail/mail-settings"; import "../client/fine"; import "vitest";',
  ],
  ["client/fine.test.ts", 'import "node:fs"; import "../server/fine";'],
  ["generated/prisma/client.ts", "export const PrismaClient = 1;"],
] as const;

let folder: string;

beforeAll(() => {
  mkdirSync("build", { recursive: true });
  folder = mkdtempSync(join("build", "guards-"));
  cpSync(".dependency-cruiser.cjs", join(folder, ".dependency-cruiser.cjs"));
  cpSync("tsconfig.base.json", join(folder, "tsconfig.json"));
  cpSync("package.json", join(folder, "package.json"));
  symlinkSync("../../node_modules", join(folder, "node_modules"));
  for (const [file, text] of [...violations, ...allowed]) write(join(folder, file), text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("import arrows", () => {
  let found: { from: string; rule: { name: string } }[];

  beforeAll(() => {
    const folders = ["core", "client", "worker", "app", "server", "jobs", "scripts"];
    const output = run(
      ["dependency-cruiser/bin/dependency-cruise.mjs", "--output-type", "json", ...folders],
      folder,
    );
    found = (JSON.parse(output) as { summary: { violations: typeof found } }).summary.violations;
  });

  test.each(violations)("%s", (file, _text, rule) => {
    expect(found.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
  });

  test("what the arrows allow breaks nothing", () => {
    const files: readonly string[] = allowed.map(([file]) => file);
    expect(found.filter(({ from }) => files.includes(from))).toEqual([]);
  });
});

describe("types of the runtimes", () => {
  test.each([
    ["core", "export const a = process.env;", "TS2591|TS2580|TS2304"],
    ["core", "export const a = document.title;", "TS2584|TS2304"],
    ["client", "export const a = document.title;", "TS2584|TS2304"],
    ["worker", "export const a: number = [1][0];", "TS2322"],
    ["server", "export const a = document.title;", "TS2584|TS2304"],
  ])("%s refuses %s", (runtime, text, errors) => {
    const name = `types-${runtime}-${text.length}`;
    write(join(folder, `${name}.ts`), text);
    const project = { extends: `../../${runtime}/tsconfig.json`, include: [`${name}.ts`] };
    write(
      join(folder, `${name}.json`),
      JSON.stringify({ ...project, compilerOptions: { incremental: false } }),
    );
    expect(run(["typescript/bin/tsc", "-p", `${name}.json`], folder)).toMatch(new RegExp(errors));
  });
});

const lintViolations = [
  ["core/lint-any.ts", "export const a: any = 1;\n", "lint/suspicious/noExplicitAny"],
  ["core/lint-assertion.ts", "export const a = [1][0]!;\n", "lint/style/noNonNullAssertion"],
  ["core/lint-enum.ts", "export enum A {\n  B = 1,\n}\n", "lint/style/noEnum"],
  ["core/lint-process.ts", "export const a = process.argv;\n", "lint/style/noRestrictedGlobals"],
  ["core/lint-only.test.ts", 'test.only("a", () => {});\n', "lint/suspicious/noFocusedTests"],
  ["core/lint-format.ts", "export const a = 'b'\n", "format"],
] as const;

test.each(lintViolations)("%s", (file, text, rule) => {
  write(join(folder, file), text);
  cpSync("biome.json", join(folder, "biome.json"));
  const output = run(["@biomejs/biome/bin/biome", "ci", "--colors=off", file], folder);
  expect(output).toMatch(new RegExp(`^${file}[:\\d]* ${rule} `, "m"));
});

function write(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

/** Everything the program says, whether it is content or not. */
function run([script, ...rest]: string[], cwd: string): string {
  const program = join(process.cwd(), "node_modules", script ?? "");
  try {
    return execFileSync(process.execPath, [program, ...rest], {
      cwd,
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}
