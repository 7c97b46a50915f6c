/** The whole way of what is worth saying: an entry in the database to a message that a device decrypts. */
import { afterAll, afterEach, expect, test, vi } from "vitest";
import webPush from "web-push";
import { readPushPayload } from "../core/push/push-payload";
import type { Ticket } from "../core/tickets/ticket";
import { outboxChannel } from "../server/live/channel";
import { passTime, storeDevice, storeEntry } from "../server/testing/outbox";
import { storeTicket, ticketOf } from "../server/testing/ticket-row";
import { until } from "../server/testing/until";
import { createPushDesk } from "./testing/push-desk";

vi.setConfig({ testTimeout: 30_000 });

const pushDesk = await createPushDesk();
const { desk, service, vapid, own, start, assign, wake, readEntry } = pushDesk;

afterEach(pushDesk.clean);
afterAll(pushDesk.end);

test("[S] a request for a review says its risk and its window in the person's zone, and has its two buttons", async () => {
  const at = Date.UTC(2026, 10, 26, 14);
  const change = { risk: "high", window: { from: at, until: at + 90 * 60_000 } } as Ticket["change"];
  const stage = "preLaunchReview";
  const reviewers = [{ accountId: desk.engineer, insteadOf: null, vote: null }];
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage,
      priority: null,
      title: "核心交換器換電源",
      change,
      review: { stage, rule: { kind: "all" }, reviewers },
    }),
  );
  await desk.database.notifySetting.create({ data: { accountId: desk.engineer, zone: "Asia/Tokyo" } });
  const device = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, device, own);
  await storeEntry(
    desk.database,
    ticket,
    desk.engineer,
    {},
    { action: "submitForReview", as: ["reviewers"] },
  );
  start();
  const [message] = await service.waitForMessages(1, device);
  const payload = readPushPayload(message!.text);
  expect(payload?.title).toContain("請你審核：上線前審核");
  expect(payload?.body.split("\n")[0]?.replace(/\s/g, " ")).toBe("風險 高 · 11/26 23:00 – 11/27 00:30");
  expect(payload).toMatchObject({
    revision: 1,
    buttons: [
      { action: "approve", title: "核准" },
      { action: "reject", title: "駁回" },
    ],
  });
  await desk.database.notifySetting.deleteMany();
});

test("[X] an incident that nobody has yet can be claimed from the notification, in the device's language", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { stage: "assign" }));
  const device = service.createDevice(vapid.publicKey);
  const id = await storeDevice(desk.database, desk.engineer, device, own);
  await desk.database.pushSubscription.update({ where: { id }, data: { locale: "en" } });
  await storeEntry(desk.database, ticket, desk.engineer, {}, { action: "open", as: ["assignedGroup"] });
  start();
  const [message] = await service.waitForMessages(1, device);
  expect(readPushPayload(message!.text)?.buttons).toEqual([{ action: "claim", title: "Claim" }]);
});

test("[S5] an assignment reaches the device, encrypted for it, in its language, urgent for P1", async () => {
  const { device, ticket, entry } = await assign({ priority: "P1", title: "B2 機房漏水" });
  start();
  const [message] = await service.waitForMessages(1, device);
  expect(readPushPayload(message!.text)).toEqual({
    v: 1,
    id: entry,
    kind: "assignHandler",
    accountId: desk.engineer,
    ticketId: ticket.id,
    number: `INC-${String(ticket.number).padStart(6, "0")}`,
    tag: ticket.id,
    title: expect.stringContaining("指派給你處理"),
    body: "P1\n由 陳柏翰",
    url: `/tickets/${ticket.id}`,
    revision: 1,
    buttons: [],
  });
  expect(message!.headers).toMatchObject({
    urgency: "high",
    ttl: "259200",
    topic: ticket.id.replaceAll("-", ""),
  });
  const stored = await until(
    () => readEntry(entry),
    (row) => row.state !== "delivering",
  );
  expect(stored).toMatchObject({ state: "sent", deliveries: [{ state: "sent", attempts: 1 }] });
  expect(await desk.database.pushSubscription.findFirst()).toMatchObject({ lastSuccessAt: expect.any(Date) });
});

test("[S5] what is committed while it runs is sent on the hint, without waiting for the poll", async () => {
  start({ pollMs: 3_600_000 });
  await until(
    () =>
      desk.database.$queryRaw<
        unknown[]
      >`SELECT 1 FROM pg_stat_activity WHERE query = ${`LISTEN ${outboxChannel}`}`,
    (rows) => rows.length > 0,
  );
  const { device } = await assign();
  await wake();
  await service.waitForMessages(1, device);
});

test("a device that speaks English hears English, and a restricted ticket keeps its title to itself", async () => {
  const { device } = await assign({ restricted: true, title: "secret project" }, { showsTitles: true });
  await desk.database.pushSubscription.updateMany({ data: { locale: "en" } });
  start();
  const [message] = await service.waitForMessages(1, device);
  expect(message!.text).toContain("Assigned to you");
  expect(message!.text).not.toContain("secret project");
});

test("what a ticket is about is said only where its person chose that for this device", async () => {
  const { device, ticket } = await assign({ title: "B2 機房漏水" }, { showsTitles: true });
  const discreet = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, discreet, own);
  await storeEntry(desk.database, ticket, desk.engineer);
  start();
  const [open] = await service.waitForMessages(1, device);
  const [closed] = await service.waitForMessages(1, discreet);
  expect(readPushPayload(open!.text)?.body).toContain("B2 機房漏水");
  expect(closed!.text).not.toContain("漏水");
});

