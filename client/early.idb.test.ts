import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, expect, test, vi } from "vitest";
import { forgetAccount, rememberAccount } from "./device";
import { openEarly, openSigningIn, takeEarly } from "./early";
import { databaseName } from "./replica/database";
import { readClient } from "./replica/numbering";
import type { FirstPage } from "./sync/first-page";
import { ids } from "./testing/desk";
import { patience } from "./testing/patience";

const chen = { id: ids.chen, name: "陳怡君", email: "chen@genba.example", role: "agent" } as const;
const never = () => {};

afterEach(async () => {
  await forgetAccount();
  await Dexie.delete(databaseName(ids.chen));
});

test("what was opened early is one taker's", async () => {
  await rememberAccount(chen);
  openEarly();
  const early = await takeEarly(chen, never);
  expect((await early?.opened)?.replica.db.isOpen()).toBe(true);
  expect(await takeEarly(chen, never)).toBeNull();
  (await early?.opened)?.replica.db.close();
});

test("[C6] nobody is remembered: nothing is opened; another account's is closed", async () => {
  openEarly();
  expect(await takeEarly(chen, never)).toBeNull();
  await rememberAccount(chen);
  openEarly();
  expect(await takeEarly({ id: ids.lin, role: "agent" }, never)).toBeNull();
});

test("[C6] signed out in another tab meanwhile: it is opened anew", async () => {
  await rememberAccount(chen);
  openEarly();
  await vi.waitUntil(async () => (await Dexie.getDatabaseNames()).includes(databaseName(ids.chen)), patience);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Dexie.delete(databaseName(ids.chen));
  expect(await takeEarly(chen, never)).toBeNull();
});

test("[R4] who signs in finds the replica numbered as the first page was asked for, and its filling begun", async () => {
  const asked: string[] = [];
  const ask = (clientId: string): FirstPage => {
    asked.push(clientId);
    return { request: {}, answer: Promise.resolve(null) } as unknown as FirstPage;
  };
  openSigningIn(chen, ask);
  const early = await takeEarly(chen, never);
  const { replica, isNew } = (await early?.opened) ?? {};
  expect(isNew).toBe(true);
  expect(replica && (await readClient(replica.db)).clientId).toBe(asked[0]);
  expect(await replica?.db.meta.get("filling")).toMatchObject({ generation: 1, position: null });
  expect(early?.firstPage).not.toBeNull();
  replica?.db.close();

  // A replica that was left here keeps its numbering: the page was asked for in vain.
  openSigningIn(chen, ask);
  const again = await (await takeEarly(chen, never))?.opened;
  expect(again?.isNew).toBe(false);
  expect(again && (await readClient(again.replica.db)).clientId).toBe(asked[0]);
  expect(asked[1]).not.toBe(asked[0]);
  again?.replica.db.close();
});
