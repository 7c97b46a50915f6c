import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RememberedAccount } from "../client/device";
import { listPressed, type Pressed } from "../client/pressed";
import { databaseName } from "../client/replica/database";
import { stubCaches } from "../client/testing/caches";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../client/testing/desk";
import { createFakeServer, type FakeServer } from "../client/testing/fake-server";
import { createTestPlatform } from "../client/testing/platform";
import type { Failure } from "../client/transport";
import type { ActionId } from "../core/ids";
import { type Opened, type PressPlace, press, tellEnds } from "./press";

let server: FakeServer;
let phone: Phone;
let failure: Failure | null;
let account: RememberedAccount | null;
let told: string[];
let isClosed: boolean;
let opened: string[];
let canBeWoken: boolean;
let place: PressPlace;
/** Runs while the worker waits: time passes, the network comes back. */
let meanwhile: () => Promise<void>;

beforeEach(async () => {
  stubCaches();
  failure = null;
  told = [];
  opened = [];
  isClosed = false;
  canBeWoken = false;
  account = { id: ids.chen, name: "陳怡君", email: "chen@example.com", role: "agent" };
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  const transport = server.transport(ids.chen, () => (failure === null ? null : { kind: "fails", failure }));
  phone = await openPhone(ids.chen, transport, platform);
  await phone.sync();
  meanwhile = async () => undefined;
  place = {
    readAccount: async () => account,
    open: async () => open(),
    tell: async (_, end) => void told.push(end.kind),
    closePressed: async () => {
      isClosed = true;
    },
    askToBeWoken: async () => canBeWoken,
    openWindow: async (url) => opened.push(url) > 0,
    isOnline: () => failure?.kind !== "network",
    delay: async (ms) => {
      // Patience is never over before the round is; looking again lets time pass.
      if (ms > 5_000) return new Promise(() => undefined);
      platform.advance(ms);
      await meanwhile();
      await phone.loop.settled();
    },
    now: platform.now,
  };
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

function open(): Opened {
  const { replica, clock, loop, sync } = phone;
  return { replica, clock, sync, state: loop.state, endings: new Map(), close: () => undefined };
}

async function offered(): Promise<Pressed> {
  const ticketId = newTicketId();
  await phone.save("open", ticketId, incidentArgs("電梯"));
  await phone.drain();
  const [id, number, url] = ["entry 1", "INC-000001", `/tickets/${ticketId}`];
  return { id, action: "claim", accountId: ids.chen, ticketId, revision: 1, number, url };
}
const waiting = () => phone.replica.db.queue.count();

test("pressed with a network it is done, said once, and forgotten; no window opens", async () => {
  await press(place, await offered());
  expect(told).toEqual(["applied"]);
  expect(isClosed).toBe(true);
  expect(opened).toEqual([]);
  expect((await listPressed()).size).toBe(0);
});

test("without one it is said to wait, a window opens, and it is told again once it is done", async () => {
  const pressed = await offered();
  failure = { kind: "network" };
  let looks = 0;
  meanwhile = async () => {
    if (++looks < 3) return;
    failure = null;
    phone.loop.kick("online");
  };
  await press(place, pressed);
  expect(told).toEqual(["waits", "applied"]);
  expect(opened).toEqual([pressed.url]);
});

test("where the browser will wake the worker, no window opens", async () => {
  canBeWoken = true;
  const pressed = await offered();
  failure = { kind: "network" };
  await press(place, pressed);
  expect(opened).toEqual([]);
  expect(told).toEqual(["waits"]);
});

test("when nothing tries any more and nobody will wake it, that is said; a later life tells the end", async () => {
  const pressed = await offered();
  failure = { kind: "server" };
  await press(place, pressed);
  expect(told).toEqual(["waits", "stalled"]);
  expect(await waiting()).toBe(1);
  failure = null;
  await phone.drain();
  await tellEnds(open(), place.tell);
  expect(told.at(-1)).toBe("applied");
  expect((await listPressed()).size).toBe(0);
});

test("[C5] that it needs a sign-in is said also after it was said to wait, and nothing is tried for minutes", async () => {
  const pressed = await offered();
  failure = { kind: "network" };
  meanwhile = async () => {
    failure = { kind: "signIn" };
    phone.loop.kick("online");
  };
  await press(place, pressed);
  expect(told).toEqual(["waits", "signIn"]);
});

test.each([
  ["nobody", null],
  ["another", ids.lin],
])("[C6] for %s nothing is saved", async (_, id) => {
  const pressed = await offered();
  account = id === null || account === null ? null : { ...account, id };
  await press(place, pressed);
  expect(told).toEqual(["notYours"]);
  expect(await waiting()).toBe(0);
});

test("[C7] where the database does not open, it is said that nothing was saved, and the notification stays", async () => {
  await press({ ...place, open: () => Promise.reject(new Error("quota")) }, await offered());
  expect(told).toEqual(["failed"]);
  expect(isClosed).toBe(false);
});

test("a database that opens too late saves nothing, as was said", async () => {
  const pressed = await offered();
  let late = (_: Opened): void => undefined;
  const opening = new Promise<Opened>((resolve) => {
    late = resolve;
  });
  await press({ ...place, open: () => opening, delay: async () => undefined }, pressed);
  expect(told).toEqual(["failed"]);
  const closed: string[] = [];
  late({ ...open(), close: () => void closed.push("late") });
  await opening;
  expect([await waiting(), closed]).toEqual([0, ["late"]]);
});

test("what goes wrong after it was saved is never called not saved", async () => {
  const broken = { ...open(), sync: () => Promise.reject(new Error("closed under us")) };
  await press({ ...place, open: async () => broken }, await offered());
  expect(told).toEqual(["waits"]);
  expect(await waiting()).toBe(1);
});

test("two lives that know the end at once tell it once", async () => {
  const pressed = await offered();
  failure = { kind: "server" };
  await press(place, pressed);
  failure = null;
  await phone.drain();
  told = [];
  await Promise.all([tellEnds(open(), place.tell), tellEnds(open(), place.tell)]);
  expect(told).toEqual(["applied"]);
});

test("the outcome that it left with is told where its line left with the ticket", async () => {
  const pressed = await offered();
  failure = { kind: "server" };
  await press(place, pressed);
  const [actionId] = [...(await listPressed()).keys()] as readonly ActionId[];
  failure = null;
  await phone.drain();
  await phone.replica.db.activities.clear();
  told = [];
  await tellEnds({ ...open(), endings: new Map([[actionId!, { kind: "applied" }]]) }, place.tell);
  expect(told).toEqual(["applied"]);
});
