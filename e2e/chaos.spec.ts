/** Real parts that really die (docs/SYNC.md, how it is tested, 3). The long run is `npm run chaos -- --kills 60`. */
import { expect, test } from "playwright/test";
import { runProgram } from "../scripts/run-program";

test("[P1, P2, P3, P4, P6, S1] web, a connection's process and PostgreSQL die in the middle of it: nothing is lost", async () => {
  test.setTimeout(150_000);
  const node = process.execPath;
  const words = ["scripts/bootstrap.mjs", "chaos", "--kills", "3", "--minutes", "0.15", "--json"];
  const { code, output } = await runProgram(node, words);
  expect(code, output).toBe(0);
  const report = JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;
  expect(report).toMatchObject({
    kills: { web: 1, backend: 1, postmaster: 1 },
    lost: 0,
    duplicated: 0,
    diverged: 0,
    illegal: 0,
    stuck: 0,
  });
});
