/** C7: what becomes of what a person typed and saved when IndexedDB fails in each of its ways. */
import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rememberAccount } from "./device";
import { type Genba, openGenba } from "./genba";
import { exportQueue } from "./queue/export";
import { exportUnopened } from "./queue/export-unopened";
import { databaseName } from "./replica/database";
import { openReplica } from "./replica/open";
import { signOut } from "./session";
import { listSpareDrafts } from "./spare";
import { storageTrouble, storageWorks } from "./storage-trouble";
import { desk, ids, incidentArgs } from "./testing/desk";
import { createFakeServer, type FakeServer } from "./testing/fake-server";
import { patience } from "./testing/patience";
import { createTestPlatform, type TestPlatform } from "./testing/platform";
import { listDrafts } from "./views/only-here";
import { readDraft } from "./views/returned";

let server: FakeServer;
let platform: TestPlatform;
let isReachable: boolean;
const opened: Genba[] = [];
beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  isReachable = true;
});
afterEach(async () => {
  for (const genba of opened.splice(0)) genba.close();
  storageWorks();
  await Dexie.delete(databaseName(ids.chen));
  vi.unstubAllGlobals();
});

async function open(onBlocked?: () => void): Promise<Genba> {
  const transport = server.transport(ids.chen, () => (isReachable ? null : { kind: "lost" }));
  const triggers = { start: () => () => undefined, saved: async () => undefined };
  const genba = await openGenba(
    { id: ids.chen, role: "agent" },
    { platform, transport, triggers },
    onBlocked,
  );
  opened.push(genba);
  return genba;
}

