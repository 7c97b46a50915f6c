import { isLoopback } from "../settings";

/**
 * Whether a request comes from our own pages: by Sec-Fetch-Site where the browser says it, else by Origin. What
 * sends neither is no browser, and carries no cookie that it was not given.
 */
export function isOwnOrigin(request: Request, origin: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const from = request.headers.get("origin");
  return from === null || from === origin || (isLoopback(origin) && isSamePort(from, origin));
}

/** On one machine `localhost` and `127.0.0.1` are the same desk. */
function isSamePort(from: string, origin: string): boolean {
  return URL.canParse(from) && isLoopback(from) && new URL(from).port === new URL(origin).port;
}
