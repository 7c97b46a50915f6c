import { createECDH, randomBytes } from "node:crypto";
import type { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId } from "../../core/ids";
import { fanOut } from "../outbox/outbox";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { storeEntry } from "../testing/outbox";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import type { Context } from "../trpc/context";
import { refusalCodeOf } from "../trpc/procedures";
import { pushRouter } from "../trpc/push-router";
import { devicesMax } from "./subscriptions";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());
beforeEach(() => desk.database.pushSubscription.deleteMany());

function callerOf(id: AccountId | null) {
  const account = id === null ? null : { id, name: "", role: "agent" as const, locale: "zh-TW" };
  const context = {
    database: desk.database,
    account,
    vapid: { publicKey: "public key", privateKey: "private key", previous: [] },
    protocol: 1,
    userAgent: "Phone 1",
  };
  return pushRouter.createCaller(context as unknown as Context);
}

function deviceOf(accountId: AccountId) {
  const keys = createECDH("prime256v1");
  return {
    accountId,
    endpoint: `https://fcm.googleapis.com/fcm/send/${randomBytes(8).toString("hex")}`,
    p256dh: keys.generateKeys().toString("base64url"),
    auth: randomBytes(16).toString("base64url"),
    locale: "zh-TW" as const,
  };
}

const codeOf = (call: Promise<unknown>): Promise<string | null> =>
  call.then(
    () => "accepted",
    (error: TRPCError) => refusalCodeOf(error),
  );
const stored = () => desk.database.pushSubscription.findMany({ orderBy: { createdAt: "asc" } });

test("only who is signed in gets the key, subscribes or unsubscribes", async () => {
  const device = deviceOf(desk.engineer);
  const nobody = callerOf(null);
  expect(await codeOf(nobody.key())).toBe("session.none");
  expect(await codeOf(nobody.subscribe(device))).toBe("session.none");
  expect(await codeOf(nobody.unsubscribe(device))).toBe("session.none");
  expect(await callerOf(desk.engineer).key()).toEqual({ publicKey: "public key" });
  expect(await stored()).toEqual([]);
});

test("[C6] a request for another account than the session's does nothing", async () => {
  const device = deviceOf(desk.engineer);
  expect(await codeOf(callerOf(desk.colleague).subscribe(device))).toBe("account.mismatch");
  await callerOf(desk.engineer).subscribe(device);
  expect(await codeOf(callerOf(desk.colleague).unsubscribe(device))).toBe("account.mismatch");
  expect(await stored()).toHaveLength(1);
});

test.each<[string, (device: ReturnType<typeof deviceOf>) => object]>([
  ["plain http", (device) => ({ endpoint: device.endpoint.replace("https", "http") })],
  ["a host that is not on the list", () => ({ endpoint: "https://evil.example/x" })],
  ["an address inside", () => ({ endpoint: "https://169.254.169.254/latest/meta-data" })],
  ["another port", () => ({ endpoint: "https://fcm.googleapis.com:8443/x" })],
  ["a user name", () => ({ endpoint: "https://me@fcm.googleapis.com/x" })],
  ["an endless address", () => ({ endpoint: `https://fcm.googleapis.com/${"x".repeat(2_000)}` })],
  ["a key that is short", () => ({ p256dh: "AAAA" })],
  ["a key that is no point of the curve", () => ({ p256dh: Buffer.alloc(65, 4).toString("base64url") })],
  ["a key that is not base64url", (device) => ({ p256dh: `${device.p256dh}==` })],
  ["a short secret", () => ({ auth: "AAAA" })],
  ["a long secret", () => ({ auth: randomBytes(32).toString("base64url") })],
  ["another language", () => ({ locale: "ja" })],
  ["an account that is no id", () => ({ accountId: "me" })],
  ["a replaced address without end", () => ({ replaces: "x".repeat(2_000) })],
])("%s is refused, and nothing is written", async (_name, wrong) => {
  const device = deviceOf(desk.engineer);
  const call = callerOf(desk.engineer).subscribe({ ...device, ...wrong(device) } as typeof device);
  expect(await codeOf(call)).toBe("input.malformed");
  expect(await stored()).toEqual([]);
});

