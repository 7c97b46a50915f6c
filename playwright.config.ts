import { defineConfig } from "playwright/test";
import { chromiumFlags, chromiumPath } from "./scripts/testing/chromium";

/** Two workers: each spec has a desk of its own, and much of a journey is waiting (for a network, a back-off, a hint). */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/fixtures/filled-desk.ts",
  // What changes the built files that every other journey is served.
  projects: [
    { name: "journeys", testMatch: "**/*.spec.ts", testIgnore: "**/update.spec.ts" },
    { name: "update", testMatch: "**/update.spec.ts", dependencies: ["journeys"] },
  ],
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 60_000,
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
