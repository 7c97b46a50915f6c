/** Does a device hear? From the registration over the push service to the token that comes back, and what depends on it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import webPush from "web-push";
import type { AccountId } from "../core/ids";
import { type ProbePayload, readProbePayload } from "../core/push/probe-payload";
import { readPushPayload } from "../core/push/push-payload";
import type { PushDevice } from "../e2e/fixtures/push-device";
import { readProbe } from "../server/push/health";
import { lostMs, silentMs, watchSilence } from "../server/push/silence";
import { storeDevice, storeEntry } from "../server/testing/outbox";
import { storeTicket, ticketOf } from "../server/testing/ticket-row";
import { until } from "../server/testing/until";
import type { Context } from "../server/trpc/context";
import { pushRouter } from "../server/trpc/push-router";
import { createPushDesk } from "./testing/push-desk";

vi.setConfig({ testTimeout: 30_000 });

const dayMs = 86_400_000;
const pushDesk = await createPushDesk();
const { desk, service, vapid, own, start } = pushDesk;
const [previous] = vapid.previous;

beforeAll(() => vi.stubEnv("GENBA_PUSH_HOSTS", service.allow));
beforeEach(() => start({ pollMs: 200 }));
afterEach(pushDesk.clean);
afterAll(async () => {
  vi.unstubAllEnvs();
  await pushDesk.end();
});

function phoneOf(id: AccountId) {
  const context = {
    database: desk.database,
    account: { id, name: "", role: "agent" as const, locale: "zh-TW" },
    vapid,
    protocol: 1,
    userAgent: "Phone 1",
  };
  return pushRouter.createCaller(context as unknown as Context);
}

const register = (
  device: PushDevice,
  given: { vapidKey?: string; replaces?: string; byTap?: boolean } = {},
  accountId = desk.engineer,
) => {
  const { endpoint, p256dh, auth } = device;
  return phoneOf(accountId).subscribe({
    accountId,
    endpoint,
    p256dh,
    auth,
    locale: "zh-TW",
    vapidKey: vapid.publicKey,
    ...given,
  });
};

/** The `count`th probe that came to the device. */
async function probeAt(device: PushDevice, count = 1): Promise<ProbePayload> {
  const messages = await until(
    async () =>
      service.messages.filter((one) => one.device === device && readProbePayload(one.text) !== null),
    (found) => found.length >= count,
  );
  return readProbePayload(messages[count - 1]!.text)!;
}

const confirm = (token: string, hop: "received" | "shown" = "received", accountId = desk.engineer) =>
  phoneOf(accountId).confirm({ accountId, token, hop });

async function assignTo(accountId: AccountId): Promise<string> {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { stage: "handle", holderId: accountId }));
  return storeEntry(desk.database, ticket, accountId);
}

const stateOf = async (entry: string) =>
  (await desk.database.outbox.findUniqueOrThrow({ where: { id: entry } })).state;
const devices = () => desk.database.pushSubscription.findMany({ orderBy: { createdAt: "asc" } });

test("a device is told nothing before it gave back the token that came to it through push", async () => {
  const device = service.createDevice(vapid.publicKey);
  expect(await register(device)).toEqual({ subscribed: true, active: false });
  const { token, probe, accountId, title } = await probeAt(device);
  expect([probe, accountId, title]).toEqual(["activate", desk.engineer, "通知已開啟"]);
  const early = await assignTo(desk.engineer);
  await until(
    () => stateOf(early),
    (state) => state === "unheard",
  );
  const longAgo = await assignTo(desk.engineer);
  await desk.database.outbox.update({
    where: { id: longAgo },
    data: { state: "unheard", dueAt: new Date(Date.now() - 3_600_000) },
  });
  expect(await confirm(token)).toEqual({ known: true });
  // What came in between is not missed; what was long ago stays in the inbox.
  await until(
    () => stateOf(early),
    (state) => state === "sent",
  );
  expect(await stateOf(longAgo)).toBe("unheard");
  expect(await register(device)).toEqual({ subscribed: true, active: true });
  const entry = await assignTo(desk.engineer);
  await until(
    () => stateOf(entry),
    (state) => state === "sent",
  );
  const told = service.messages.filter((one) => one.device === device);
  expect(told.map(({ text }) => readPushPayload(text)?.id ?? "probe")).toEqual(["probe", early, entry]);
});

test("a token is good for its own device only: not a guessed one, not another person's, not one of before", async () => {
  const device = service.createDevice(vapid.publicKey);
  await register(device);
  const { token } = await probeAt(device);
  expect(await confirm("x".repeat(43))).toEqual({ known: false });
  expect(await confirm(token, "received", desk.colleague)).toEqual({ known: false });
  await desk.database.pushProbe.updateMany({ data: { queuedAt: new Date(Date.now() - 8 * dayMs) } });
  expect(await confirm(token)).toEqual({ known: false });
  expect((await devices())[0]?.activeAt).toBeNull();
});

