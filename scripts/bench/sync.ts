/**
 * npm run bench -- sync [--json] [--only us,rxdb,replicache,pouchdb] [--rows N]
 *
 * First sync, queue, catch-up, bytes and phone-to-phone latency in a real Chromium, for us and for three libraries with
 * the servers that their documentation describes. `--rows` bounds the largest server (1,000,000).
 */
import { Failure } from "../failure";
import type { Bench } from "./bench";
import type { Contender, ContenderName } from "./sync/contender";
import { createLink, type Link } from "./sync/link";
import { type Measured, measure } from "./sync/measure";
import { installPeers, startPouchdb, startReplicache, startRxdb } from "./sync/peers";
import { startUs, type UsServer } from "./sync/us";

const names: readonly ContenderName[] = ["us", "rxdb", "replicache", "pouchdb"];

const units: Readonly<Record<string, string>> = { bytes: "B", bytesPerEdit: "B" };

export const syncBench: Bench = async (words, say) => {
  const { only, rowsMax } = readWords(words);
  const link = await createLink();
  const found = new Map<ContenderName, Measured>();
  const us = await startUs(link.origin);
  try {
    if (only.some((name) => name !== "us")) await installPeers(say);
    for (const name of only) found.set(name, await run(name, us, link, rowsMax, say));
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
  rowsMax: number,
  say: (line: string) => void,
): Promise<Measured> {
  const contender = await start(name, us);
  say(`${name}: ${contender.about}`);
  try {
    return await measure(contender, link, rowsMax, say);
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

function readWords(words: readonly string[]): { only: readonly ContenderName[]; rowsMax: number } {
  const wordAfter = (option: string): string | undefined => {
    const at = words.indexOf(option);
    return at < 0 ? undefined : words[at + 1];
  };
  const wanted = wordAfter("--only")?.split(",") ?? names;
  const only = names.filter((name) => wanted.includes(name));
  const rowsMax = Number(wordAfter("--rows") ?? 1_000_000);
  if (only.length === 0 || !(rowsMax >= 1_000)) throw new Failure(`sync: --only ${names.join(",")} --rows N`);
  return { only, rowsMax };
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
