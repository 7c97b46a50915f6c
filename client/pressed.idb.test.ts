import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ActionId, TicketId } from "../core/ids";
import {
  endOfPressed,
  forgetPressed,
  listPressed,
  type Pressed,
  rememberPressed,
  savePressed,
} from "./pressed";
import { forgetPush } from "./push-memory";
import { discard } from "./queue/discard";
import { databaseName } from "./replica/database";
import { stubCaches } from "./testing/caches";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "./testing/desk";
import { createFakeServer, type FakeServer } from "./testing/fake-server";
import { createTestPlatform } from "./testing/platform";
import type { Failure } from "./transport";

let server: FakeServer;
let phone: Phone;
let failure: Failure | null;

beforeEach(async () => {
  failure = null;
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  phone = await openPhone(
    ids.chen,
    server.transport(ids.chen, () => (failure === null ? null : { kind: "fails", failure })),
    platform,
  );
  await phone.sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

/** An incident that nobody has, and the button of its notification. */
async function offered(): Promise<Pressed> {
  const ticketId = newTicketId();
  await phone.save("open", ticketId, incidentArgs("電梯"));
  await phone.drain();
  const number = "INC-000001";
  return {
    id: "entry 1",
    action: "claim",
    accountId: ids.chen,
    ticketId,
    revision: 7,
    number,
    url: `/tickets/${ticketId}`,
  };
}
async function press(pressed: Pressed): Promise<ActionId> {
  const saved = await savePressed(phone.replica, phone.clock, pressed);
  if (typeof saved !== "string") throw new Error(`not saved: ${saved.kind}`);
  return saved;
}
const endOf = (id: ActionId) => endOfPressed(phone.replica, id, phone.loop.state());

test("what was pressed waits in the queue, bound to the revision that the notification told of", async () => {
  const pressed = await offered();
  failure = { kind: "network" };
  const id = await press(pressed);
  expect(await phone.replica.db.queue.get(id)).toMatchObject({
    action: { type: "claim", baseRevision: 7, args: {} },
  });
  await phone.sync();
  expect(await endOf(id)).toEqual({ kind: "waits" });
});

test("pressed twice before the first was answered, it is one action", async () => {
  const pressed = await offered();
  expect(await press(pressed)).toBe(await press(pressed));
  expect(await phone.replica.db.queue.count()).toBe(1);
});

test("[A6] a vote for another revision is another vote, and stands on no earlier one", async () => {
  const pressed: Pressed = { ...(await offered()), action: "approve" };
  failure = { kind: "network" };
  const older = await press(pressed);
  const newer = await press({ ...pressed, revision: 8 });
  expect(newer).not.toBe(older);
  expect((await phone.replica.db.queue.get(newer))?.action.dependsOn).toEqual([]);
});

test("its own line on the ticket is the evidence that it was applied", async () => {
  const id = await press(await offered());
  await phone.drain();
  expect(await endOf(id)).toEqual({ kind: "applied" });
  expect(await phone.replica.db.queue.count()).toBe(0);
});

test("[A5] somebody was faster: it came back, with why", async () => {
  const pressed = await offered();
  server.act(ids.lin, { type: "claim", ticketId: pressed.ticketId, args: {} });
  const id = await press(pressed);
  await phone.drain();
  expect(await endOf(id)).toMatchObject({ kind: "returned", code: "stage.moved" });
});

test("what is one's own already is superseded by oneself", async () => {
  const pressed = await offered();
  server.act(ids.chen, { type: "claim", ticketId: pressed.ticketId, args: {} });
  const id = await press(pressed);
  await phone.drain();
  expect(await endOf(id)).toEqual({ kind: "superseded", isOwn: true });
});

test("the outcome that it left the queue with is evidence where the ticket is gone from sight", async () => {
  const pressed = await offered();
  const id = await press(pressed);
  await phone.drain();
  await phone.replica.db.activities.clear();
  expect(await endOf(id)).toEqual({ kind: "gone" });
  expect(await endOfPressed(phone.replica, id, phone.loop.state(), { kind: "applied" })).toEqual({
    kind: "applied",
  });
});

test("[C5] signed out meanwhile, it is kept for its person to sign in", async () => {
  const pressed = await offered();
  failure = { kind: "signIn" };
  const id = await press(pressed);
  await phone.sync();
  expect(await endOf(id)).toEqual({ kind: "signIn" });
  expect(await phone.replica.db.queue.count()).toBe(1);
});

test("taken back in the app, it is never called done", async () => {
  const pressed = await offered();
  failure = { kind: "network" };
  const id = await press(pressed);
  expect(await discard(phone.replica, id)).toBe("discarded");
  expect(await endOf(id)).toEqual({ kind: "gone" });
  failure = null;
  await phone.drain();
  expect(await endOf(id)).toEqual({ kind: "gone" });
});

test("a ticket that this phone never saw is decided about all the same: the server judges", async () => {
  const id = await press({ ...(await offered()), action: "approve", ticketId: newTicketId() as TicketId });
  await phone.drain();
  expect(await endOf(id)).toMatchObject({ kind: "returned", code: "ticket.unknown" });
});

test("[C6] the memory of what was pressed names each once, and goes with a sign-out", async () => {
  stubCaches();
  const pressed = await offered();
  const [one, two] = ["one", "two"] as unknown as readonly [ActionId, ActionId];
  const remembered = { ...pressed, told: null };
  await rememberPressed(one, remembered);
  await rememberPressed(two, remembered);
  expect([...(await listPressed())]).toEqual([
    [one, remembered],
    [two, remembered],
  ]);
  expect([await forgetPressed(one), await forgetPressed(one)]).toEqual([true, false]);
  await forgetPush();
  expect((await listPressed()).size).toBe(0);
});
