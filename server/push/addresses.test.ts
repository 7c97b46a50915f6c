import { expect, test } from "vitest";
import { isPublicAddress, resolveHost } from "./addresses";

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.0.0.1",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::a00:1",
  "::ffff:8.8.8.8",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:a00:1::",
  "fc00::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "010.0.0.1",
  "not an address",
])("%s is not of the public Internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "142.250.0.1", "2607:f8b0::1", "2a02:26f0::1"])("%s is", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test("an address for a host name needs no resolver, IPv6 in brackets neither", async () => {
  expect(await resolveHost("10.0.0.1")).toEqual([{ address: "10.0.0.1", family: 4 }]);
  expect(await resolveHost("[::1]")).toEqual([{ address: "::1", family: 6 }]);
});
