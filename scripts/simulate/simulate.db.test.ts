/**
 * docs/SYNC.md, how it is tested, 2, in the time that every change has: small worlds until each kind of trouble occurred,
 * one of them twice, and some of the planted defects. Many and larger ones, and all defects: `npm run simulate`.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "./bundle";
import { calibrate } from "./calibrate";
import { defects } from "./defects";
import { createTemplate, playSeeds, type SimulatedServer, startServer } from "./fleet";
import { explainSeed, missingOf, reportOf } from "./report";
import type { SeedResult } from "./run";

const template = "simulate_template";
const workers = 2;
const actions = 20;
const seedsMin = 16;
/** Played on from the least until every outcome and fault occurred: the rarest is in every tenth world. */
const seedsMax = 40;
const seeds = Array.from({ length: seedsMax }, (_, index) => 1 + index);
/** Played twice. */
const again = 7;
/** What is seen within a world or two. */
const few = ["seq outside the transaction", "entry dropped before the pull"];

let server: SimulatedServer;
let folder: string;
let bundle: string;

beforeAll(async () => {
  server = await startServer();
  // Below the project, so that the bundle finds its packages.
  const cache = join("node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "simulate-"));
  bundle = join(folder, "worker.js");
  await bundleWorker(bundle, null);
  await createTemplate(server.serverUrl, template);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Until `isEnough`, or all were played. */
async function play(
  numbers: readonly number[],
  isEnough: (results: readonly SeedResult[]) => boolean,
): Promise<readonly SeedResult[]> {
  const results: SeedResult[] = [];
  const order = { actions, serverUrl: server.serverUrl, template };
  await playSeeds(bundle, numbers, workers, order, (result) => {
    results.push(result);
    return isEnough(results);
  });
  return results;
}

test("[P1] [P2] [P3] [P4] [P5] [P6] worlds in every trouble keep every promise", async () => {
  const numbers = [...seeds.slice(0, seedsMin), again, ...seeds.slice(seedsMin)];
  const results = await play(numbers, (all) => {
    const twice = all.filter(({ seed }) => seed === again).length === 2;
    return twice && all.length > seedsMin && missingOf(reportOf(all)).length === 0;
  });
  expect(results.length).toBeGreaterThan(seedsMin);
  const failed = results.filter(({ breaches }) => breaches.length > 0);
  expect(failed.map((result) => explainSeed(result, actions))).toEqual([]);
  expect(missingOf(reportOf(results))).toEqual([]);
  // One seed is one history, to the last statement.
  const [one, other] = results.filter(({ seed }) => seed === again);
  expect(other?.hash).toBe(one?.hash);
  expect(one?.steps).toBeGreaterThan(300);
}, 600_000);

for (const defect of defects.filter(({ name }) => few.includes(name))) {
  test(`[${defect.rule}] a planted defect is seen: ${defect.name}`, async () => {
    const caught = await calibrate(defect, server.serverUrl, { folder, actions: 60, workers: 1 });
    expect(caught.seeds).not.toBeNull();
  }, 600_000);
}
