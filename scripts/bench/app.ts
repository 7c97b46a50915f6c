/**
 * npm run bench -- app [--json] [--rounds N] [--only first,cold,actions,floors,lighthouse]
 *
 * The phone's side of PRODUCT.md's budgets, in the app itself as `npm start` serves it: a persistent profile, the page's
 * processor four times slower (but for the first sync, whose row asks for a real browser), medians of N (5) rounds; of
 * actions the 95th percentile; and what a bare page needs for the same. It needs a finished `npm run build`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { firstLoadBytes } from "../build/first-load";
import { Failure } from "../failure";
import { measureFloors } from "./app/floor";
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

type Part = "first" | "cold" | "actions" | "floors" | "lighthouse";
const parts: readonly Part[] = ["first", "cold", "actions", "floors", "lighthouse"];

export const appBench: Bench = async (words, say) => {
  const after = (option: string): string | undefined => words[words.indexOf(option) + 1 || words.length];
  const rounds = Number(after("--rounds") ?? 5);
  const only = after("--only")?.split(",") ?? parts;
  const unknown = only.filter((name) => !(parts as readonly string[]).includes(name));
  if (unknown.length > 0 || !(rounds > 0))
    throw new Failure(`--rounds N, and of --only: ${parts.join(",")}.`);
  const firstLoadKb = firstLoadBytes() / 1_000;
  const workerKb = gzipSync(readFileSync(join("public", "sw.js"))).length / 1_000;
  say(`first load ${firstLoadKb.toFixed(1)} KB gz (aim 210), worker ${workerKb.toFixed(1)} (15)`);
  const us = await startUs();
  try {
    const origin = `http://localhost:${us.port}`;
    let isFilled = false;
    const fillMany = async () => {
      if (!isFilled) await us.fill({ group: "many", rows: many });
      isFilled = true;
    };
    const measures: Readonly<Record<Part, () => Promise<object>>> = {
      first: async () => {
        await fillMany();
        return measureFirst(origin, accountOf("many"), rounds, say);
      },
      cold: async () => {
        await us.fill({ group: "few", rows: few });
        return measureCold(origin, accountOf("few"), rounds, say);
      },
      actions: async () => {
        await fillMany();
        return measureTaps(origin, accountOf("many"), rounds, say);
      },
      floors: async () => {
        await fillMany();
        const phone = await openFilledPhone(origin, accountOf("many"));
        const floors = await measureFloors(phone, rounds);
        await phone.close();
        for (const [name, ms] of Object.entries(floors)) say(`${name} ${ms.toFixed(0)}`);
        return floors;
      },
      lighthouse: async () => {
        const lighthouse = measureLighthouse(`${origin}/`, say);
        const { performance, accessibility, bestPractices } = lighthouse;
        say(`Lighthouse, mobile: ${performance}, ${accessibility}, ${bestPractices} (95, 100, 100)`);
        return { lighthouse };
      },
    };
    const found: object[] = [{ firstLoadKb, workerKb }];
    for (const part of parts) if (only.includes(part)) found.push(await measures[part]());
    return Object.assign({}, ...found);
  } finally {
    await us.stop();
  }
};

const accountOf = (group: string): Account => ({ email: `${group}-one@bench.example`, password });

type Measure = (
  origin: string,
  account: Account,
  rounds: number,
  say: (line: string) => void,
) => Promise<object>;

const measureFirst: Measure = async (origin, account, rounds, say) => {
  const syncs: FirstSync[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const phone = await openBenchPhone(origin);
    syncs.push(await measureFirstSync(phone, account));
    await phone.close();
  }
  const firstSyncMs = medianOf(syncs.map(({ allMs }) => allMs));
  const firstUsableMs = medianOf(syncs.map((one) => one.firstUsableMs));
  say(
    `first sync of ${many}: all in ${firstSyncMs.toFixed(0)} ms (2,500), first usable ${firstUsableMs.toFixed(0)} (300)`,
  );
  return { firstSyncMs, firstUsableMs };
};

const measureCold: Measure = async (origin, account, rounds, say) => {
  const phone = await openFilledPhone(origin, account);
  const starts: ColdStart[] = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await measureColdStart(phone));
  await phone.close();
  const coldStartMs = medianOf(starts.map(({ listMs }) => listMs));
  const firstPaintMs = medianOf(starts.map((one) => one.firstPaintMs));
  say(
    `cold start offline, ${few}: list in ${coldStartMs.toFixed(0)} ms (1,100), first paint ${firstPaintMs.toFixed(0)} (400)`,
  );
  return { coldStartMs, firstPaintMs };
};

const measureTaps: Measure = async (origin, account, rounds, say) => {
  const phone = await openFilledPhone(origin, account);
  const actions = await measureActions(phone, rounds * actionsARound);
  await phone.close();
  const actionPaintP95Ms = percentileOf(actions, 0.95);
  const actionPaintMedianMs = medianOf(actions);
  say(
    `tap to painted result, ${many}: p95 ${actionPaintP95Ms.toFixed(0)} ms (100), median ${actionPaintMedianMs.toFixed(0)}`,
  );
  return { actionPaintP95Ms, actionPaintMedianMs };
};
