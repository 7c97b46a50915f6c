/** The measurements, the same for every contender: see docs/decisions/0023-sync-bench.md. */
import { medianOf, percentileOf } from "../bench";
import { type BenchPage, openPage } from "./browser";
import type { Contender } from "./contender";
import type { Link } from "./link";

export type Measured = ReadonlyMap<string, number | null>;
type Say = (line: string) => void;

/** How much is measured: `quick` only shows that everything works. */
export interface Extent {
  readonly holdingRows: number;
  readonly repeats: number;
  /** Of what takes seconds. */
  readonly slowRepeats: number;
  readonly latencySamples: number;
  /** The most rows on the server. */
  readonly rowsMax: number;
}
export const full: Extent = {
  holdingRows: 10_000,
  repeats: 5,
  slowRepeats: 3,
  latencySamples: 40,
  rowsMax: 1_000_000,
};
export const quick: Extent = {
  holdingRows: 1_500,
  repeats: 1,
  slowRepeats: 1,
  latencySamples: 5,
  rowsMax: 1_000,
};

const catchUpHolding = 1_000;
const changedRows = 100;
const queuedEdits = 200;
const unseenChanges = 100_000;
const roundTripsMs = [0, 40] as const;
const serverRows = [1_000, 100_000, 1_000_000] as const;

/** Every figure by its name; null where the contender has no such thing. */
export async function measure(contender: Contender, link: Link, extent: Extent, say: Say): Promise<Measured> {
  const found = new Map<string, number | null>();
  const note = (name: string, value: number | null, detail = ""): void => {
    found.set(name, value);
    say(`  ${contender.name} ${name}: ${value === null ? "none" : round(value)}${detail && ` (${detail})`}`);
  };
  link.setTarget(contender.port);
  link.setRoundTrip(0);
  await contender.fill({ group: "small", rows: catchUpHolding });
  await measureCatchUp(contender, link, 1_000, extent, note);
  await contender.fill({ group: "first", rows: extent.holdingRows });
  await measureOnePhone(contender, link, extent, note);
  await measureTwoPhones(contender, link, extent, note);
  let filled = catchUpHolding + extent.holdingRows;
  for (const rows of serverRows.slice(1)) {
    if (rows > Math.min(extent.rowsMax, contender.rowsMax)) {
      note(`catchUp ${rows}`, null);
      continue;
    }
    const began = performance.now();
    await contender.fill({ group: "others", rows: rows - filled });
    say(`  filled to ${rows} rows in ${Math.round((performance.now() - began) / 1_000)} s`);
    filled = rows;
    await measureCatchUp(contender, link, rows, extent, note);
    if (rows !== 100_000) continue;
    if (contender.addUnseenChanges === null) note("catchUp unseen", null);
    else await measureCatchUp(contender, link, "unseen", extent, note);
  }
  return found;
}

type Note = (name: string, value: number | null, detail?: string) => void;

/** First sync, the queue, and the bytes of edits: one phone, nobody else connected. */
async function measureOnePhone(contender: Contender, link: Link, extent: Extent, note: Note): Promise<void> {
  const page = await openPage(link.origin, contender.script, { name: "first-one", group: "first" });
  try {
    for (const roundTripMs of roundTripsMs) await measureFirstSync(page, link, roundTripMs, extent, note);
    await page.renew();
    await page.call("firstSync", { live: true });
    await page.call("settle");
    for (const roundTripMs of roundTripsMs) await measureQueue(page, link, roundTripMs, extent, note);
    await measureBytes(page, link, note);
  } finally {
    link.setRoundTrip(0);
    link.restore();
    await page.close();
  }
}

async function measureFirstSync(
  page: BenchPage,
  link: Link,
  roundTripMs: number,
  { holdingRows, slowRepeats }: Extent,
  note: Note,
): Promise<void> {
  const first: number[] = [];
  const complete: number[] = [];
  let bytes = 0;
  // One more than is counted: the server's and the browser's first is warming up.
  for (let repeat = 0; repeat <= slowRepeats; repeat++) {
    await page.renew();
    link.setRoundTrip(roundTripMs);
    const before = link.bytes();
    const synced = await page.call("firstSync", { live: false });
    bytes = link.bytes() - before;
    link.setRoundTrip(0);
    if (synced.rows !== holdingRows) throw new Error(`first sync brought ${synced.rows} rows`);
    if (repeat === 0) continue;
    first.push(synced.firstMs);
    complete.push(synced.completeMs);
  }
  note(`firstSync ${roundTripMs}`, medianOf(complete), spread(complete));
  note(`firstUsable ${roundTripMs}`, medianOf(first), spread(first));
  if (roundTripMs === 0) note("firstSync bytes", bytes);
}

