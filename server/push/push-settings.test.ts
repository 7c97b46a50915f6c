import { expect, test } from "vitest";
import { pushServiceCaFile } from "../../e2e/fixtures/push-service";
import { SettingsError } from "../settings";
import { findPushHost } from "./push-hosts";
import { readPushHosts, readPushSettings } from "./push-settings";

test("an empty environment allows the known push services only", () => {
  const { hosts, extraCa } = readPushSettings({});
  expect(extraCa).toBeNull();
  expect(findPushHost("https://web.push.apple.com/x", hosts)).not.toBeNull();
  expect(findPushHost("https://localhost:8443/x", hosts)).toBeNull();
});

test("a desk on the Internet is its own contact unless another is named", () => {
  expect(readPushSettings({ GENBA_ORIGIN: "https://desk.example" }).subject).toBe("https://desk.example");
  expect(readPushSettings({ GENBA_PUSH_SUBJECT: "mailto:ops@desk.example" }).subject).toBe(
    "mailto:ops@desk.example",
  );
});

test("more hosts and an authority are added by the environment", () => {
  const env = { GENBA_PUSH_HOSTS: "localhost:8443", GENBA_PUSH_CA: pushServiceCaFile };
  expect(readPushSettings(env).extraCa).toContain("BEGIN CERTIFICATE");
  expect(findPushHost("https://localhost:8443/x", readPushHosts(env))).not.toBeNull();
});

test.each([
  ["GENBA_PUSH_HOSTS", "https://push.example"],
  ["GENBA_PUSH_CA", "/nowhere/secret.pem"],
  ["GENBA_PUSH_SUBJECT", "ops@desk.example"],
])("a wrong %s is one line that names it and keeps its value to itself", (name, value) => {
  const read = (): unknown => readPushSettings({ [name]: value });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(new RegExp(`^${name} [^\\n]*$`));
  expect(read).not.toThrow(value);
});
