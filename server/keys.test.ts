import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureKeyFile, KeyFileError, loadKeys, rotateVapid, vapidPairFor } from "./keys";

let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "genba-keys-"));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

test("keys are made once and kept, readable by their owner alone", () => {
  const made = loadKeys(dataFolder);
  expect(made.authSecret).toHaveLength(43);
  expect(made.vapid.publicKey).toHaveLength(87);
  expect(loadKeys(dataFolder)).toEqual(made);
  const modes = ["keys", "keys/auth-secret", "keys/vapid.json"].map(
    (path) => statSync(join(dataFolder, path)).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600, 0o600]);
});

test("a rotated pair is new, the ones of before stay, and each device has the pair that it subscribed with", () => {
  const { vapid: first } = loadKeys(dataFolder);
  const second = rotateVapid(dataFolder);
  const third = rotateVapid(dataFolder);
  expect(loadKeys(dataFolder).vapid).toEqual(third);
  expect(statSync(join(dataFolder, "keys/vapid.json")).mode & 0o777).toBe(0o600);
  const keys = [first, second, third].map(({ publicKey }) => publicKey);
  expect(new Set(keys).size).toBe(3);
  expect(keys.map((key) => vapidPairFor(third, key)?.privateKey)).toEqual(
    [first, second, third].map(({ privateKey }) => privateKey),
  );
  // A device of before rotation was possible did not say which.
  expect(vapidPairFor(third, null)?.publicKey).toBe(first.publicKey);
  expect(vapidPairFor(third, "B".repeat(87))).toBeNull();
});

test("of two that make a key at once, both end with the first one's", () => {
  const second = ensureKeyFile(dataFolder, "key", () => {
    ensureKeyFile(dataFolder, "key", () => "first");
    return "second";
  });
  expect(second).toBe("first");
});

test.each([
  ["vapid.json", ""],
  ["vapid.json", '{"publicKey":"B'],
  ["vapid.json", '{"publicKey":"short","privateKey":"secret words"}'],
  ["vapid.json", "null"],
  ["auth-secret", ""],
])("a damaged %s is one line that names it and keeps its content to itself: %j", (name, text) => {
  loadKeys(dataFolder);
  writeFileSync(join(dataFolder, "keys", name), text);
  const load = () => loadKeys(dataFolder);
  expect(load).toThrow(KeyFileError);
  expect(load).toThrow(new RegExp(`^\\S+/keys/${name} is damaged: [^\\n]+$`));
  expect(load).not.toThrow("secret words");
});