/** From now on writing into these stores fails as on a full phone. */
function fill(genba: Genba): () => void {
  const full = () => Promise.reject(new DOMException("no space", "QuotaExceededError"));
  const spies = [
    vi.spyOn(genba.db.drafts, "put").mockImplementation(full as never),
    vi.spyOn(genba.db.queue, "bulkAdd").mockImplementation(full as never),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}
const typed = { text: "水管漏水，先關總閥" };

test("[C7] [P2] quota: nothing is half saved, the draft is kept elsewhere and exported, and saving again ends it", async () => {
  const genba = await open();
  const ticketId = genba.newTicketId();
  await genba.enqueue({ type: "open", ticketId, args: incidentArgs("電梯") });
  const draftId = `${ticketId}:comment`;
  await genba.saveDraft(draftId, ticketId, { text: "what there was room for" });
  const empty = fill(genba);
  await expect(genba.saveDraft(draftId, ticketId, typed)).rejects.toThrow();
  expect(storageTrouble()).toBe("full");
  const comment = { type: "comment", ticketId, args: typed } as const;
  await expect(genba.enqueue(comment, { draftId })).rejects.toThrow();
  expect((await genba.db.queue.toArray()).map(({ action }) => action.type)).toEqual(["open"]);
  expect((await readDraft(genba.db, draftId))?.args).toEqual(typed);
  expect((await listDrafts(genba.db, ticketId)).map(({ id, args }) => [id, args])).toEqual([
    [draftId, typed],
  ]);
  const file = JSON.parse(await exportQueue(genba.replica));
  expect([file.entries.length, file.drafts.map(({ args }: never) => args)]).toEqual([1, [typed]]);

  empty();
  expect(await genba.enqueue(comment, { draftId })).toMatchObject({ kind: "saved" });
  expect(storageTrouble()).toBeNull();
  // Else the form would come back, to be saved a second time.
  expect(await readDraft(genba.db, draftId)).toBeNull();
});

test("[C7] [P2] a database that neither takes the draft nor fails: it is kept elsewhere within two seconds", async () => {
  const genba = await open();
  const hang = vi.spyOn(genba.db.drafts, "put").mockImplementation((() => new Promise(() => {})) as never);
  void genba.saveDraft("open", null, typed);
  platform.advance(2_000);
  expect(listSpareDrafts(ids.chen).map(({ args }) => args)).toEqual([typed]);
  hang.mockRestore();
  platform.advance(1_000);
  await genba.saveDraft("open", null, { text: "再多一句" });
  expect(listSpareDrafts(ids.chen)).toEqual([]);
  expect((await readDraft(genba.db, "open"))?.args.text).toBe("再多一句");
});

test("[C7] iOS closes the connection under the app: the next tap opens it again", async () => {
  const genba = await open();
  const ticketId = genba.newTicketId();
  genba.db.backendDB().close();
  expect(await genba.enqueue({ type: "open", ticketId, args: incidentArgs("電梯") })).toMatchObject({
    kind: "saved",
  });
  genba.db.backendDB().close();
  await genba.saveDraft("open", null, typed);
  expect((await readDraft(genba.db, "open"))?.args).toEqual(typed);
});

test("[C7] an old tab keeps the old version open: it is told, and the app goes on when that tab is gone", async () => {
  const old = new Dexie(databaseName(ids.chen));
  old.version(1).stores(firstSchema);
  await old.table("drafts").put({ id: "open", ticketId: null, args: typed, savedAt: 1 });
  // A tab that is frozen does not hear that it should make way.
  old.on("versionchange", () => false);
  const raw = old.backendDB();
  raw.onversionchange = null;
  const blocked = vi.fn();
  const opening = open(blocked);
  await vi.waitFor(() => expect(blocked).toHaveBeenCalled(), patience);
  raw.close();
  const genba = await opening;
  expect((await readDraft(genba.db, "open"))?.args).toEqual(typed);
  expect(genba.evicted).toBeNull();
});

test("[C7] a database that the system took away: how much waited in it is told, once, and it is filled again", async () => {
  isReachable = false;
  const first = await open();
  expect(first.evicted).toBeNull();
  for (const title of ["電梯", "門禁"])
    await first.enqueue({ type: "open", ticketId: first.newTicketId(), args: incidentArgs(title) });
  await vi.waitFor(
    () => expect(localStorage.getItem(`genba-spare-${ids.chen}`)).toContain('"unsent":2'),
    patience,
  );
  first.close();
  await Dexie.delete(databaseName(ids.chen));
  isReachable = true;
  const second = await open();
  expect(second.evicted).toBe(2);
  await vi.waitFor(() => expect(second.sync.state().tag).toBe("idle"), patience);
  second.close();
  expect((await open()).evicted).toBeNull();
});

test("[C7] it is told too when the worker came first, in the background, and made the database again", async () => {
  isReachable = false;
  const first = await open();
  await first.enqueue({ type: "open", ticketId: first.newTicketId(), args: incidentArgs("電梯") });
  await vi.waitFor(
    () => expect(localStorage.getItem(`genba-spare-${ids.chen}`)).toContain('"unsent":1'),
    patience,
  );
  first.close();
  await Dexie.delete(databaseName(ids.chen));
  // Twice: the second time it finds its own.
  for (let time = 0; time < 2; time += 1) {
    const behind = await openReplica({ id: ids.chen, role: "agent" }, platform, undefined, {
      isBehind: true,
    });
    expect(behind.isNew).toBe(time === 0);
    behind.replica.db.close();
  }
  const second = await open();
  expect(second.evicted).toBe(1);
  second.close();
  expect((await open()).evicted).toBeNull();
});

test("[C6] [C7] a sign-out takes what was kept elsewhere with it, and counts it before", async () => {
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const genba = await open();
  await rememberAccount({ id: ids.chen, name: "陳", email: "chen@desk.example", role: "agent" });
  fill(genba);
  await genba.saveDraft("open", null, typed).catch(() => undefined);
  genba.close();
  expect(await signOut({ discard: false })).toEqual({ tag: "unsent", count: 1 });
  expect(await signOut({ discard: true })).toEqual({ tag: "signedOut" });
  expect(localStorage.getItem(`genba-spare-${ids.chen}`)).toBeNull();
  expect((await open()).evicted).toBeNull();
});

test("[C7] what is unsent can be exported from a database that the app did not open, at whatever version", async () => {
  isReachable = false;
  const genba = await open();
  await genba.enqueue({ type: "open", ticketId: genba.newTicketId(), args: incidentArgs("電梯") });
  genba.close();
  await new Promise<void>((resolve) => {
    const request = indexedDB.open(databaseName(ids.chen), 990);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
  const file = JSON.parse(await exportUnopened(ids.chen));
  expect(file.entries.map(({ title }: { title: string }) => title)).toEqual(["電梯"]);
});

/** Version 1 of client/replica/database.ts, as it was released. */
const firstSchema = {
  tickets:
    "id, *awaits, [unassignedGroup+rank], [openerId+open+recent], [holderId+open+recent], [groupId+open+recent], [flow+open+recent], [open+recent]",
  base: "id",
  activities: "id, [ticketId+occurredAt], pendingFor",
  directory: "[kind+id]",
  queue: "actionId, seq, *touches",
  returned: "actionId, [open+at], ticketId",
  drafts: "id, ticketId",
  search: "++doc, &id, *terms",
  meta: "key",
};
