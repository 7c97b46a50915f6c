/**
 * Live hints as server-sent events: `event: change`, data = the counter. The phone pulls; a hint carries nothing. A
 * connection ends by itself after a while and is begun anew by the browser, with its session judged again.
 */
import { readSession } from "../auth/account";
import { auth } from "../auth/auth";
import { liveLimit } from "../auth/rate";
import { database, databaseUrl } from "../db";
import { readSettings } from "../settings";
import { isOwnOrigin } from "../trpc/origin";
import { type Live, live } from "./listen";

const heartbeatMs = 20_000;
const connectionLifeMs = 10 * 60_000;
const reconnectMs = 2_000;
/** A reader that takes nothing is cut off; it begins anew when it lives. */
const unreadHintsMax = 100;

export async function handleLive(request: Request): Promise<Response> {
  if (!isOwnOrigin(request, readSettings().origin))
    return Response.json({ code: "origin.foreign" }, { status: 403 });
  const { account } = await readSession(auth(), database(), request.headers);
  if (!account) return Response.json({ code: "session.none" }, { status: 401 });
  const retryAfterMs = await liveLimit.consume(account.id);
  if (retryAfterMs > 0) return Response.json({ code: "rate.limited", retryAfterMs }, { status: 429 });
  return streamHints(live(databaseUrl()), request.signal);
}

/** The stream of one connection; everything of it ends with the request, the reader or its time. */
export function streamHints(source: Live, signal: AbortSignal): Response {
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      const send = (text: string): void => {
        if ((controller.desiredSize ?? 0) < -unreadHintsMax) close();
        else controller.enqueue(encoder.encode(text));
      };
      let unsubscribe = (): void => undefined;
      const heartbeat = setInterval(() => send(": beat\n\n"), heartbeatMs);
      const close = (): void => {
        stop();
        controller.close();
      };
      const life = setTimeout(close, connectionLifeMs);
      stop = () => {
        clearInterval(heartbeat);
        clearTimeout(life);
        unsubscribe();
        signal.removeEventListener("abort", close);
        stop = () => undefined;
      };
      signal.addEventListener("abort", close);
      send(`retry: ${reconnectMs}\n\n`);
      unsubscribe = source.subscribe((counter) => send(`event: change\ndata: ${counter}\n\n`));
      if (signal.aborted) close();
    },
    cancel() {
      stop();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
