import { expect, test } from "vitest";
import { Failure } from "../failure";
import { whenReady } from "./ready";

const troubleOf = (code: string) => Object.assign(new Error(`trouble ${code}`), { code });

/** What each try meets, in turn; then it succeeds. */
function createServer(troubles: readonly Error[]) {
  const waits: number[] = [];
  let tries = 0;
  const attempt = async () => {
    const trouble = troubles[tries];
    tries += 1;
    if (trouble) throw trouble;
    return tries;
  };
  return { waits, ask: () => whenReady(attempt, async (ms) => waits.push(ms)) };
}

test("a server that shuts down, is gone and starts up again is waited for", async () => {
  const troubles = [troubleOf("57P03"), troubleOf("57P01"), troubleOf("ECONNREFUSED"), troubleOf("57P03")];
  const { ask, waits } = createServer(troubles);
  expect(await ask()).toBe(5);
  expect(waits).toEqual([250, 250, 250, 250]);
});

test("what does not pass by itself is not waited for", async () => {
  const { ask, waits } = createServer([troubleOf("28P01")]);
  await expect(ask()).rejects.toThrow("trouble 28P01");
  expect(waits).toEqual([]);
});

test("after a minute it is one line", async () => {
  const { ask } = createServer(Array(1_000).fill(troubleOf("57P03")));
  await expect(ask()).rejects.toThrow(new Failure("PostgreSQL takes no connections: trouble 57P03."));
});
