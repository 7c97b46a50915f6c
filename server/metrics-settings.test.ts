import { expect, test } from "vitest";
import { readMetricsAddress } from "./metrics-settings";
import { SettingsError } from "./settings";

test.each([
  [undefined, null],
  [" ", null],
  ["9464", { host: "127.0.0.1", port: 9464 }],
  ["0.0.0.0:9464", { host: "0.0.0.0", port: 9464 }],
  ["[::1]:9464", { host: "::1", port: 9464 }],
])("%s", (text, address) => {
  expect(readMetricsAddress({ GENBA_METRICS: text })).toEqual(address);
});

test.each(["0", "70000", "http://localhost:9464", "localhost:", "a b:1"])("%s is refused", (text) => {
  expect(() => readMetricsAddress({ GENBA_METRICS: text })).toThrow(SettingsError);
});