async function measureQueue(
  page: BenchPage,
  link: Link,
  roundTripMs: number,
  { repeats }: Extent,
  note: Note,
): Promise<void> {
  const ids = await page.call("ids", queuedEdits);
  const saved: number[] = [];
  const confirmed: number[] = [];
  const bytes: number[] = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    link.setRoundTrip(roundTripMs);
    link.cut();
    const savedMs = await page.call("edit", ids, `queued ${roundTripMs} ${repeat}`);
    link.restore();
    const before = link.bytes();
    const confirmedMs = await page.call("drain");
    const sentBytes = link.bytes() - before;
    link.setRoundTrip(0);
    await page.call("settle");
    if (repeat === 0) continue;
    saved.push(savedMs);
    confirmed.push(confirmedMs);
    bytes.push(sentBytes / queuedEdits);
  }
  note(`queue ${roundTripMs}`, medianOf(confirmed), spread(confirmed));
  if (roundTripMs !== 0) return;
  note("queue saved", medianOf(saved), spread(saved));
  note("queue bytes", medianOf(bytes), spread(bytes));
}

/** Of edits one by one, each with what its live connection says afterwards. */
async function measureBytes(page: BenchPage, link: Link, note: Note): Promise<void> {
  const ids = await page.call("ids", 20);
  await pause(2_500);
  const before = link.bytes();
  for (const id of ids) {
    await page.call("editOne", id, "alone");
    await page.call("settle");
    await pause(250);
  }
  note("bytesPerEdit", (link.bytes() - before) / ids.length);
}

async function measureTwoPhones(contender: Contender, link: Link, extent: Extent, note: Note): Promise<void> {
  const [one, two] = [
    await openPage(link.origin, contender.script, { name: "first-one", group: "first" }),
    await openPage(link.origin, contender.script, { name: "first-two", group: "first" }),
  ];
  try {
    for (const phone of [one, two]) {
      await phone.call("firstSync", { live: true });
      await phone.call("settle");
    }
    for (const roundTripMs of roundTripsMs) {
      link.setRoundTrip(roundTripMs);
      await measureLatency(one, two, roundTripMs, extent, note);
    }
  } finally {
    link.setRoundTrip(0);
    await one.close();
    await two.close();
  }
}

async function measureLatency(
  one: BenchPage,
  two: BenchPage,
  roundTripMs: number,
  { latencySamples }: Extent,
  note: Note,
): Promise<void> {
  const ids = await one.call("ids", latencySamples + 1);
  const took: number[] = [];
  for (const [index, id] of ids.entries()) {
    const title = `to the other ${roundTripMs} ${index}`;
    const shown = two.call("shows", id, title);
    const savedAt = await one.call("editOne", id, title);
    if (index > 0) took.push((await shown) - savedAt);
    else await shown;
    await pause(150);
  }
  note(`phoneToPhone p95 ${roundTripMs}`, percentileOf(took, 0.95));
  note(`phoneToPhone median ${roundTripMs}`, medianOf(took));
}

/** A phone of the small group misses 100 changes while the server holds `rows`, or records as many others besides. */
async function measureCatchUp(
  contender: Contender,
  link: Link,
  rows: number | "unseen",
  { repeats }: Extent,
  note: Note,
): Promise<void> {
  const page = await openPage(link.origin, contender.script, { name: "small-one", group: "small" });
  const took: number[] = [];
  const slow: number[] = [];
  try {
    await page.call("firstSync", { live: false });
    await page.call("settle");
    for (let repeat = 0; repeat <= repeats * 2; repeat++) {
      const title = `changed at ${rows} ${repeat}`;
      if (rows === "unseen") await contender.addUnseenChanges?.(unseenChanges);
      await contender.change("small", changedRows, title);
      const isSlow = repeat > repeats;
      link.setRoundTrip(isSlow ? 40 : 0);
      const tookMs = await page.call("catchUp");
      link.setRoundTrip(0);
      const count = await page.call("count", title);
      if (count !== changedRows) throw new Error(`caught up with ${count} of ${changedRows} changes`);
      await page.call("settle");
      if (repeat > 0) (isSlow ? slow : took).push(tookMs);
      if (rows === "unseen" && repeat === 3) break;
    }
    note(`catchUp ${rows}`, medianOf(took), spread(took));
    if (slow.length > 0) note(`catchUp ${rows} at 40`, medianOf(slow), spread(slow));
  } finally {
    await page.close();
  }
}

function spread(values: readonly number[]): string {
  return `${round(Math.min(...values))} to ${round(Math.max(...values))}`;
}

function round(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
