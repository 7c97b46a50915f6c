/** What many seeds came to. */
import type { SeedResult } from "./run";

export interface Report {
  readonly seeds: number;
  readonly actions: number;
  readonly applied: number;
  readonly superseded: number;
  readonly returned: number;
  readonly held: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly diverged: number;
  readonly illegal: number;
  readonly stuck: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly failingSeeds: readonly number[];
}

/** What must have occurred in a run of many seeds: a simulator that saw none of it has shown nothing. */
const faultNames = [
  "request dropped",
  "answer lost",
  "request twice",
  "reordered",
  "request late",
  "offline",
  "lie-fi",
  "crash in a transaction",
  "quota",
  "database closed",
  "reload",
  "taken back",
  "401",
  "426",
  "clock jump",
  "group change",
  "delegation",
  "expiry",
  "epoch change",
  "backup restored",
  "data cleared",
  "unknown version learnt",
  "server crash",
  "connection killed",
  "lost commit answer",
  "parked statement",
] as const;
const seedsThatShowAll = 10;

export function reportOf(results: readonly SeedResult[]): Report {
  const sum = (count: (result: SeedResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const outcome = (kind: string) => sum(({ outcomes }) => outcomes[kind] ?? 0);
  const breach = (kind: string) =>
    sum(({ breaches }) => breaches.filter((one) => one.breach === kind).length);
  const names = new Set<string>([...faultNames, ...results.flatMap(({ faults }) => Object.keys(faults))]);
  return {
    seeds: results.length,
    actions: sum(({ actions }) => actions),
    applied: outcome("applied"),
    superseded: outcome("superseded"),
    returned: outcome("returned"),
    // Held ones become final: these were held and are no more.
    held: outcome("held") + sum(({ faults }) => faults.held ?? 0),
    lost: breach("lost"),
    duplicated: breach("duplicated"),
    diverged: breach("diverged"),
    illegal: breach("illegal"),
    stuck: breach("stuck"),
    faults: Object.fromEntries(
      [...names]
        .filter((name) => name !== "held")
        .sort()
        .map((name) => [name, sum(({ faults }) => faults[name] ?? 0)]),
    ),
    failingSeeds: results.filter(({ breaches }) => breaches.length > 0).map(({ seed }) => seed),
  };
}

/** Outcomes and faults that a run of enough seeds did not have. */
export function missingOf(report: Report): readonly string[] {
  if (report.seeds < seedsThatShowAll) return [];
  const { applied, superseded, returned, held, faults } = report;
  const counts = { applied, superseded, returned, held, ...faults };
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [name] : []));
}

const tailLines = 60;

/** How a failing seed is shown: what broke, how to see it again, what came before. */
export function explainSeed({ seed, breaches, tail, hash }: SeedResult, actions: number): string {
  const broken = breaches.map(({ breach, words }) => `  ${breach}: ${words}`);
  return [
    `seed ${seed} failed (trace ${hash}); again: npm run simulate -- --seed ${seed} --actions ${actions}`,
    ...broken,
    "  the end of its trace:",
    ...tail.slice(-tailLines).map((line) => `    ${line}`),
  ].join("\n");
}
