import { expect, test } from "vitest";
import { startLoop } from "./loop";

test("a failing round is told once, tried again, and told when it works again", async () => {
  const lines: string[] = [];
  let rounds = 0;
  await new Promise<void>((done) => {
    const loop = startLoop({
      name: "expiry",
      everyMs: 1,
      log: (line) => lines.push(line),
      work: async () => {
        rounds += 1;
        if (rounds <= 3) throw new TypeError("secret");
        if (rounds === 5) void loop.stop().then(done);
      },
    });
  });
  expect(lines).toEqual(["expiry: failed, will be tried again: TypeError", "expiry: works again"]);
});

test("stop waits for the round in hand and ends the rest at once", async () => {
  let finish = (): void => {};
  let ended = false;
  const loop = startLoop({
    name: "expiry",
    everyMs: 60_000,
    log: () => {},
    work: () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  });
  const stopping = loop.stop().then(() => {
    ended = true;
  });
  await Promise.resolve();
  expect(ended).toBe(false);
  finish();
  await stopping;
  expect(ended).toBe(true);
});
