import { expect, test } from "vitest";
import { clientAddressOf } from "./client-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["198.51.100.1, 203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::"],
  ["", "unknown"],
  ["x".repeat(100_000), "unknown"],
  ["203.0.113.7:4711", "unknown"],
])("X-Forwarded-For %.40s is one client: %s", (header, address) => {
  expect(clientAddressOf(new Headers({ "x-forwarded-for": header }))).toBe(address);
});

test("a request without the header is of an unknown client", () => {
  expect(clientAddressOf(new Headers())).toBe("unknown");
});
