import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ids } from "../testing/desk";
import { databaseName, intakeStores, ReplicaDatabase } from "./database";
import { createDirectoryCache, type DirectoryCache, writeDirectory } from "./directory";

let db: ReplicaDatabase;
let cache: DirectoryCache;
let told: number;
beforeEach(async () => {
  db = new ReplicaDatabase(ids.chen);
  cache = createDirectoryCache(db);
  told = 0;
  cache.subscribe(() => told++);
  await rename("Lin Wei");
  told = 0;
});
afterEach(async () => {
  db.close();
  await Dexie.delete(databaseName(ids.chen));
});

/** What the transaction itself sees; `nested` reads inside a transaction of its own. */
function rename(name: string, { fails = false, nested = false } = {}): Promise<string | undefined> {
  return db.transaction("rw", intakeStores, async () => {
    const value = { id: ids.lin, name, role: "agent", active: true } as const;
    await writeDirectory(db, { puts: [{ kind: "person", id: ids.lin, value }], removes: [], whole: false });
    const refresh = async () => cache.refresh();
    const seen = await (nested ? db.transaction("r", ["meta", "directory"], refresh) : refresh());
    if (fails) throw new Error("no space left");
    return seen.people.get(ids.lin)?.name;
  });
}
const known = () => cache.current().people.get(ids.lin)?.name;

test("[P5] a transaction judges by what it has written, and memory knows it once it is on disk", async () => {
  const [before, seen] = [known(), rename("林大偉")];
  expect(await seen).toBe("林大偉");
  expect([before, known(), told]).toEqual(["Lin Wei", "林大偉", 1]);
});

test.each([false, true])(
  "[C7] [P5] rows of a transaction that aborted are forgotten, though the next has the same version (nested: %s)",
  async (nested) => {
    await expect(rename("never stored", { fails: true, nested })).rejects.toThrow("no space left");
    expect([known(), told]).toEqual(["Lin Wei", 0]);
    await rename("林大偉");
    expect((await cache.refresh()).people.get(ids.lin)?.name).toBe("林大偉");
    expect(known()).toBe("林大偉");
  },
);
