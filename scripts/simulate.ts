/**
 * npm run simulate -- [--seed S] [--seeds N] [--minutes M] [--actions A] [--workers W] [--json]
 * npm run simulate -- --calibrate
 *
 * Plays seeds of a simulated world (docs/SYNC.md, how it is tested, 2): the real client on fake-indexeddb, the real
 * server on PostgreSQL, one thing at a time in an order of the seed's choice. Ends with 1 when a promise was broken, or
 * when a run of ten seeds or more lacks a fault or an outcome. `--calibrate` plants known defects and ends with 1 when
 * one of them is not seen.
 */
import { join } from "node:path";
import { runCommand } from "./failure";
import { bundleWorker } from "./simulate/bundle";
import { calibrate } from "./simulate/calibrate";
import { defects } from "./simulate/defects";
import { createTemplate, playSeeds, startServer } from "./simulate/fleet";
import { readOptions, type SimulateOptions } from "./simulate/options";
import { explainSeed, missingOf, reportOf } from "./simulate/report";
import type { SeedResult } from "./simulate/run";

const template = "sim_template";
const folder = join("build", "simulate");
await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  const server = await startServer();
  try {
    const isGood = options.calibrate
      ? await showCalibration(server.serverUrl, options)
      : await playAll(server.serverUrl, options);
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await server.stop();
  }
});

async function playAll(serverUrl: string, options: SimulateOptions): Promise<boolean> {
  const { firstSeed, seeds, minutes, actions, workers, json } = options;
  const bundle = join(folder, "worker.js");
  await bundleWorker(bundle, null);
  await createTemplate(serverUrl, template);
  const startedAt = performance.now();
  const until = minutes === null ? Number.POSITIVE_INFINITY : startedAt + minutes * 60_000;
  const results: SeedResult[] = [];
  const numbers = Array.from({ length: seeds }, (_, index) => firstSeed + index);
  await playSeeds(bundle, numbers, workers, { actions, serverUrl, template }, (result) => {
    results.push(result);
    const { seed, hash, steps, seconds, breaches } = result;
    const verdict = breaches.length === 0 ? "ok" : "FAILED";
    console.log(
      `seed ${seed} ${verdict}: ${result.actions} actions, ${steps} steps, ${seconds.toFixed(1)} s (${result.cpuSeconds.toFixed(1)} of one core), trace ${hash}`,
    );
    if (breaches.length > 0) console.log(explainSeed(result, actions));
    return performance.now() > until;
  });
  const report = reportOf(results);
  const missing = missingOf(report);
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `${report.actions} actions in ${seconds.toFixed(0)} s, ${(report.actions / seconds).toFixed(1)} a second`,
  );
  if (missing.length > 0) console.log(`did not occur: ${missing.join(", ")}`);
  if (json) console.log(JSON.stringify(report));
  else console.log(report);
  return report.failingSeeds.length === 0 && missing.length === 0;
}

async function showCalibration(
  serverUrl: string,
  { workers, calibrationActions, only }: SimulateOptions,
): Promise<boolean> {
  let unseen = 0;
  for (const defect of defects.filter(({ name }) => only === null || new RegExp(only).test(name))) {
    const { seeds, breach } = await calibrate(defect, serverUrl, {
      folder,
      actions: calibrationActions,
      workers,
    });
    if (seeds === null) unseen += 1;
    console.log(
      `${seeds === null ? "NOT SEEN" : `seen at seed ${seeds}`}: [${defect.rule}] ${defect.name}${breach === null ? "" : `\n    ${breach.slice(0, 200)}`}`,
    );
  }
  console.log(`${defects.length - unseen} of ${defects.length} defects seen`);
  return unseen === 0;
}
