/**
 * npm run chaos -- [--kills N] [--minutes M] [--seed S] [--json]
 *
 * Real parts that really die (docs/SYNC.md, how it is tested, 3): web processes, connections and PostgreSQL with all
 * its children are killed with SIGKILL while phones of the real client push through a proxy that cuts answers, stalls
 * and sends twice. Afterwards the promises are asked. Not deterministic: the seed chooses what happens, not when. Ends
 * with 1 when a promise was broken, or when a fault did not occur.
 */
import { buildProduct } from "./build/product";
import { createDesk } from "./chaos/desk";
import { readOptions } from "./chaos/options";
import { type ChaosResult, runChaos } from "./chaos/run";
import { runCommand } from "./failure";

const breachKinds = ["lost", "duplicated", "diverged", "illegal", "stuck"] as const;
const breachesShown = 20;
const notesShown = 80;

await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  await buildProduct();
  const desk = await createDesk();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => void desk.remove().finally(() => process.exit(1)));
  const startedAt = performance.now();
  const result = await runChaos(desk, options).finally(() => desk.remove());
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const report = { seed: options.seed, seconds, ...summarise(result) };
  show(result);
  const missing = missingOf(result, options.kills);
  if (missing.length > 0) console.log(`did not occur: ${missing.join(", ")}`);
  console.log(options.json ? JSON.stringify(report) : report);
  process.exit(result.breaches.length === 0 && missing.length === 0 ? 0 : 1);
});

function summarise({
  actions,
  outcomes,
  monitoring,
  kills,
  network,
  drainSeconds,
  sentAgain,
  breaches,
}: ChaosResult) {
  const counts = breachKinds.map((kind) => [kind, breaches.filter(({ breach }) => breach === kind).length]);
  return {
    actions,
    outcomes,
    monitoring,
    kills: { ...kills, all: Object.values(kills).reduce((sum, count) => sum + count, 0) },
    network,
    drainSeconds: Math.round(drainSeconds * 10) / 10,
    sentAgain,
    ...(Object.fromEntries(counts) as Record<(typeof breachKinds)[number], number>),
  };
}

function show({ breaches, notes }: ChaosResult): void {
  if (breaches.length === 0) return;
  for (const line of notes.slice(-notesShown)) console.log(`  ${line}`);
  for (const { breach, words } of breaches.slice(0, breachesShown)) console.log(`${breach}: ${words}`);
}

/** A run that saw none of it has shown nothing. */
function missingOf({ kills, network, actions, monitoring }: ChaosResult, asked: number): readonly string[] {
  const { web, backend, postmaster } = kills;
  const counts = {
    actions,
    events: monitoring.events,
    cut: network.cut,
    sentTwice: network.sentTwice,
    ...(asked >= 3 ? { web, backend, postmaster } : {}),
    ...(asked >= 12 ? { stalled: network.stalled } : {}),
  };
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [name] : []));
}
