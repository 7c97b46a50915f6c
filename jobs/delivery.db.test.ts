/** The whole way: an entry in the database to a message that a device decrypts, and every way it may fail. */
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import webPush from "web-push";
import { readPushPayload } from "../core/push/push-payload";
import type { Ticket } from "../core/tickets/ticket";
import type { PushDevice } from "../e2e/fixtures/push-device";
import { type PushService, pushServiceCaFile, startPushService } from "../e2e/fixtures/push-service";
import { outboxChannel } from "../server/live/channel";
import { attemptsMax } from "../server/outbox/back-off";
import { dismissUndelivered, listUndelivered, retryUndelivered } from "../server/outbox/undelivered";
import { parsePushHosts } from "../server/push/push-hosts";
import { createDesk, type Desk } from "../server/testing/desk";
import { passTime, storeDevice, storeEntry } from "../server/testing/outbox";
import { storeTicket, ticketOf } from "../server/testing/ticket-row";
import { type Delivery, startDelivery } from "./delivery";

vi.setConfig({ testTimeout: 30_000 });

const vapid = { ...webPush.generateVAPIDKeys(), previous: [webPush.generateVAPIDKeys()] };
/** Made for the pair of today. */
const own = { vapidKey: vapid.publicKey };
let desk: Desk;
let service: PushService;
let running: Delivery[] = [];
const lines: string[] = [];

beforeAll(async () => {
  desk = await createDesk();
  service = await startPushService();
});
afterEach(async () => {
  await Promise.all(running.map((delivery) => delivery.stop()));
  running = [];
  service.answer({ kind: "status", status: 201 });
  expect(service.complaints).toEqual([]);
  lines.length = 0;
  await desk.database.outbox.deleteMany();
  await desk.database.pushSubscription.deleteMany();
});
afterAll(async () => {
  await service.stop();
  await desk.end();
});

/** `timeoutMs`: how long a push service may take; short, for those that never answer. */
function start({ timeoutMs = 3_000, pollMs }: { timeoutMs?: number; pollMs?: number } = {}): void {
  running.push(
    startDelivery({
      database: desk.database,
      databaseUrl: desk.url,
      ...(pollMs === undefined ? {} : { pollMs }),
      settings: {
        hosts: parsePushHosts(service.allow) ?? [],
        extraCa: readFileSync(pushServiceCaFile, "utf8"),
        subject: "mailto:desk@example.com",
        timeoutMs,
      },
      vapid,
      origin: "https://desk.example",
      log: (line) => lines.push(line),
    }),
  );
}

async function assign(
  given: Partial<Ticket> = {},
  { showsTitles = false }: { showsTitles?: boolean } = {},
): Promise<{ device: PushDevice; ticket: Ticket; entry: string }> {
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer, ...given }),
  );
  const device = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, device, { ...own, showsTitles });
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  return { device, ticket, entry };
}

const wake = (): Promise<unknown> => desk.database.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`;
const readEntry = (id: string) =>
  desk.database.outbox.findUniqueOrThrow({ where: { id }, include: { deliveries: true } });

async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 500; tries += 1) {
    const value = await read();
    if (isDone(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never: ${JSON.stringify(await read())}`);
}

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

test.each([404, 410])("%i removes that one device, and no other", async (status) => {
  const { device, entry } = await assign();
  const kept = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, kept, own);
  service.answer({ kind: "status", status }, device);
  start();
  await until(
    () => readEntry(entry),
    (row) => row.state === "sent",
  );
  const devices = await desk.database.pushSubscription.findMany();
  expect(devices.map((row) => row.endpoint)).toEqual([kept.endpoint]);
});

test.each([401, 403])("%i removes nothing and alarms once", async (status) => {
  const { entry } = await assign();
  service.answer({ kind: "status", status, body: "BadJwtToken" });
  start();
  const stored = await until(
    () => readEntry(entry),
    (row) => typeof row.deliveries[0]?.lastError === "string",
  );
  expect(stored.deliveries).toMatchObject([{ state: "pending", lastError: `${status} BadJwtToken` }]);
  await passTime(desk.database);
  await wake();
  await until(
    () => readEntry(entry),
    (row) => row.deliveries[0]?.attempts === 2,
  );
  expect(await desk.database.pushSubscription.count()).toBe(1);
  expect(lines.filter((line) => line.startsWith("ALARM"))).toEqual([
    expect.stringContaining(`refuses this desk (${status} BadJwtToken)`),
  ]);
});

