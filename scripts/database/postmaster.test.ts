import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startPostmaster } from "./postmaster";

const binaries = mkdtempSync(join(tmpdir(), "genba-test-postmaster-"));
const logFile = join(binaries, "logs", "postgres.log");
afterAll(() => rmSync(binaries, { recursive: true, force: true }));

test.each([
  ["says why", "echo 'x FATAL:  no room' >&2; exit 1", "PostgreSQL does not start: no room"],
  ["says nothing", "exit 1", "PostgreSQL does not start: it ended without a word"],
  [
    "takes its logs along",
    `rm -r ${dirname(logFile)}; exit 1`,
    "PostgreSQL does not start: it ended without a word",
  ],
])("a server that ends at once and %s is a failure of one line", async (_name, script, message) => {
  mkdirSync(join(binaries, "bin"), { recursive: true });
  writeFileSync(join(binaries, "bin", "postgres"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const started = startPostmaster({ binaries, clusterFolder: binaries, logFile, account: undefined });
  await expect(started).rejects.toThrow(message);
});
