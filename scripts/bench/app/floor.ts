/**
 * What a phone of the bench needs at the least, however the app were written: the same rows and the same indexes in a
 * page with nothing else in it, on the same machine and in the same run. In ms.
 */
import type { Page } from "playwright";
import { medianOf, percentileOf } from "../bench";
import type { BenchPhone } from "./phone";

export interface Floors {
  /** All tickets in pages of 500, nothing read, parsed or drawn. Not slowed down, as the first sync is not. */
  readonly firstSyncFloorMs: number;
  /** The database is made, 50 tickets are written and their titles drawn. Not slowed down. */
  readonly firstUsableFloorMs: number;
  /** 95th percentile: a strict transaction of as many requests as a save needs, then one line drawn. Slowed down. */
  readonly actionPaintFloorP95Ms: number;
  /** The app's start without a network where it shows neither list nor ticket: the framework, and the frame. Slowed down. */
  readonly coldStartFloorMs: number;
}

const tapsARound = 12;
const tapDistanceMs = 300;

/** `phone` holds the tickets that are written again; it is left on another page. */
export async function measureFloors(phone: BenchPhone, rounds: number): Promise<Floors> {
  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await timeShell(phone));
  await phone.reopen({ offline: false, slow: false });
  await openBarePage(phone.page);
  const all: number[] = [];
  const first: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    all.push(await phone.page.evaluate(writeAll));
    first.push(await phone.page.evaluate(writeFirst));
  }
  await phone.reopen({ offline: false, slow: true });
  await openBarePage(phone.page);
  await phone.page.evaluate(writeAll);
  await phone.page.evaluate(`globalThis.genbaSaveAtTap = ${saveAtTap}`);
  const taps: number[] = [];
  for (let tap = 0; tap < rounds * tapsARound; tap += 1) {
    await phone.page.waitForTimeout(tapDistanceMs);
    // The listener is there before the tap.
    await phone.page.evaluate(() => {
      globalThis.genbaTap = globalThis.genbaSaveAtTap();
    });
    await phone.page.mouse.click(50, 50);
    taps.push(await phone.page.evaluate(() => globalThis.genbaTap));
  }
  return {
    firstSyncFloorMs: medianOf(all),
    firstUsableFloorMs: medianOf(first),
    actionPaintFloorP95Ms: percentileOf(taps, 0.95),
    coldStartFloorMs: medianOf(starts),
  };
}

async function timeShell(phone: BenchPhone): Promise<number> {
  await phone.reopen({ offline: true, slow: true });
  await phone.page.goto("/nowhere", { waitUntil: "commit" });
  return phone.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector("main h1") === null) return void requestAnimationFrame(look);
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        };
        look();
      }),
  );
}

/** Of the app's own origin, so that its rows can be read there; of an address that its worker leaves alone. */
async function openBarePage(page: Page): Promise<void> {
  await page.route("**/api/bare.html", (route) =>
    route.fulfill({ body: "<!doctype html><title>bare</title><p></p>", contentType: "text/html" }),
  );
  await page.goto("/api/bare.html");
  await page.evaluate(readReplica);
}

interface Bare {
  readonly rows: readonly { readonly id: string; readonly ticket: { readonly title: string } }[];
  readonly make: () => Promise<IDBDatabase>;
  db?: IDBDatabase;
}
declare global {
  var genbaSaveAtTap: () => Promise<number>;
  var genbaTap: Promise<number>;
  var genbaBare: Bare;
}

/** Runs in the page: the app's tickets, and a database with the same stores and indexes to write them to. */
async function readReplica(): Promise<void> {
  const name = (await indexedDB.databases()).find((one) => /^genba-.{36}$/.test(one.name ?? ""))?.name ?? "";
  const answered = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const replica = await answered(indexedDB.open(name));
  const read = replica.transaction([...replica.objectStoreNames]);
  const stores = [...replica.objectStoreNames].map((store) => {
    const { keyPath, autoIncrement, indexNames } = read.objectStore(store);
    const indexes = [...indexNames].map((index) => {
      const { keyPath: path, multiEntry, unique } = read.objectStore(store).index(index);
      return { index, path, multiEntry, unique };
    });
    return { store, keyPath, autoIncrement, indexes };
  });
  const rows = await answered(read.objectStore("tickets").getAll());
  replica.close();
  const make = async (): Promise<IDBDatabase> => {
    globalThis.genbaBare.db?.close();
    await answered(indexedDB.deleteDatabase("bare"));
    const request = indexedDB.open("bare", 1);
    request.onupgradeneeded = () => {
      for (const { store, keyPath, autoIncrement, indexes } of stores) {
        const made = request.result.createObjectStore(store, { keyPath, autoIncrement });
        for (const { index, path, multiEntry, unique } of indexes)
          made.createIndex(index, path, { multiEntry, unique });
      }
    };
    const db = await answered(request);
    globalThis.genbaBare.db = db;
    return db;
  };
  globalThis.genbaBare = { rows, make };
}

/** Runs in the page. */
async function writeAll(): Promise<number> {
  const { rows, make } = globalThis.genbaBare;
  const db = await make();
  const start = performance.now();
  for (let at = 0; at < rows.length; at += 500) {
    const write = db.transaction("tickets", "readwrite", { durability: "relaxed" });
    for (const row of rows.slice(at, at + 500)) write.objectStore("tickets").put(row);
    await new Promise((resolve) => {
      write.oncomplete = resolve;
    });
  }
  return performance.now() - start;
}

/** Runs in the page. */
async function writeFirst(): Promise<number> {
  const { rows, make } = globalThis.genbaBare;
  const first = rows.slice(0, 50);
  const start = performance.now();
  const db = await make();
  const write = db.transaction("tickets", "readwrite", { durability: "relaxed" });
  for (const row of first) write.objectStore("tickets").put(row);
  await new Promise((resolve) => {
    write.oncomplete = resolve;
  });
  document.querySelector("p")?.replaceChildren(first.map(({ ticket }) => ticket.title).join("\n"));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return performance.now() - start;
}

/** Runs in the page; resolves after the next tap. */
function saveAtTap(): Promise<number> {
  const { rows, db } = globalThis.genbaBare;
  const some = rows.slice(0, 6);
  return new Promise((resolve) => {
    addEventListener(
      "click",
      ({ timeStamp }) => {
        const write = db?.transaction("tickets", "readwrite", { durability: "strict" });
        const store = write?.objectStore("tickets");
        if (!write || !store) return;
        // Five are read at once, then six written, as a save does.
        const read = some.slice(1).map(({ id }) => store.get(id));
        const last = read.at(-1);
        if (last)
          last.onsuccess = () => {
            for (const row of some) store.put(row);
          };
        write.oncomplete = () => {
          document.querySelector("p")?.replaceChildren(String(timeStamp));
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
        };
      },
      { once: true },
    );
  });
}
