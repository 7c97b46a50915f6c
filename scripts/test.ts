/**
 * `npm test`: everything: guards, then vitest beside the build, then the browser. All of it runs even when a part
 * fails; the last line counts the tests of all parts, the guards and the build as one each.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./failure";
import { nodeProgram, runProgram } from "./run-program";
import { type Need, prepareBrowser } from "./testing/browser";
import { findChromium } from "./testing/chromium";

type Count = { readonly passed: number; readonly failed: number };

/** The parts of vitest's JSON report that are read here. */
type UnitReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

const results = "test-results";
const unitReport = join(results, "unit.json");
const browserReport = join(results, "e2e.json");

await runCommand(async () => {
  rmSync(results, { recursive: true, force: true });
  // Minutes on a machine that has none, and nothing needs it before the journeys. A failure is theirs.
  const preparing = prepareBrowser();
  preparing.catch(() => undefined);
  const check = await part("check", () => runCommandScript("check"));
  const counts = [
    check,
    // Half of the unit tests' time is waiting, and none of them reads what is built.
    ...(await Promise.all([
      part("unit and database tests", runUnitTests),
      part("build", () => runCommandScript("build")),
    ])),
    await part("browser tests", async () => runBrowserTests(await preparing)),
  ];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`\n${passed} passed, ${failed} failed`);
});

async function part(name: string, run: () => Promise<Count>): Promise<Count> {
  console.log(`\n— ${name}`);
  const start = performance.now();
  const count = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`— ${name}: ${count.passed} ok, ${count.failed} not ok, in ${seconds} s`);
  return count;
}

/** A command of ours, which counts as one test. */
async function runCommandScript(name: string): Promise<Count> {
  const script = join("scripts", "bootstrap.mjs");
  const { code } = await runProgram(process.execPath, [script, name], { show: true });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runUnitTests(): Promise<Count> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`];
  const { code } = await runProgram(...nodeProgram("vitest/vitest.mjs", "run", ...reporters), { show: true });
  if (!existsSync(unitReport)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(unitReport, "utf8")) as UnitReport;
  // A file whose preparation failed has no failed test of its own, and counts as one.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return withExitCode({ passed: report.numPassedTests, failed }, code);
}

/** What is missing is said aloud, and in CI a failure: it must not look like what passed. */
async function runBrowserTests(missing: readonly Need[]): Promise<Count> {
  for (const { name, packages } of missing) {
    console.log(`${name} is missing: install ${packages.join(", ")} (Debian's names)`);
  }
  if (!findChromium()) console.log("browser tests: not run");
  const { passed, failed } = findChromium() ? await runPlaywright() : { passed: 0, failed: 0 };
  return { passed, failed: failed + (process.env.CI ? missing.length : 0) };
}

async function runPlaywright(): Promise<Count> {
  const { code } = await runProgram(...nodeProgram("playwright/cli.js", "test"), { show: true });
  if (!existsSync(browserReport)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(browserReport, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  return withExitCode({ passed: stats.expected, failed: stats.unexpected + stats.flaky }, code);
}

/** A run that failed without a failed test (a file that does not load, no test at all) is one failure. */
function withExitCode(count: Count, code: number): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}
