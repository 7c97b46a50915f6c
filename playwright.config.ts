import { defineConfig } from "playwright/test";
import { chromiumFlags, chromiumPath } from "./scripts/testing/chromium";

/** They come first, so that the last minutes are short ones, which all workers share. */
const longest = ["app-screens", "engines", "flows", "reviews"].map((name) => `**/${name}.spec.ts`);

/** More workers than cores: each spec has a desk of its own, and a quarter of a journey is waiting (for a back-off, a hint). */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/fixtures/filled-desk.ts",
  projects: [
    { name: "long", testMatch: longest },
    { name: "journeys", testMatch: "**/*.spec.ts", testIgnore: longest },
  ],
  workers: 3,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // For what hangs; it is longer beside two other journeys.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  outputDir: "test-results/browser",
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    locale: "zh-TW",
    timezoneId: "Asia/Taipei",
    // A trace of every journey takes a seventh of the time; GENBA_TRACE=1 records it where one fails.
    trace: process.env.GENBA_TRACE === undefined ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromiumPath(),
      args: [...chromiumFlags],
    },
  },
});
