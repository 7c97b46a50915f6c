import { defineConfig } from "vitest/config";

const folders = "{core,client,worker,server,jobs,scripts,app,prisma}";

/** A test's suffix says what it needs: nothing, an IndexedDB, a PostgreSQL. Browser tests are Playwright's. */
export default defineConfig({
  test: {
    // Half of their time is waiting for PostgreSQL and for clocks: one more than the cores of the smallest machine.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        // A project takes nothing from the root, the timeouts neither, unless it says so.
        extends: true,
        test: {
          name: "plain",
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: ["**/*.idb.test.ts", "**/*.db.test.ts", "**/node_modules/**"],
          // Its modules name each other without an ending, which Node does not resolve and bundlers do.
          server: { deps: { inline: ["@zxing/library"] } },
        },
      },
      { extends: true, test: { name: "idb", include: [`${folders}/**/*.idb.test.ts`] } },
      {
        extends: true,
        test: {
          name: "db",
          include: [`${folders}/**/*.db.test.ts`],
          globalSetup: ["scripts/testing/database-setup.ts"],
        },
      },
    ],
  },
});
