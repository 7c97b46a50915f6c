import { expect, test } from "vitest";
import { measureServer } from "./server";

/** The tests' own server has room for its databases; it waits for no disk, so its numbers are worth nothing. */
function urlOf(name: string): string {
  const url = new URL(process.env.GENBA_TEST_DATABASE_SERVER ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

test("the bench of the server counts accepted actions, and sends the same statements once more", async () => {
  const lines: string[] = [];
  const options = { deviceCounts: [1, 2], measuredMs: 200, warmUpMs: 1, tickets: 500, rounds: 1 };
  const numbers = await measureServer({ urlOf }, options, (line) => lines.push(line));
  expect(Object.keys(numbers)).toEqual(["actionsPerSecond", "plainSqlPerSecond"]);
  for (const count of ["1", "2"]) {
    expect(numbers.actionsPerSecond[count]).toBeGreaterThan(0);
    expect(numbers.plainSqlPerSecond[count]).toBeGreaterThan(0);
  }
  expect(lines.at(-1)).toMatch(/^2 devices: \d+ actions a second; plain SQL \d+; \d+ % of it$/);
});
