/**
 * npm run bench -- app [--json] [--rounds N]
 *
 * The phone's side of PRODUCT.md's budgets, in the app itself as `npm start` serves it: a persistent profile, the page's
 * processor four times slower, medians of N (5) rounds; of actions the 95th percentile. It needs a finished
 * `npm run build`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { firstLoadBytes } from "../build/first-load";
import { measureLighthouse } from "./app/lighthouse";
import {
  type Account,
  type ColdStart,
  type FirstSync,
  measureActions,
  measureColdStart,
  measureFirstSync,
  openFilledPhone,
} from "./app/measure";
import { openBenchPhone } from "./app/phone";
import { type Bench, medianOf, percentileOf } from "./bench";
import { startUs } from "./sync/us";

const few = 5_000;
const many = 10_000;
const actionsARound = 12;
/** As the demo desk's, whose hash the bench's people have. */
const password = "genba-demo";

export const appBench: Bench = async (words, say) => {
  const at = words.indexOf("--rounds");
  const rounds = at < 0 ? 5 : Number(words[at + 1]);
  const firstLoadKb = firstLoadBytes() / 1_000;
  const workerKb = gzipSync(readFileSync(join("public", "sw.js"))).length / 1_000;
  say(`first load ${firstLoadKb.toFixed(1)} KB gz (aim 210), worker ${workerKb.toFixed(1)} (15)`);
  const us = await startUs();
  try {
    const origin = `http://localhost:${us.port}`;
    const accountOf = (group: string): Account => ({ email: `${group}-one@bench.example`, password });
    await us.fill({ group: "few", rows: few });
    await us.fill({ group: "many", rows: many });

    const syncs: FirstSync[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const phone = await openBenchPhone(origin);
      syncs.push(await measureFirstSync(phone, accountOf("many")));
      await phone.close();
    }
    const firstSyncMs = medianOf(syncs.map(({ allMs }) => allMs));
    const firstUsableMs = medianOf(syncs.map(({ firstUsableMs }) => firstUsableMs));
    say(
      `first sync of ${many}: all in ${firstSyncMs.toFixed(0)} ms (2,500), first usable ${firstUsableMs.toFixed(0)} (300)`,
    );

    const cold = await openFilledPhone(origin, accountOf("few"));
    const starts: ColdStart[] = [];
    for (let round = 0; round < rounds; round += 1) starts.push(await measureColdStart(cold));
    await cold.close();
    const coldStartMs = medianOf(starts.map(({ listMs }) => listMs));
    const firstPaintMs = medianOf(starts.map(({ firstPaintMs }) => firstPaintMs));
    say(
      `cold start offline, ${few}: list in ${coldStartMs.toFixed(0)} ms (1,100), first paint ${firstPaintMs.toFixed(0)} (400)`,
    );

    const busy = await openFilledPhone(origin, accountOf("many"));
    const actions = await measureActions(busy, rounds * actionsARound);
    await busy.close();
    const actionPaintP95Ms = percentileOf(actions, 0.95);
    const middle = medianOf(actions);
    say(
      `tap to painted result, ${many}: p95 ${actionPaintP95Ms.toFixed(0)} ms (100), median ${middle.toFixed(0)}`,
    );

    const lighthouse = measureLighthouse(`${origin}/`, say);
    const { performance, accessibility, bestPractices } = lighthouse;
    say(`Lighthouse, mobile: ${performance}, ${accessibility}, ${bestPractices} (95, 100, 100)`);
    return {
      firstLoadKb,
      workerKb,
      coldStartMs,
      firstPaintMs,
      actionPaintP95Ms,
      actionPaintMedianMs: middle,
      firstSyncMs,
      firstUsableMs,
      lighthouse,
    };
  } finally {
    await us.stop();
  }
};
