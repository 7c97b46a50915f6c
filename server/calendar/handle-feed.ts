/**
 * The edge of /api/calendar/SECRET.ics: what the owner of the link may see now. Calendars ask it, without a session. A
 * link that is nobody's, one that was renewed, one of an account that is not active and one that is no link are one
 * answer. The secret is in the path: nothing here logs it, and what fails is told without it.
 */
import { createHash } from "node:crypto";
import { clientAddressOf } from "../auth/client-address";
import { feedAddressLimit, feedLimit, wrongFeedLimit } from "../auth/rate";
import { type Database, database } from "../db";
import { readSettings } from "../settings";
import { composeFeed, type Feed } from "./compose-feed";
import { findReader } from "./feed-links";
import { readFeed } from "./read-feed";

export function handleFeed(request: Request): Promise<Response> {
  return answerFeed(request, database(), readSettings().origin, Date.now());
}

/** `now` in epoch ms; `origin` is where tickets are opened. */
export async function answerFeed(
  request: Request,
  on: Database,
  origin: string,
  now: number,
): Promise<Response> {
  try {
    return await feedOf(request, on, origin, now);
  } catch (error) {
    console.error("The calendar feed failed:", error instanceof Error ? error.name : "unknown");
    return plain(503, "unavailable");
  }
}

async function feedOf(request: Request, on: Database, origin: string, now: number): Promise<Response> {
  const address = clientAddressOf(request.headers);
  const waitMs = await feedAddressLimit.consume(address);
  if (waitMs > 0) return limited(waitMs);
  if (await wrongFeedLimit.isSpent(address)) return limited(await wrongFeedLimit.consume(address));
  const [, secret = ""] = /^\/api\/calendar\/([^/]+)\.ics$/.exec(new URL(request.url).pathname) ?? [];
  const reader = await findReader(on, secret);
  if (reader === null) {
    const slowMs = await wrongFeedLimit.consume(address);
    return slowMs > 0 ? limited(slowMs) : plain(404, "not found");
  }
  const restMs = await feedLimit.consume(reader.account.id);
  if (restMs > 0) return limited(restMs);
  const feed = await readFeed(on, reader, origin, now);
  const etag = `"${createHash("sha256").update(seedOf(feed)).digest("base64url")}"`;
  const headers = { ...quiet, "cache-control": "private, max-age=300", etag };
  if (request.headers.get("if-none-match")?.includes(etag))
    return new Response(null, { status: 304, headers });
  return new Response(composeFeed(feed), {
    headers: {
      ...headers,
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'attachment; filename="genba.ics"',
    },
  });
}

/** All that the text is made of: composing a long one takes a while, and most who ask again have it already. */
function seedOf({ names, ...rest }: Feed): string {
  const { people, groups, assets, sites } = names;
  return JSON.stringify([rest, ...[people, groups, assets, sites].map((named) => [...named].sort())]);
}

/** Nothing that follows a link from here says where it came from, and nobody lists it. */
const quiet = {
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
  "x-content-type-options": "nosniff",
};

function plain(status: number, text: string, more: Record<string, string> = {}): Response {
  const headers = {
    ...quiet,
    "cache-control": "no-store",
    "content-type": "text/plain; charset=utf-8",
    ...more,
  };
  return new Response(`${text}\n`, { status, headers });
}

function limited(retryAfterMs: number): Response {
  return plain(429, "too many requests", {
    "retry-after": String(Math.ceil(Math.max(1, retryAfterMs) / 1_000)),
  });
}
