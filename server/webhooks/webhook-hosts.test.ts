import { expect, test } from "vitest";
import { admitWebhook, readWebhookHosts } from "./webhook-hosts";

const production = { own: [], loopback: false };
const development = { own: [], loopback: true };

test.each(["https://hooks.example/genba?x=1", "https://hooks.example:8443/", "https://93.184.215.14/"])(
  "%s may be called, if it is public",
  (url) => {
    expect(admitWebhook(url, production)).toEqual({ mayBePrivate: false });
  },
);

test.each([
  "http://hooks.example/",
  "http://localhost:4000/",
  "https://10.0.0.1/",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:10.0.0.1]/",
  "https://169.254.169.254/latest/meta-data",
  "https://2130706433/",
  "https://user:password@hooks.example/",
  "https://hooks.example/#part",
  "https://hooks.example\\@10.0.0.1/",
  "HTTPS://hooks.example/",
  "ftp://hooks.example/",
  "javascript:alert(1)",
  "",
  `https://hooks.example/${"x".repeat(1_000)}`,
])("%s may not", (url) => {
  expect(admitWebhook(url, production)).toBeNull();
});

test("this machine itself is called where the desk is for this machine only, over http too", () => {
  expect(admitWebhook("http://localhost:4000/hook", development)).toEqual({ mayBePrivate: true });
  expect(admitWebhook("http://127.0.0.1:4000/hook", development)).toEqual({ mayBePrivate: true });
  expect(admitWebhook("http://10.0.0.1:4000/hook", development)).toBeNull();
});

test("what the operator names may lie in their own network, at that port only, over https", () => {
  const named = readWebhookHosts({
    GENBA_WEBHOOK_HOSTS: "chat.plant.lan:8443, 10.0.0.5:443",
    GENBA_HOST: "0.0.0.0",
  });
  expect(named.loopback).toBe(false);
  expect(admitWebhook("https://chat.plant.lan:8443/x", named)).toEqual({ mayBePrivate: true });
  expect(admitWebhook("https://10.0.0.5/x", named)).toEqual({ mayBePrivate: true });
  expect(admitWebhook("https://chat.plant.lan/x", named)).toEqual({ mayBePrivate: false });
  expect(admitWebhook("http://chat.plant.lan:8443/x", named)).toBeNull();
});

test("a host without a port is no setting", () => {
  expect(() => readWebhookHosts({ GENBA_WEBHOOK_HOSTS: "chat.plant.lan" })).toThrow(/GENBA_WEBHOOK_HOSTS/);
});

test("a desk that others reach calls nothing on its own machine", () => {
  expect(readWebhookHosts({}).loopback).toBe(true);
  expect(readWebhookHosts({ GENBA_ORIGIN: "https://desk.example" }).loopback).toBe(false);
});