test("subscribing again changes nothing but the language and the keys", async () => {
  const device = deviceOf(desk.engineer);
  await callerOf(desk.engineer).subscribe(device);
  const [before] = await stored();
  await callerOf(desk.engineer).subscribe({ ...device, locale: "en" });
  const [after] = await stored();
  expect(after).toEqual({ ...before, locale: "en", heardAt: after!.heardAt });
  expect(after!.heardAt.getTime()).toBeGreaterThanOrEqual(before!.heardAt.getTime());
  expect(before).toMatchObject({ accountId: desk.engineer, userAgent: "Phone 1", auth: device.auth });
});

test("[C6] the same device signed in as another person moves, and hears nothing that was meant for the first", async () => {
  const device = deviceOf(desk.engineer);
  await callerOf(desk.engineer).subscribe(device);
  await desk.database.pushSubscription.updateMany({ data: { activeAt: new Date() } });
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer }),
  );
  await storeEntry(desk.database, ticket, desk.engineer);
  await fanOut(desk.database, 10);
  await callerOf(desk.colleague).subscribe({ ...device, accountId: desk.colleague });
  expect(await stored()).toMatchObject([{ accountId: desk.colleague, endpoint: device.endpoint }]);
  expect(await desk.database.outboxDelivery.count()).toBe(0);
});

test("who knows only the address of another's device does not get it", async () => {
  const device = deviceOf(desk.engineer);
  await callerOf(desk.engineer).subscribe(device);
  const stolen = { ...deviceOf(desk.colleague), endpoint: device.endpoint };
  expect(await codeOf(callerOf(desk.colleague).subscribe(stolen))).toBe("input.malformed");
  expect(await stored()).toMatchObject([{ accountId: desk.engineer, auth: device.auth }]);
});

test("an address that the browser changed replaces the old one, of the same person only", async () => {
  const [old, foreign] = [deviceOf(desk.engineer), deviceOf(desk.colleague)];
  await callerOf(desk.engineer).subscribe(old);
  await callerOf(desk.colleague).subscribe(foreign);
  const renewed = deviceOf(desk.engineer);
  await callerOf(desk.engineer).subscribe({ ...renewed, replaces: foreign.endpoint });
  await callerOf(desk.engineer).subscribe({ ...renewed, replaces: old.endpoint });
  expect((await stored()).map((row) => row.endpoint)).toEqual([foreign.endpoint, renewed.endpoint]);
});

test("a person has twenty devices; the one that heard nothing for longest gives way, also when all come at once", async () => {
  const devices = Array.from({ length: devicesMax }, () => deviceOf(desk.engineer));
  for (const device of devices) await callerOf(desk.engineer).subscribe(device);
  const heard = { lastSuccessAt: new Date() };
  await desk.database.pushSubscription.updateMany({
    where: { endpoint: { not: devices[7]!.endpoint } },
    data: heard,
  });
  await callerOf(desk.engineer).subscribe(deviceOf(desk.engineer));
  const endpoints = (await stored()).map((row) => row.endpoint);
  expect(endpoints).toHaveLength(devicesMax);
  expect(endpoints).not.toContain(devices[7]!.endpoint);
  await Promise.all(
    Array.from({ length: 8 }, () => callerOf(desk.engineer).subscribe(deviceOf(desk.engineer))),
  );
  expect(await stored()).toHaveLength(devicesMax);
});

test("unsubscribing forgets one's own device only, and is harmless when it is gone", async () => {
  const [mine, theirs] = [deviceOf(desk.engineer), deviceOf(desk.colleague)];
  await callerOf(desk.engineer).subscribe(mine);
  await callerOf(desk.colleague).subscribe(theirs);
  await callerOf(desk.engineer).unsubscribe({ accountId: desk.engineer, endpoint: theirs.endpoint });
  await callerOf(desk.engineer).unsubscribe(mine);
  await callerOf(desk.engineer).unsubscribe(mine);
  expect(await stored()).toMatchObject([{ accountId: desk.colleague }]);
});

test("an account that no longer exists is not a failure of ours", async () => {
  const ghost = uuid<AccountId>();
  expect(await codeOf(callerOf(ghost).unsubscribe(deviceOf(ghost)))).toBe("accepted");
});