test("what only tells goes as normal and for a day; what asks wakes the phone and waits over a weekend", async () => {
  const { device, ticket } = await assign({ priority: "P3" });
  await storeEntry(desk.database, ticket, desk.engineer, {}, { action: "resolve", as: ["opener"] });
  start();
  const messages = await service.waitForMessages(2, device);
  const said = new Map(
    messages.map(({ text, headers: { urgency, ttl } }) => [readPushPayload(text)?.kind, [urgency, ttl]]),
  );
  expect(said.get("assignHandler")).toEqual(["high", "259200"]);
  expect(said.get("resolve")).toEqual(["normal", "86400"]);
});

test("a reminder lasts as long as the request whose place it takes", async () => {
  const stage = "preLaunchReview";
  const reviewers = [{ accountId: desk.engineer, insteadOf: null, vote: null }];
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage,
      priority: null,
      review: { stage, rule: { kind: "any" }, reviewers },
    }),
  );
  const device = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, device, own);
  const entry = await storeEntry(
    desk.database,
    ticket,
    desk.engineer,
    {},
    { action: "submitForReview", as: ["reviewers"] },
  );
  const { payload } = await desk.database.outbox.findUniqueOrThrow({ where: { id: entry } });
  await desk.database.outbox.update({
    where: { id: entry },
    data: { kind: "reviewReminder", payload: { ...(payload as object), kind: "reviewReminder" } },
  });
  start();
  const [message] = await service.waitForMessages(1, device);
  expect(readPushPayload(message!.text)?.title).toContain("還在等你審核");
  expect(message!.headers).toMatchObject({ urgency: "high", ttl: "259200" });
});

test("what was opened in the app meanwhile is not sent", async () => {
  const { device, entry } = await assign();
  service.answer({ kind: "status", status: 500 }, device);
  start();
  await until(
    () => readEntry(entry),
    (row) => row.deliveries[0]?.lastError === "500",
  );
  await desk.database.outbox.update({ where: { id: entry }, data: { readAt: new Date() } });
  service.answer({ kind: "status", status: 201 }, device);
  await passTime(desk.database);
  await wake();
  await until(
    () => readEntry(entry),
    (row) => row.state === "obsolete",
  );
  expect(service.messages.filter((message) => message.device === device)).toEqual([]);
});

test("a device of a previous key pair is served with that; one of a pair that is gone is dead, without a request", async () => {
  const [previous] = vapid.previous;
  const { device: today, ticket } = await assign();
  const [older, silent] = [
    service.createDevice(previous!.publicKey),
    service.createDevice(previous!.publicKey),
  ];
  await storeDevice(desk.database, desk.engineer, older, { vapidKey: previous!.publicKey });
  // Registered by an app that did not say yet: by the first pair that there was.
  await storeDevice(desk.database, desk.engineer, silent);
  const lost = service.createDevice();
  const lostKey = webPush.generateVAPIDKeys().publicKey;
  const lostId = await storeDevice(desk.database, desk.engineer, lost, { vapidKey: lostKey });
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  start();
  for (const device of [today, older, silent]) await service.waitForMessages(1, device);
  const { deliveries } = await until(
    () => readEntry(entry),
    (row) => row.state === "sent",
  );
  const ofLost = deliveries.find((delivery) => delivery.subscriptionId === lostId);
  expect(ofLost).toMatchObject({ state: "dead", lastError: "no key pair of this device" });
  expect(service.messages.filter((message) => message.device === lost)).toEqual([]);
});

test("the longest title in Chinese fits into the bound of a message", async () => {
  const { device } = await assign({ title: "𠮷漏水".repeat(66) }, { showsTitles: true });
  start();
  const [message] = await service.waitForMessages(1, device);
  expect(Buffer.byteLength(message!.text)).toBeLessThanOrEqual(2_500);
  expect(readPushPayload(message!.text)?.body).toContain("漏水");
});

test("an assignment that is someone else's by now is not announced", async () => {
  const { ticket, entry } = await assign();
  await desk.database.ticket.update({ where: { id: ticket.id }, data: { holderId: desk.colleague } });
  const before = service.requestCount();
  start();
  const stored = await until(
    () => readEntry(entry),
    (row) => row.state === "obsolete",
  );
  expect(stored.deliveries).toMatchObject([{ state: "obsolete" }]);
  expect(service.requestCount()).toBe(before);
});

test("[S5] several processes send each message once", async () => {
  // This one process is all four and the push service: an answer that is late on a busy machine is no lost one.
  for (const _process of [1, 2, 3, 4]) start({ timeoutMs: 25_000 });
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer }),
  );
  const device = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, device, own);
  for (let count = 0; count < 40; count += 1) await storeEntry(desk.database, ticket, desk.engineer);
  await wake();
  const messages = await service.waitForMessages(40, device);
  await until(
    () => desk.database.outbox.count({ where: { state: "sent" } }),
    (count) => count === 40,
  );
  expect(messages).toHaveLength(40);
  expect(new Set(messages.map((message) => readPushPayload(message.text)?.id)).size).toBe(40);
});
