import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PageRequest, PullRequest } from "../../core/sync/protocol";
import { enqueue } from "../queue/enqueue";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform, type TestPlatform } from "../testing/platform";
import type { Transport } from "../transport";
import { databaseName } from "./database";
import { digestAt } from "./digest";

let server: FakeServer;
let platform: TestPlatform;
let phone: Phone;
let asked: { pulls: PullRequest[]; pages: PageRequest[] };
beforeEach(async () => {
  platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  asked = { pulls: [], pages: [] };
  const transport = server.transport(ids.chen);
  const heard: Transport = {
    ...transport,
    pull: (request) => {
      asked.pulls.push(request);
      return transport.pull(request);
    },
    page: (request) => {
      asked.pages.push(request);
      return transport.page(request);
    },
  };
  phone = await openPhone(ids.chen, heard, platform);
  for (const title of ["a", "b", "c"])
    server.act(ids.lin, { type: "open", ticketId: newTicketId(), args: incidentArgs(title) });
  await sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

const sync = () => phone.sync();
const sixHoursMs = 6 * 3_600_000;

test("[R6] the two sides compare after the first sync and every six hours, whatever waits in the queue", async () => {
  expect(asked.pulls.map(({ digest }) => digest)).toEqual([true]);
  expect(await phone.replica.db.meta.get("digest")).toMatchObject({ found: "same" });
  await sync();
  expect(asked.pulls.at(-1)?.digest).toBeUndefined();
  platform.advance(sixHoursMs);
  const [held] = await phone.replica.db.tickets.toArray();
  await enqueue(phone.replica, phone.clock, [
    { type: "comment", ticketId: held!.id, args: { text: "not sent yet" } },
    { type: "open", ticketId: newTicketId(), args: incidentArgs("here only") },
  ]);
  const cursor = await phone.replica.db.meta.get("cursor");
  const before = await digestAt(phone.replica, cursor?.key === "cursor" ? cursor.cursor : -1);
  expect(before).toMatchObject({ tickets: 3, lines: 3 });
  await sync();
  expect(asked.pulls.at(-1)?.digest).toBe(true);
  expect(await phone.replica.db.meta.get("digest")).toMatchObject({ found: "same" });
  expect(platform.reported).toEqual([]);
});

test.each(["a row is gone", "a row is old", "a line is gone"])(
  "[R6] %s: seen twice, told to the server, and mended; the queue stays",
  async (damage) => {
    const { db } = phone.replica;
    const [row, other] = await db.tickets.toArray();
    if (damage === "a row is gone") await db.tickets.delete(row!.id);
    if (damage === "a row is old")
      await db.tickets.put({ ...row!, ticket: { ...row!.ticket, version: row!.ticket.version - 1 } });
    if (damage === "a line is gone") {
      const line = await db.activities
        .where("[ticketId+occurredAt]")
        .between([row!.id, -Infinity], [row!.id, Infinity])
        .first();
      await db.activities.delete(line!.id);
    }
    // Not on the same ticket, which would bring its row anew.
    await phone.save("comment", other!.id, { text: "kept" });
    platform.advance(sixHoursMs);
    asked.pages = [];
    await sync();
    expect(asked.pages[0]).toMatchObject({ position: null, diverged: true });
    expect(platform.reported).toHaveLength(1);
    expect(await db.meta.get("digest")).toMatchObject({ found: "same" });
    expect(await db.tickets.count()).toBe(3);
    expect(await db.activities.count()).toBe(4);
    expect((await db.tickets.get(row!.id))?.ticket.version).toBe(row!.ticket.version);
    expect(server.activities.size).toBe(4);
  },
);

test("[R6] a difference that filling anew does not mend is reported and left for six hours, not tried for ever", async () => {
  const { db } = phone.replica;
  server.digestLies = true;
  platform.advance(sixHoursMs);
  asked = { pulls: [], pages: [] };
  await sync();
  expect(asked.pages.filter(({ position }) => position === null)).toHaveLength(1);
  expect(await db.meta.get("digest")).toMatchObject({ found: "unmended" });
  await sync();
  expect(asked.pulls.at(-1)?.digest).toBeUndefined();
  platform.advance(sixHoursMs);
  server.digestLies = false;
  await sync();
  expect(await db.meta.get("digest")).toMatchObject({ found: "same" });
});
