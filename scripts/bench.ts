/**
 * npm run bench -- NAME [--json] [options of the bench]
 *
 * Measurements, never tests: what they say depends on the machine. The report goes to stdout; with --json the last line
 * is its numbers. A bench is one file of scripts/bench, listed here.
 */
import { appBench } from "./bench/app";
import type { Bench } from "./bench/bench";
import { deskBench } from "./bench/desk";
import { eventsBench } from "./bench/events";
import { plotsBench } from "./bench/plots";
import { pushBench } from "./bench/push";
import { serverBench } from "./bench/server";
import { syncBench } from "./bench/sync";
import { Failure, runCommand } from "./failure";

const benches: Readonly<Record<string, Bench>> = {
  app: appBench,
  desk: deskBench,
  events: eventsBench,
  plots: plotsBench,
  push: pushBench,
  server: serverBench,
  sync: syncBench,
};

await runCommand(async () => {
  const [name = "", ...words] = process.argv.slice(2);
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined)
    throw new Failure(`npm run bench -- NAME: one of ${Object.keys(benches).join(", ")}.`);
  const isJson = words.includes("--json");
  const numbers = await bench(
    words.filter((word) => word !== "--json"),
    (line) => console.log(line),
  );
  if (isJson) console.log(JSON.stringify(numbers));
});
