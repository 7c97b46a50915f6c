import { expect, test } from "vitest";
import { endpointMaxLength, findPushHost, knownPushHosts, parsePushHosts } from "./push-hosts";

const own = [...knownPushHosts, ...(parsePushHosts("push.desk.example, localhost:8443, [::1]:8443") ?? [])];

test.each([
  "https://fcm.googleapis.com/fcm/send/abc:def",
  "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
  "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
  "https://web.push.apple.com/QAbc",
  "https://push.desk.example/1",
  "https://localhost:8443/push/1",
  "https://[::1]:8443/push/1",
])("%s may be sent to", (endpoint) => {
  expect(findPushHost(endpoint, own)).not.toBeNull();
});

test.each([
  "http://fcm.googleapis.com/fcm/send/abc",
  "https://fcm.googleapis.com:8443/fcm/send/abc",
  "https://fcm.googleapis.com.evil.example/x",
  "https://evilfcm.googleapis.com/x",
  "https://notify.windows.com/x",
  "https://evilnotify.windows.com/x",
  "https://user@fcm.googleapis.com/x",
  "https://fcm.googleapis.com@evil.example/x",
  "https://evil.example\\@fcm.googleapis.com/x",
  "https://fcm.googleapis.com/x#y",
  "https://FCM.googleapis.com/x",
  "https://fcm.googleapis.com:443/x",
  "https://fcm.googleapis.com./x",
  " https://fcm.googleapis.com/x",
  "https://fcm.googleapis.com/a b",
  "https://localhost/push/1",
  "https://localhost:8444/push/1",
  "https://2130706433:8443/push/1",
  "https://127.0.0.1:8443/push/1",
  "https://10.0.0.1/",
  "file:///etc/passwd",
  "fcm.googleapis.com",
  "",
  `https://fcm.googleapis.com/${"x".repeat(endpointMaxLength)}`,
])("%s may not", (endpoint) => {
  expect(findPushHost(endpoint, own)).toBeNull();
});

test("private addresses are vouched for by naming the port, never by the list that ships", () => {
  expect(knownPushHosts.some((host) => host.explicitPort)).toBe(false);
  expect(parsePushHosts("push.desk.example:443")).toEqual([
    { name: "push.desk.example", port: 443, explicitPort: true },
  ]);
});

test.each(["https://x", "x:0", "x:70000", "x y", "*", "*.", "a..b", "x/y", "::1"])(
  "GENBA_PUSH_HOSTS %s is refused as a whole",
  (text) => {
    expect(parsePushHosts(`good.example,${text}`)).toBeNull();
  },
);