test("the same address with other keys proves itself anew, and the token of the old keys is worth nothing", async () => {
  const device = service.createDevice(vapid.publicKey);
  await register(device);
  const old = await probeAt(device);
  await confirm(old.token);
  const renewed = service.createDevice(vapid.publicKey);
  // The service's own device of this address could not read what is for the new keys.
  service.answer({ kind: "status", status: 500 }, device);
  expect(await register({ ...renewed, endpoint: device.endpoint })).toMatchObject({ active: false });
  expect(await confirm(old.token)).toEqual({ known: false });
  expect((await devices()).map(({ activeAt, p256dh }) => [activeAt, p256dh])).toEqual([
    [null, renewed.p256dh],
  ]);
});

test("registering again while the message is on its way sends no second one; after a minute it does", async () => {
  const device = service.createDevice(vapid.publicKey);
  for (const _time of [1, 2, 3]) await register(device);
  await probeAt(device);
  expect(await desk.database.pushProbe.count()).toBe(1);
  await desk.database.pushProbe.updateMany({ data: { queuedAt: new Date(Date.now() - 61_000) } });
  await register(device);
  const second = await probeAt(device, 2);
  expect(await confirm(second.token)).toEqual({ known: true });
});

test("a key pair is rotated without losing a device: heard with the old one until it subscribes with the new", async () => {
  const old = service.createDevice(previous!.publicKey);
  await register(old, { vapidKey: previous!.publicKey });
  await confirm((await probeAt(old)).token);
  const before = await assignTo(desk.engineer);
  await until(
    () => stateOf(before),
    (state) => state === "sent",
  );
  const renewed = service.createDevice(vapid.publicKey);
  await register(renewed, { replaces: old.endpoint });
  await confirm((await probeAt(renewed)).token);
  const after = await assignTo(desk.engineer);
  await until(
    () => stateOf(after),
    (state) => state === "sent",
  );
  expect((await devices()).map(({ endpoint }) => endpoint)).toEqual([renewed.endpoint]);
});

test("a key that this desk never had is refused", async () => {
  const device = service.createDevice();
  const call = register(device, { vapidKey: webPush.generateVAPIDKeys().publicKey });
  await expect(call).rejects.toThrow("input.malformed");
  expect(await devices()).toEqual([]);
});

test("a test says each hop, and where it stops", async () => {
  const device = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, device, own);
  const phone = phoneOf(desk.engineer);
  const accountId = desk.engineer;
  const [shown] = (await phone.devices.list({ accountId, endpoint: device.endpoint })).devices;
  expect(shown).toMatchObject({ isThis: true, active: true, userAgent: null });
  const { probeId } = await phone.devices.test({ accountId, id: shown!.id });
  const hopsOf = () => readProbe(desk.database, accountId, probeId);
  const { token } = await probeAt(device);
  const accepted = await until(hopsOf, (hops) => hops?.state === "accepted");
  expect(accepted).toMatchObject({ attempts: 1, receivedAt: null, shownAt: null, error: null });
  await confirm(token, "received");
  await confirm(token, "shown");
  expect((await phone.devices.probe({ accountId, id: probeId })).hops).toEqual(await hopsOf());
  const { queuedAt, sentAt, acceptedAt, receivedAt, shownAt } = (await hopsOf())!;
  const times = [queuedAt, sentAt, acceptedAt, receivedAt, shownAt] as number[];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  await expect(phone.devices.test({ accountId, id: shown!.id })).rejects.toThrow("rate.limited");
});

test.each([
  ["403", { kind: "status", status: 403 }, "pending"],
  ["413", { kind: "status", status: 413 }, "dead"],
  ["ECONNRESET", { kind: "cut" }, "pending"],
  ["timeout", { kind: "hang" }, "pending"],
] as const)("a test that a push service answers with %s says so", async (error, mode, state) => {
  const device = service.createDevice(vapid.publicKey);
  const id = await storeDevice(desk.database, desk.engineer, device, own);
  service.answer(mode, device);
  const phone = phoneOf(desk.engineer);
  const { probeId } = await phone.devices.test({ accountId: desk.engineer, id });
  const hops = await until(
    () => readProbe(desk.database, desk.engineer, probeId),
    (found) => found?.error != null,
  );
  expect(hops).toMatchObject({ error, state, acceptedAt: null });
  expect((await devices())[0]).toMatchObject({ failures: 1, lastError: error });
});

test("a device that is no more is removed by its test", async () => {
  const device = service.createDevice(vapid.publicKey);
  const id = await storeDevice(desk.database, desk.engineer, device, own);
  service.answer({ kind: "status", status: 410 }, device);
  const phone = phoneOf(desk.engineer);
  const { probeId } = await phone.devices.test({ accountId: desk.engineer, id });
  await until(devices, (rows) => rows.length === 0);
  expect(await phone.devices.probe({ accountId: desk.engineer, id: probeId })).toEqual({ hops: null });
});

