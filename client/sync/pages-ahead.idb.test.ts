import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PageRequest } from "../../core/sync/protocol";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer, type Fault } from "../testing/fake-server";
import { createTestPlatform, type TestPlatform } from "../testing/platform";
import type { Transport } from "../transport";

const tickets = 6;
let server: FakeServer;
let platform: TestPlatform;
let phone: Phone;
/** Where each page was asked from. */
let asked: (string | null)[];
let faultOf: (page: number) => Fault | null;
/** Lets the loop go on after the first page. */
let goOn: () => void;
beforeEach(async () => {
  asked = [];
  faultOf = () => null;
  const drawn = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  platform = { ...createTestPlatform(3), drawn: () => drawn };
  server = createFakeServer(desk, platform.now);
  server.pageSize = 1;
  for (let index = 0; index < tickets; index++)
    server.act(ids.lin, { type: "open", ticketId: newTicketId(), args: incidentArgs(`事故 ${index}`) });
  phone = await openPhone(ids.chen, transport(), platform);
});
afterEach(async () => {
  goOn();
  await phone.loop.settled();
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

function transport(): Transport {
  const inner = server.transport(ids.chen, (question) =>
    question === "page" ? faultOf(asked.length) : null,
  );
  return {
    ...inner,
    page: (request: PageRequest) => {
      asked.push(request.position?.after ?? null);
      return inner.page(request);
    },
  };
}
const order = (): (string | null)[] => [null, ...[...server.tickets.keys()].sort()];
const held = (): Promise<string[]> => phone.replica.db.tickets.toCollection().primaryKeys();
/** The first page is written, and what may be read ahead is read. */
async function stopAfterFirst(): Promise<void> {
  phone.loop.kick("user");
  await vi.waitUntil(() => asked.length === 3);
  await vi.waitUntil(async () => (await held()).length === 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

test("[R4] two pages are read ahead while one is written, no more; all are taken in, in their order", async () => {
  await stopAfterFirst();
  expect(asked).toEqual(order().slice(0, 3));
  const grown: string[][] = [];
  phone.loop.subscribe(async ({ tag }) => {
    if (tag === "firstSync") grown.push(await held());
  });
  goOn();
  await phone.loop.settled();
  expect(asked).toEqual(order());
  expect(await held()).toEqual(order().slice(1));
  for (const seen of grown) expect(seen).toEqual(order().slice(1, seen.length + 1));
  expect(phone.loop.state().tag).toBe("idle");
});

test("[R4] [C1] a crash between two pages: what was only read is asked for again, from what is committed", async () => {
  await stopAfterFirst();
  phone.close();
  goOn();
  await phone.loop.settled();
  asked = [];
  phone = await openPhone(ids.chen, transport(), platform);
  expect(await held()).toEqual(order().slice(1, 2));
  await phone.drain();
  expect(asked).toEqual(order().slice(1));
  expect(await held()).toEqual(order().slice(1));
});

test("[C6] a sign-out between two pages: nothing more is asked for and nothing that was read is kept", async () => {
  await stopAfterFirst();
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
  goOn();
  await phone.loop.settled();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toHaveLength(3);
  expect(await Dexie.getDatabaseNames()).not.toContain(databaseName(ids.chen));
});

test("[R4] a page read ahead that fails is heard of in its turn: those before it are kept, and it goes on there", async () => {
  faultOf = (page) => (page === 3 ? { kind: "lost" } : null);
  await stopAfterFirst();
  goOn();
  await phone.loop.settled();
  expect(phone.loop.state().tag).toBe("waiting");
  expect(await held()).toEqual(order().slice(1, 3));
  expect(asked).toEqual(order().slice(0, 3));
  await phone.drain();
  expect(asked).toEqual([...order().slice(0, 3), ...order().slice(2)]);
  expect(await held()).toEqual(order().slice(1));
});

test("[R5] another epoch between two pages: what was read ahead in the old one ends with the replica filled anew", async () => {
  await stopAfterFirst();
  server.newEpoch();
  const [gone] = server.tickets.keys();
  if (gone !== undefined) server.hide(gone);
  goOn();
  await phone.loop.settled();
  await phone.drain();
  expect(await held()).toEqual(order().filter((id) => id !== null && id !== gone));
  expect(asked.filter((position) => position === null)).toHaveLength(2);
});
