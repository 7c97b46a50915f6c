import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import { exportQueue, importQueue } from "../queue/export";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform, type TestPlatform } from "../testing/platform";
import { databaseName } from "./database";
import { digestAt } from "./digest";
import { countLines, readLines, unpackLines } from "./lines";

/** Four pages: the first, short in life, and the last one are not packed. */
const many = 350;
const pageSize = 100;
let server: FakeServer;
let platform: TestPlatform;
let phone: Phone;
beforeEach(async () => {
  platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  server.pageSize = pageSize;
  for (let index = 0; index < many; index++) open(`${index}`);
  phone = await openPhone(ids.chen, server.transport(ids.chen), platform);
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

function open(title: string): TicketId {
  const ticketId = newTicketId();
  server.act(ids.lin, { type: "open", ticketId, args: incidentArgs(title) });
  return ticketId;
}
const say = (ticketId: TicketId, text: string) =>
  server.act(ids.lin, { type: "comment", ticketId, args: { text } });
const textsOf = async (id: TicketId) => (await readLines(phone.replica.db, id)).map(({ text }) => text);
const packed = async () => (await phone.replica.db.packed.toArray()).flatMap(({ lines }) => lines);
const packedTicket = async (index: number): Promise<TicketId> => (await packed())[index]!.ticketId;
/** Everything that this phone holds of timelines, and each line once. */
async function held(): Promise<readonly string[]> {
  const all = [...(await phone.replica.db.activities.toArray()), ...(await packed())].map(({ id }) => id);
  expect(new Set(all).size).toBe(all.length);
  return all.sort();
}
const atServer = () => [...server.activities.keys()].sort();

test("[R4] a first sync keeps its lines in packs, and whoever reads, counts or compares them sees no difference", async () => {
  await phone.sync();
  expect(await packed()).toHaveLength(2 * pageSize);
  expect(await held()).toEqual(atServer());
  expect(await countLines(phone.replica.db)).toBe(many);
  expect(await textsOf(await packedTicket(0))).toEqual([""]);
  const meta = await phone.replica.db.meta.get("digest");
  expect(meta).toMatchObject({ found: "same" });
});

test("[R2] what a pull says of a packed ticket stands in the order of its timeline, once", async () => {
  await phone.sync();
  const id = await packedTicket(7);
  const [line] = await readLines(phone.replica.db, id);
  say(id, "second");
  server.changeLine({ ...line!, text: "first, as it is now" });
  await phone.sync();
  expect(await textsOf(id)).toEqual(["first, as it is now", "second"]);
  expect(await held()).toEqual(atServer());
});

test("[R3] a packed ticket that leaves takes its lines along", async () => {
  await phone.sync();
  const id = await packedTicket(9);
  const lines = await readLines(phone.replica.db, id);
  expect(lines).toHaveLength(1);
  server.hide(id);
  await phone.sync();
  expect(await readLines(phone.replica.db, id)).toEqual([]);
  expect(await held()).toEqual(atServer().filter((line) => line !== lines[0]?.id));
});

test("[R5] a replica that is filled anew while lines are packed has each of them once", async () => {
  await phone.sync();
  const id = await packedTicket(3);
  server.newEpoch();
  say(id, "after the restore");
  await phone.drain();
  expect(await held()).toEqual(atServer());
  expect(await textsOf(id)).toEqual(["", "after the restore"]);
});

test("[C1] with something in the queue nothing is packed: a line of the phone's own may have the id of one that comes", async () => {
  await phone.save("open", newTicketId(), incidentArgs("mine"));
  await phone.drain();
  expect(await packed()).toEqual([]);
  expect(await held()).toEqual(atServer());
});

test("[A7] [C1] an imported queue of what was decided long ago shows no line twice beside the packed ones", async () => {
  await phone.sync();
  const [line] = await packed();
  const entry = { type: "comment", ticketId: line!.ticketId, args: { text: "said" } } as const;
  await phone.save(entry.type, entry.ticketId, entry.args);
  const file = await exportQueue(phone.replica);
  await phone.drain();
  expect(await held()).toEqual(atServer());
  // The same person on a new phone, which knows the line from its first sync.
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
  const transport = server.transport(ids.chen);
  phone = await openPhone(ids.chen, transport, platform);
  await phone.sync();
  expect((await packed()).map(({ text }) => text)).toContain("said");
  await importQueue(phone.replica, file);
  expect((await textsOf(entry.ticketId)).filter((text) => text === "said")).toEqual(["said"]);
  await phone.drain();
  expect(await held()).toEqual(atServer());
});

test("[R6] in idle time every line gets a record of its own, beside pulls that change some of them", async () => {
  await phone.sync();
  const id = await packedTicket(2 * pageSize - 1);
  let rounds = 0;
  await unpackLines(phone.replica.db, async () => {
    rounds += 1;
    if (rounds !== 2) return;
    say(id, "meanwhile");
    await phone.sync();
  });
  expect(rounds).toBeGreaterThan(1);
  expect(await packed()).toEqual([]);
  expect(await held()).toEqual(atServer());
  const cursor = await phone.replica.db.meta.get("cursor");
  if (cursor?.key !== "cursor") throw new Error("not filled");
  expect((await digestAt(phone.replica, cursor.cursor))?.lines).toBe(many + 1);
});
