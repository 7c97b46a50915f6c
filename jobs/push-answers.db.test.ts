/** Every answer of a push service, and none: what becomes of the message and of its device. */
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { attemptsMax } from "../server/outbox/back-off";
import { passTime, storeDevice, storeEntry } from "../server/testing/outbox";
import { storeTicket, ticketOf } from "../server/testing/ticket-row";
import { until } from "../server/testing/until";
import { createPushDesk } from "./testing/push-desk";

vi.setConfig({ testTimeout: 30_000 });

const pushDesk = await createPushDesk();
const { desk, service, vapid, own, lines, start, assign, wake, readEntry } = pushDesk;

afterEach(pushDesk.clean);
afterAll(pushDesk.end);

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
  let ended = tried;
  for (let round = 0; ended.state !== "sent" && round < 5; round += 1) {
    // A try that was under way as the answers changed has failed once more; by the end of a round none is left.
    await passTime(desk.database);
    await wake();
    const roundEnds = Date.now() + 2_000;
    while (ended.state !== "sent" && Date.now() < roundEnds) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended = await readEntry(entry);
    }
  }
  expect(ended.state).toBe("sent");
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
