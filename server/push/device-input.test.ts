import { createECDH, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { subscribeInput, unsubscribeInput } from "./device-input";

const accountId = "0198a0f0-0000-7000-8000-000000000001";
const endpoint = "https://fcm.googleapis.com/fcm/send/1";
const device = {
  accountId,
  endpoint,
  p256dh: createECDH("prime256v1").generateKeys().toString("base64url"),
  auth: randomBytes(16).toString("base64url"),
  locale: "en",
};

test.each(["\0", `${endpoint}\0`, "\ud800"])(
  "an address that no database can look up is refused: %j",
  (text) => {
    expect(unsubscribeInput.safeParse({ accountId, endpoint: text }).success).toBe(false);
    expect(subscribeInput.safeParse({ ...device, replaces: text }).success).toBe(false);
    expect(subscribeInput.safeParse({ ...device, endpoint: text }).success).toBe(false);
  },
);

test("a device may be registered in place of another, and be unsubscribed", () => {
  expect(subscribeInput.safeParse({ ...device, replaces: endpoint }).success).toBe(true);
  expect(subscribeInput.safeParse({ ...device, replaces: null }).success).toBe(true);
  expect(unsubscribeInput.safeParse({ accountId, endpoint }).success).toBe(true);
});
