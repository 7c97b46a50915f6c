/**
 * Where notifications may be sent. A subscription's address comes from a phone, that is from anybody who can sign
 * in: without a list, our job process would send requests for them to any host it can reach.
 */

/** `explicitPort`: named as host:port by the operator, who thereby vouches for private addresses too. */
export interface PushHost {
  /** Lower case; `*.` in front stands for one or more labels. */
  readonly name: string;
  readonly port: number;
  readonly explicitPort: boolean;
}

/** The push services of Chrome and Android, Firefox, Windows, and Safari with iOS. */
const knownNames = [
  "fcm.googleapis.com",
  "updates.push.services.mozilla.com",
  "*.push.services.mozilla.com",
  "*.notify.windows.com",
  "web.push.apple.com",
  "*.push.apple.com",
];
const httpsPort = 443;

export const knownPushHosts: readonly PushHost[] = knownNames.map((name) => ({
  name,
  port: httpsPort,
  explicitPort: false,
}));

/** Longest address of a subscription; real ones have 100 to 600 characters. */
export const endpointMaxLength = 1_000;

/** `host` or `host:port`, several with commas between; null when a part is neither. */
export function parsePushHosts(text: string): readonly PushHost[] | null {
  const parts = text
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");
  const hosts = parts.map(parsePushHost);
  return hosts.every((host) => host !== null) ? hosts : null;
}

function parsePushHost(text: string): PushHost | null {
  const match = /^((?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/.exec(text);
  const name = match?.[1];
  if (name === undefined) return null;
  const port = match?.[2] === undefined ? httpsPort : Number(match[2]);
  if (port < 1 || port > 65_535) return null;
  return { name, port, explicitPort: match?.[2] !== undefined };
}

/**
 * The rule that lets this address be sent to; null when none does: not https, not on the list, with a user name or a
 * fragment, or not written as a browser writes it (two parsers must not read two hosts in it).
 */
export function findPushHost(endpoint: string, allowed: readonly PushHost[]): PushHost | null {
  if (endpoint.length > endpointMaxLength || !URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  if (url.protocol !== "https:" || url.href !== endpoint || endpoint.includes("\\")) return null;
  if (url.username !== "" || url.password !== "" || url.hash !== "") return null;
  const port = url.port === "" ? httpsPort : Number(url.port);
  return allowed.find((host) => host.port === port && matches(host.name, url.hostname)) ?? null;
}

function matches(pattern: string, hostname: string): boolean {
  return pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}
