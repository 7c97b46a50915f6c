import ipaddr from "ipaddr.js";

/** One household or office has a /64 of IPv6, so its addresses are one client. */
const ipv6PrefixBytes = 8;

/**
 * Who a request comes from, as far as limits are concerned: an IPv4 address, the /64 of an IPv6 one, or "unknown".
 * It is the last entry of X-Forwarded-For: our reverse proxy appends it, whatever the client wrote before; without
 * a proxy Next fills the header in, but a client that sends one is believed (docs/decisions/0015-sign-in-limits.md).
 */
export function clientAddressOf(headers: Headers): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  if (!ipaddr.isValid(last)) return "unknown";
  const address = ipaddr.process(last);
  if (address.kind() === "ipv4") return address.toString();
  return ipaddr.fromByteArray(address.toByteArray().fill(0, ipv6PrefixBytes)).toString();
}