test("413 is answered with shorter messages, then given up", async () => {
  const { device, entry } = await assign();
  const before = service.requestCount();
  service.answer({ kind: "status", status: 413 }, device);
  start();
  const stored = await until(
    () => readEntry(entry),
    (row) => row.state === "dead",
  );
  expect(stored).toMatchObject({ lastError: "413", deliveries: [{ state: "dead", attempts: 1 }] });
  expect(service.requestCount() - before).toBe(3);
});

test.each([429, 503])(
  "%i waits as long as the service asks, for everything to this device",
  async (status) => {
    const { device, ticket, entry } = await assign();
    const second = await storeEntry(desk.database, ticket, desk.engineer);
    service.answer({ kind: "status", status, headers: { "retry-after": "1800" } }, device);
    start();
    const stored = await until(
      () => readEntry(entry),
      (row) => row.deliveries[0]?.lastError === String(status),
    );
    expect((stored.deliveries[0]?.dueAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(1_700_000);
    const other = await readEntry(second);
    expect((other.deliveries[0]?.dueAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(1_700_000);
  },
);

test.each([
  ["500", { kind: "status", status: 500 }],
  ["307", { kind: "redirect" }],
  ["ECONNRESET", { kind: "cut" }],
] as const)("%s backs off, and is sent when the service is well again", async (error, mode) => {
  const { device, entry } = await assign();
  service.answer(mode, device);
  start();
  const stored = await until(
    () => readEntry(entry),
    (row) => row.deliveries[0]?.lastError === error,
  );
  expect((stored.deliveries[0]?.dueAt.getTime() ?? 0) - Date.now()).toBeLessThan(2_100);
  service.answer({ kind: "status", status: 201 }, device);
  await service.waitForMessages(1, device);
});

test("attempts are bounded: after the last one it is dead", async () => {
  const { device, entry } = await assign();
  service.answer({ kind: "status", status: 500 }, device);
  start();
  await until(
    () => readEntry(entry),
    (row) => row.deliveries[0]?.lastError === "500",
  );
  await desk.database.outboxDelivery.updateMany({ data: { attempts: attemptsMax - 1 } });
  await passTime(desk.database);
  await wake();
  const stored = await until(
    () => readEntry(entry),
    (row) => row.state === "dead",
  );
  expect(stored.deliveries).toMatchObject([{ state: "dead", attempts: attemptsMax, lastError: "500" }]);
});

test("what was given up is listed for administrators, and sent when they say so; what is no longer worth saying is not", async () => {
  const { device, entry, ticket } = await assign();
  const { entry: stale, ticket: moved } = await assign();
  service.answer({ kind: "status", status: 413 });
  start();
  for (const id of [entry, stale]) {
    await until(
      () => readEntry(id),
      (row) => row.state === "dead",
    );
  }
  const page = await listUndelivered(desk.database);
  expect(page).toMatchObject({ waiting: 0, overdueMs: 0 });
  expect(page.items.map(({ ticketId, error, attempts }) => [ticketId, error, attempts])).toEqual(
    expect.arrayContaining([
      [ticket.id, "413", 1],
      [moved.id, "413", 1],
    ]),
  );
  // Two devices by then, so the second entry was given up on both.
  expect(page.count).toBe(page.items.length);
  expect(page.items[0]).toMatchObject({
    personName: "engineer",
    action: "assignHandler",
    kind: "assignHandler",
  });
  expect(JSON.stringify(page)).not.toContain(device.auth);
  await desk.database.ticket.update({ where: { id: moved.id }, data: { holderId: desk.colleague } });
  service.answer({ kind: "status", status: 201 });
  const first = page.items.find((item) => item.outboxId === entry)!;
  expect(await retryUndelivered(desk.database, [first])).toBe(1);
  await wake();
  await until(
    () => readEntry(entry),
    (row) => row.state === "sent",
  );
  expect((await readEntry(stale)).state).toBe("dead");
  expect(await retryUndelivered(desk.database, null)).toBe(page.count - 1);
  await wake();
  await until(
    () => readEntry(stale),
    (row) => row.state === "obsolete",
  );
  const after = await until(
    () => listUndelivered(desk.database),
    ({ waiting }) => waiting === 0,
  );
  expect(after).toEqual({ items: [], count: 0, waiting: 0, overdueMs: 0 });
  expect(await retryUndelivered(desk.database, null)).toBe(0);
});

test("what no trying again would mend can be dismissed: it is listed no more, and never sent", async () => {
  const { entry } = await assign();
  service.answer({ kind: "status", status: 413 });
  start();
  await until(
    () => readEntry(entry),
    (row) => row.state === "dead",
  );
  const { items } = await listUndelivered(desk.database);
  expect(await dismissUndelivered(desk.database, items)).toBe(1);
  expect(await listUndelivered(desk.database)).toMatchObject({ items: [], count: 0 });
  expect(await retryUndelivered(desk.database, null)).toBe(0);
});

test("a device at a host that is not allowed is dead at once, without a request", async () => {
  const { entry } = await assign();
  await desk.database.pushSubscription.updateMany({ data: { endpoint: "https://evil.example/x" } });
  const before = service.requestCount();
  start();
  const stored = await until(
    () => readEntry(entry),
    (row) => row.state === "dead",
  );
  expect(stored.lastError).toBe("host not allowed");
  expect(service.requestCount()).toBe(before);
});

test("a push service that does its worst: nothing hangs, nothing is lost, nothing leaves the allow-list", async () => {
  const modes = [
    { kind: "hang" },
    { kind: "stall" },
    { kind: "endless" },
    { kind: "cut" },
    { kind: "redirect" },
    { kind: "hugeHeaders" },
    ...[400, 402, 405, 409, 418, 422, 500, 501, 502, 504, 507].map(
      (status) => ({ kind: "status", status }) as const,
    ),
    { kind: "status", status: 429, headers: { "retry-after": "1" } },
    { kind: "status", status: 503, headers: { "retry-after": "nonsense" } },
    { kind: "status", status: 200, body: "x".repeat(100_000) },
  ] as const;
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer }),
  );
  const devices = modes.map((mode) => {
    const device = service.createDevice(vapid.publicKey);
    service.answer(mode, device);
    return device;
  });
  for (const device of devices) await storeDevice(desk.database, desk.engineer, device, own);
  const evil = { ...service.createDevice(vapid.publicKey), endpoint: "https://evil.example/x" };
  const elsewhere = await storeDevice(desk.database, desk.engineer, evil, own);
  const entry = await storeEntry(desk.database, ticket, desk.engineer);
  start({ timeoutMs: 1_500, pollMs: 200 });
  const tried = await until(
    () => readEntry(entry),
    ({ deliveries }) =>
      deliveries.length === modes.length + 1 &&
      deliveries.every(({ state, lastError }) => state !== "pending" || lastError !== null),
  );
  // Each still stands, or has ended with a reason; the one of a host that nobody allowed got no request.
  expect(tried.deliveries.find(({ subscriptionId }) => subscriptionId === elsewhere)).toMatchObject({
    state: "dead",
    lastError: "host not allowed",
  });
  expect(await desk.database.pushSubscription.count()).toBe(modes.length + 1);
  for (const device of devices) service.answer({ kind: "status", status: 201 }, device);
  await passTime(desk.database);
  await wake();
  const ended = await until(
    () => readEntry(entry),
    (row) => row.state === "sent",
  );
  const states = ended.deliveries.map(({ state }) => state).sort();
  expect(states).toEqual(["dead", ...modes.map(() => "sent")]);
  // What a service took before it misbehaved was sent, and is not sent again.
  const heard = devices.map((device) => service.messages.filter((one) => one.device === device).length);
  expect(heard.every((count) => count <= 1)).toBe(true);
});

test("one slow service does not keep the others waiting", async () => {
  const { device: slow } = await assign();
  service.answer({ kind: "slow" }, slow);
  start();
  const { device } = await assign();
  await wake();
  await service.waitForMessages(1, device, 2_500);
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

test("no secret of a device reaches the log or the table of errors", async () => {
  const { device, entry } = await assign();
  service.answer({ kind: "status", status: 403, body: "no\u0000pe\n".repeat(200) }, device);
  start();
  const stored = await until(
    () => readEntry(entry),
    (row) => typeof row.deliveries[0]?.lastError === "string",
  );
  const told = [...lines, stored.deliveries[0]?.lastError ?? ""].join(" ");
  for (const secret of [device.auth, device.p256dh, device.id, vapid.privateKey])
    expect(told).not.toContain(secret);
  expect(told).not.toMatch(/[\n\0]/);
  expect(told.length).toBeLessThan(800);
});
