/** What every store promises, whatever it lies in. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { startS3Server } from "../testing/s3-server";
import { createFolderStore } from "./folder-store";
import { createS3Store } from "./s3-store";
import { type AttachmentStore, fileKey, previewKey, type StoreKey } from "./store";

type Kept = {
  readonly store: AttachmentStore;
  /** As if it had been put then. */
  age(name: string, at: number): void;
  end(): Promise<void>;
};

async function inFolder(): Promise<Kept> {
  const folder = mkdtempSync(join(tmpdir(), "genba-test-store-"));
  return {
    store: createFolderStore(folder),
    age: (name, at) => utimesSync(join(folder, name.slice(0, 2), name), at / 1_000, at / 1_000),
    end: async () => rmSync(folder, { recursive: true }),
  };
}

function inBucket(prefix: string): () => Promise<Kept> {
  return async () => {
    const server = await startS3Server(prefix);
    return {
      store: createS3Store(server.settings),
      age(name, at) {
        const found = server.objects.get(`${prefix}${name.slice(0, 2)}/${name}`);
        if (found === undefined) throw new Error(`${name} is not there`);
        found.modifiedAt = at;
      },
      end: server.end,
    };
  };
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
/** Keys that begin with the same two digits. */
const inFive = (count: number): StoreKey[] =>
  Array.from({ length: count }, (_, index) => fileKey(`5a${hash(String(index)).slice(2)}`));

describe.each([
  ["a folder", inFolder],
  ["a bucket with a prefix", inBucket("desk/photos/")],
  ["a whole bucket", inBucket("")],
])("in %s", (_, begin) => {
  let kept: Kept;
  afterEach(() => kept.end());
  const read = async (key: StoreKey): Promise<string | null> => {
    const stored = await kept.store.open(key);
    return stored === null ? null : (await buffer(stored)).toString();
  };
  const list = async (digits: string, before: number): Promise<string[]> => {
    const names: string[] = [];
    for await (const name of kept.store.listOlder(digits, before)) names.push(name);
    return names.sort();
  };

  test("what is put can be opened, a file and its preview apart; what is not put, not", async () => {
    kept = await begin();
    const key = fileKey(hash("a"));
    expect([await read(key), await list(key.slice(0, 2), Date.now())]).toEqual([null, []]);
    await kept.store.put(key, [Buffer.from("photo "), Buffer.from("機房")]);
    await kept.store.put(previewKey(hash("a")), [Buffer.from("small")]);
    expect([await read(key), await read(previewKey(hash("a")))]).toEqual(["photo 機房", "small"]);
    expect(await read(fileKey(hash("b")))).toBeNull();
  });

  test("no bytes are a file too, and 25 MB are the same 25 MB", async () => {
    kept = await begin();
    await kept.store.put(fileKey(hash("nothing")), []);
    expect(await read(fileKey(hash("nothing")))).toBe("");
    const bytes = Buffer.alloc(25 * 2 ** 20, "0123456");
    await kept.store.put(fileKey(hash("large")), [bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]);
    const stored = await kept.store.open(fileKey(hash("large")));
    expect(stored !== null && (await buffer(stored)).equals(bytes)).toBe(true);
  });

  test("what is put again replaces what was there, and is as old as that", async () => {
    kept = await begin();
    const key = fileKey(hash("a"));
    const start = Date.now() - 2_000;
    await kept.store.put(key, [Buffer.from("before")]);
    kept.age(key, 1_000_000);
    await kept.store.put(key, [Buffer.from("after")]);
    expect(await read(key)).toBe("after");
    expect(await list(key.slice(0, 2), start)).toEqual([]);
  });

  test("nothing is kept of what breaks off, and what was there stays", async () => {
    kept = await begin();
    const [fresh, old] = inFive(2) as [StoreKey, StoreKey];
    await kept.store.put(old, [Buffer.from("before")]);
    const broken = async function* () {
      yield Buffer.from("half");
      throw new Error("the disk is gone");
    };
    for (const key of [fresh, old]) {
      await expect(kept.store.put(key, broken())).rejects.toThrow("the disk is gone");
    }
    expect([await read(fresh), await read(old)]).toEqual([null, "before"]);
    expect(await list("5a", Date.now() + 10_000)).toEqual([old]);
  });

  test("lists what is older, of these two digits alone, however many there are", async () => {
    kept = await begin();
    const keys = inFive(11);
    for (const key of [...keys, fileKey(`5b${hash("x").slice(2)}`)]) {
      await kept.store.put(key, [Buffer.from(key)]);
      kept.age(key, 1_000_000);
    }
    const [young = "", ...older] = keys;
    kept.age(young, 9_000_000);
    expect(await list("5a", 5_000_000)).toEqual([...older].sort());
    expect(await list("5c", 5_000_000)).toEqual([]);
  });

  test("removes what is older, and not what was put anew since", async () => {
    kept = await begin();
    const [old, young] = inFive(2) as [StoreKey, StoreKey];
    for (const key of [old, young]) await kept.store.put(key, [Buffer.from(key)]);
    kept.age(old, 1_000_000);
    kept.age(young, 9_000_900);
    await kept.store.removeOlder(old, 9_000_500);
    await kept.store.removeOlder(young, 9_000_500);
    expect([await read(old), await read(young)]).toEqual([null, young]);
    await kept.store.removeOlder(old, 9_000_500);
  });

  test("what is opened and not read is let go of", async () => {
    kept = await begin();
    const key = fileKey(hash("a"));
    await kept.store.put(key, [Buffer.alloc(5_000_000)]);
    const stored = await kept.store.open(key);
    stored?.destroy();
    expect((await read(key))?.length).toBe(5_000_000);
  });
});
