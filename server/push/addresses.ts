/** Which IP addresses a notification may be sent to. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * True for an address of the public Internet. Not for loopback, private, link-local (cloud metadata), carrier-grade
 * NAT, multicast or reserved ones, nor for an IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4,
 * Teredo): those would reach a private network by another name.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  // `unicast` is what no special range of the registries claims.
  return parsed.range() === "unicast" && (!(parsed instanceof ipaddr.IPv6) || isGlobalIpv6(parsed));
}

/** 2000::/3, the only part of IPv6 that is given out; beyond it lie forms that the library counts as plain. */
function isGlobalIpv6(address: ipaddr.IPv6): boolean {
  return ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}

export type Resolve = (hostname: string) => Promise<readonly Address[]>;

/** All addresses of a host name, or the address itself if it is one (IPv6 in brackets). */
export const resolveHost: Resolve = async (hostname) => {
  const literal = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(literal);
  if (family === 4 || family === 6) return [{ address: literal, family }];
  const found = await lookup(hostname, { all: true });
  return found.map((entry) => ({ address: entry.address, family: entry.family === 6 ? 6 : 4 }));
};