test("a device that was removed from another one stays off at its next start, until it is turned on there", async () => {
  const device = service.createDevice(vapid.publicKey);
  await register(device);
  await confirm((await probeAt(device)).token);
  const [row] = await devices();
  await phoneOf(desk.engineer).devices.remove({ accountId: desk.engineer, id: row!.id });
  const heal = { byTap: false, replaces: device.endpoint };
  expect(await register(device, heal)).toEqual({ subscribed: false, active: false });
  // Nor under an address that its browser made anew.
  const renewed = service.createDevice(vapid.publicKey);
  expect(await register(renewed, heal)).toEqual({ subscribed: false, active: false });
  expect(await devices()).toEqual([]);
  // Whoever else signs in there later is not held by it.
  expect(await register(device, { byTap: false }, desk.colleague)).toMatchObject({ subscribed: true });
  await desk.database.pushSubscription.deleteMany();
  expect(await register(device)).toEqual({ subscribed: true, active: false });
  expect(await register(device, heal)).toMatchObject({ subscribed: true });
});

test("a tap asks again where the first message was missed", async () => {
  const device = service.createDevice(vapid.publicKey);
  await register(device);
  await probeAt(device);
  await desk.database.pushProbe.updateMany({ data: { queuedAt: new Date(Date.now() - 6_000) } });
  await register(device, { byTap: false });
  expect(await desk.database.pushProbe.count()).toBe(1);
  await register(device);
  expect(await confirm((await probeAt(device, 2)).token)).toEqual({ known: true });
});

test("another person's device can be neither seen, tested, changed nor removed", async () => {
  const device = service.createDevice(vapid.publicKey);
  const id = await storeDevice(desk.database, desk.engineer, device, own);
  const accountId = desk.colleague;
  const other = phoneOf(accountId).devices;
  expect((await other.list({ accountId, endpoint: device.endpoint })).devices).toEqual([]);
  await expect(other.test({ accountId, id })).rejects.toThrow("subject.unknown");
  await expect(other.showTitles({ accountId, id, showsTitles: true })).rejects.toThrow("subject.unknown");
  await expect(other.remove({ accountId, id })).rejects.toThrow("subject.unknown");
  await phoneOf(accountId).heard({ accountId, endpoint: device.endpoint });
  const { probeId } = await phoneOf(desk.engineer).devices.test({ accountId: desk.engineer, id });
  expect(await other.probe({ accountId, id: probeId })).toEqual({ hops: null });
  expect((await devices()).map(({ showsTitles }) => showsTitles)).toEqual([false]);
});

test("a device that hears is heard of: by its word, by a token, by a registration", async () => {
  const long = { heardAt: new Date(Date.now() - 30 * dayMs) };
  const device = service.createDevice(vapid.publicKey);
  const isHeard = async () => Date.now() - (await devices())[0]!.heardAt.getTime() < dayMs;
  await register(device);
  const { token } = await probeAt(device);
  const ways: (() => Promise<unknown>)[] = [
    () => phoneOf(desk.engineer).heard({ accountId: desk.engineer, endpoint: device.endpoint }),
    () => confirm(token),
    () => register(device),
  ];
  for (const say of ways) {
    await desk.database.pushSubscription.updateMany({ data: long });
    expect(await isHeard()).toBe(false);
    await say();
    expect(await isHeard()).toBe(true);
  }
});

test("after 55 days of silence a device is asked once, after 60 it is let go, unless it answered", async () => {
  const now = Date.now();
  const [silent, answers] = [service.createDevice(vapid.publicKey), service.createDevice(vapid.publicKey)];
  const heardAt = new Date(now - silentMs - 1);
  for (const device of [silent, answers]) {
    await storeDevice(desk.database, desk.engineer, device, { ...own, heardAt });
  }
  await storeDevice(desk.database, desk.engineer, undefined, { heardAt: new Date(now - silentMs + dayMs) });
  expect(await watchSilence(desk.database, now)).toEqual({ asked: 2, removed: 0 });
  // Two processes look, and look again.
  expect(await watchSilence(desk.database, now + 1)).toEqual({ asked: 0, removed: 0 });
  const { token, probe, body } = await probeAt(answers);
  expect([probe, body]).toEqual(["silence", expect.stringContaining("五天內")]);
  await probeAt(silent);
  await confirm(token);
  await until(
    () => desk.database.pushProbe.count({ where: { kind: "silence", acceptedAt: null } }),
    (count) => count === 0,
  );
  const later = now + lostMs - silentMs + 60_000;
  expect(await watchSilence(desk.database, later)).toMatchObject({ removed: 1 });
  const left = (await devices()).map(({ endpoint }) => endpoint);
  expect(left).toContain(answers.endpoint);
  expect(left).not.toContain(silent.endpoint);
});

test("a desk that was off for two months asks first, and lets go of nobody at its start", async () => {
  const device = service.createDevice(vapid.publicKey);
  await storeDevice(desk.database, desk.engineer, device, {
    ...own,
    heardAt: new Date(Date.now() - 90 * dayMs),
  });
  expect(await watchSilence(desk.database, Date.now())).toEqual({ asked: 1, removed: 0 });
  expect(await devices()).toHaveLength(1);
});
