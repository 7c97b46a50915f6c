import "fake-indexeddb/auto";
import Dexie, { type Table } from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patience } from "../../client/testing/patience";
import { createLiveStore, type LiveStore, tellFilling } from "./live-store";

interface Row {
  readonly id: string;
  readonly text: string;
}
let db: Dexie & { rows: Table<Row, string> };
let asked: string[];

beforeEach(async () => {
  db = new Dexie("live-store", { cache: "disabled" }) as typeof db;
  db.version(1).stores({ rows: "id" });
  await db.open();
  await db.rows.put({ id: "a", text: "old" });
  asked = [];
  // Node draws no frames and is always idle.
  vi.stubGlobal("requestAnimationFrame", (call: () => void) => setTimeout(call, 5));
  vi.stubGlobal("requestIdleCallback", (call: () => void) => setTimeout(call, 20));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await db.delete();
});

/** Reads in two steps, as views do: what the second one reads must be followed as well. */
function storeOf(name: string): LiveStore<string> {
  return createLiveStore(async () => {
    asked.push(name);
    const count = await db.rows.count();
    const row = await db.rows.get("a");
    return `${row?.text} of ${count}`;
  });
}
const shows = (store: LiveStore<string>, value: string) =>
  vi.waitFor(() => expect(store.read()).toEqual({ tag: "value", value }), patience);

test("what is shown is asked first, then the counts around it, then what is hidden; all follow what changes", async () => {
  const stores = { hidden: storeOf("hidden"), around: storeOf("around"), shown: storeOf("shown") };
  const stops = (["hidden", "around", "shown"] as const).map((turn) =>
    stores[turn].subscribe(() => {}, turn),
  );
  for (const store of Object.values(stores)) await shows(store, "old of 1");
  expect(asked).toEqual(["shown", "around", "hidden"]);
  for (const text of ["new", "newest"]) {
    asked.length = 0;
    await db.rows.put({ id: "a", text });
    for (const store of Object.values(stores)) await shows(store, `${text} of 1`);
    expect(asked).toEqual(["shown", "around", "hidden"]);
  }
  for (const stop of stops) stop();
});

test("what is hidden and shown again does not wait for idle time", async () => {
  vi.stubGlobal("requestIdleCallback", () => {});
  const store = storeOf("list");
  const stop = store.subscribe(() => {}, "shown");
  await shows(store, "old of 1");
  const stopHidden = store.subscribe(() => {}, "hidden");
  stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await db.rows.put({ id: "a", text: "new" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(store.read()).toEqual({ tag: "value", value: "old of 1" });
  const stopShown = store.subscribe(() => {}, "shown");
  await shows(store, "new of 1");
  stopHidden();
  stopShown();
});

test("what changes again and again is asked about once a rest, and shown as it is at the end", async () => {
  const store = storeOf("list");
  const stop = store.subscribe(() => {}, "shown");
  await shows(store, "old of 1");
  for (let write = 0; write < 20; write += 1) {
    await db.rows.put({ id: "a", text: String(write) });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await shows(store, "19 of 1");
  // Two tenths of a second of writes: one run at the start, and one for each rest that has ended.
  expect(asked.length).toBeLessThan(6);
  stop();
});

test("several who listen are one query, which ends with the last of them", async () => {
  const store = storeOf("one");
  const told = [vi.fn(), vi.fn()];
  const stops = told.map((listener) => store.subscribe(listener, "around"));
  await shows(store, "old of 1");
  expect(asked).toEqual(["one"]);
  expect(told.map((listener) => listener.mock.calls.length)).toEqual([1, 1]);
  for (const stop of stops) stop();
  await vi.waitFor(() => expect(store.read()).toEqual({ tag: "loading" }), patience);
  await db.rows.put({ id: "a", text: "new" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual(["one"]);
});

test("a failure is told", async () => {
  const store = createLiveStore(() => Promise.reject(new Error("no disk")));
  const stop = store.subscribe(() => {}, "shown");
  await vi.waitFor(() => expect(store.read()).toMatchObject({ tag: "failed" }), patience);
  stop();
});

test("what goes on changing in a first sync is asked about less and less often", async () => {
  tellFilling(true);
  const at: number[] = [];
  const store = createLiveStore(async () => {
    at.push(performance.now());
    return (await db.rows.get("a"))?.text;
  });
  const stop = store.subscribe(() => {}, "shown");
  await vi.waitUntil(() => store.read().tag === "value");
  const until = performance.now() + 2_600;
  while (performance.now() < until) {
    await db.rows.put({ id: "a", text: String(performance.now()) });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const rests = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  // 250, 500, 1,000, and no longer than that: at one each 250 ms it would be ten.
  expect(rests.length).toBeLessThanOrEqual(5);
  expect(rests[0]).toBeLessThan(500);
  expect(rests[2]).toBeGreaterThan(950);
  stop();
  tellFilling(false);
}, 10_000);

test("a person's own taps, each of which changes rows three times, are shown as soon as they come", async () => {
  const store = createLiveStore(async () => (await db.rows.get("a"))?.text);
  const stop = store.subscribe(() => {}, "shown");
  await vi.waitUntil(() => store.read().tag === "value", patience);
  const waits: number[] = [];
  for (let tap = 0; tap < 5; tap += 1) {
    const start = performance.now();
    await db.rows.put({ id: "a", text: `${tap} saved` });
    await vi.waitUntil(
      () => "value" in store.read() && JSON.stringify(store.read()).includes(`${tap} saved`),
      {
        ...patience,
        interval: 2,
      },
    );
    waits.push(performance.now() - start);
    for (const step of ["answered", "covered"]) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await db.rows.put({ id: "a", text: `${tap} ${step}` });
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  // The first is shown at once; before, each waited a tenth of a second longer than the one before it.
  expect(Math.max(...waits.slice(1))).toBeLessThan(waits[0]! + 150);
  stop();
}, 20_000);
