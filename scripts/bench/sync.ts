/**
 * npm run bench -- sync [--json] [--only us,rxdb,replicache,pouchdb] [--rows N] [--repeats N] [--quick]
 *
 * First sync, queue, catch-up, bytes and phone-to-phone latency in a real Chromium, for us and for three libraries with
 * the servers that their documentation describes. `--rows` bounds the largest server (1,000,000), `--repeats` is 5;
 * `--quick` only shows that everything works.
 */
import { Failure } from "../failure";
import type { Bench } from "./bench";
import type { Contender, ContenderName } from "./sync/contender";
import { createLink, type Link } from "./sync/link";
import { type Extent, full, type Measured, measure, quick } from "./sync/measure";
import { installPeers, startPouchdb, startReplicache, startRxdb } from "./sync/peers";
import { startUs, type UsServer } from "./sync/us";

const names: readonly ContenderName[] = ["us", "rxdb", "replicache", "pouchdb"];

const units: Readonly<Record<string, string>> = { bytes: "B", bytesPerEdit: "B" };

export const syncBench: Bench = async (words, say) => {
  const { only, extent } = readWords(words);
  const link = await createLink();
  const found = new Map<ContenderName, Measured>();
  const us = await startUs(link.origin);
  try {
    if (only.some((name) => name !== "us")) await installPeers(say);
    for (const name of only) {
      try {
        found.set(name, await run(name, us, link, extent, say));
      } catch (error) {
        // A peer that fails says why and leaves nulls; the others' figures are worth having.
        if (name === "us") throw error;
        say(`${name}: failed, ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await us.stop();
    link.close();
  }
  return toNumbers(found);
};

async function run(
  name: ContenderName,
  us: UsServer,
  link: Link,
  extent: Extent,
  say: (line: string) => void,
): Promise<Measured> {
  const contender = await start(name, us);
  say(`${name}: ${contender.about}`);
  try {
    return await measure(contender, link, extent, say);
  } finally {
    if (contender !== us) await contender.stop();
  }
}

async function start(name: ContenderName, us: UsServer): Promise<Contender> {
  switch (name) {
    case "us":
      return us;
    case "rxdb":
      return startRxdb(await us.createDatabase("bench_rxdb"));
    case "replicache":
      return startReplicache(await us.createDatabase("bench_replicache"));
    case "pouchdb":
      return startPouchdb();
  }
}

function readWords(words: readonly string[]): { only: readonly ContenderName[]; extent: Extent } {
  const wordAfter = (option: string): string | undefined => {
    const at = words.indexOf(option);
    return at < 0 ? undefined : words[at + 1];
  };
  const wanted = wordAfter("--only")?.split(",") ?? names;
  const only = names.filter((name) => wanted.includes(name));
  const extent = words.includes("--quick") ? quick : full;
  const rowsMax = Number(wordAfter("--rows") ?? extent.rowsMax);
  if (only.length === 0 || !(rowsMax >= 1_000)) throw new Failure(`sync: --only ${names.join(",")} --rows N`);
  const repeats = Number(wordAfter("--repeats") ?? extent.repeats);
  return {
    only,
    extent: { ...extent, rowsMax, repeats, slowRepeats: Math.min(repeats, extent.slowRepeats) },
  };
}

function toNumbers(found: ReadonlyMap<ContenderName, Measured>) {
  const us = found.get("us");
  const keys = [...new Set([...found.values()].flatMap((measured) => [...measured.keys()]))];
  const figure = (name: ContenderName, key: string) => rounded(found.get(name)?.get(key) ?? null);
  return {
    rows: keys.map((name) => ({
      name,
      unit: Object.entries(units).find(([part]) => name.includes(part))?.[1] ?? "ms",
      us: figure("us", name),
      replicache: figure("replicache", name),
      rxdb: figure("rxdb", name),
      pouchdb: figure("pouchdb", name),
    })),
    catchUpMs: Object.fromEntries(
      ["1000", "100000", "1000000"].map((rows) => [rows, rounded(us?.get(`catchUp ${rows}`) ?? null)]),
    ),
    bytesPerEdit: rounded(us?.get("bytesPerEdit") ?? null),
    phoneToPhoneP95Ms: rounded(us?.get("phoneToPhone p95 0") ?? null),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
