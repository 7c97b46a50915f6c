/**
 * The edge of /api/events and /api/events/alertmanager. Senders are machines: a key names the source, no cookie counts,
 * and every answer is JSON. In order: how often · whose key · what it may send · how much · signed · readable · stored.
 */
import type { EventKind } from "../../core/events/administration";
import { eventBodyMaxBytes } from "../../core/events/event";
import { admitByKey } from "../auth/bearer-key";
import { eventLimit } from "../auth/rate";
import { type Database, database } from "../db";
import { readBounded } from "../trpc/body";
import { ingest } from "./ingest";
import { readAlertmanager } from "./read-alertmanager";
import { type PostedEvent, readCloudEvents, readOwn } from "./read-events";
import { answer, EventRefusal, malformed } from "./refusal";
import { requireSignature } from "./signature";
import { type EventSource, findSource, noteHeard } from "./source-keys";

/** Our own JSON or CloudEvents, by content type. */
export function handleEvents(request: Request): Promise<Response> {
  return answerEvents(request, database(), formOf);
}

export function handleAlertmanager(request: Request): Promise<Response> {
  return answerEvents(request, database(), alertmanagerForm);
}

export type Form = {
  readonly kind: EventKind;
  readonly read: (body: unknown, now: number) => readonly PostedEvent[];
};

/** `form`: by the media type, in lower case and without parameters; null: none that is read there. */
export function answerEvents(
  request: Request,
  on: Database,
  form: (mediaType: string) => Form | null,
): Promise<Response> {
  return answer(async () => {
    if (request.method !== "POST") throw new EventRefusal("method.wrong");
    const now = Date.now();
    const source = await admit(request, on, now);
    const found = form(request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "");
    if (found === null) throw new EventRefusal("type.unsupported");
    if (!source.kinds.includes(found.kind)) throw new EventRefusal("source.scope");
    const bounded = await readBounded(request, eventBodyMaxBytes);
    if (bounded === null) throw new EventRefusal("body.tooLarge");
    const bytes = new Uint8Array(await bounded.arrayBuffer());
    if (source.secret !== null) requireSignature(request.headers, bytes, source.secret, now);
    await noteHeard(on, source, now);
    const ingested = await ingest(on, source.id, found.read(parse(bytes), now));
    return Response.json(ingested, { headers: { "cache-control": "no-store" } });
  });
}

async function admit(request: Request, on: Database, now: number): Promise<EventSource> {
  const source = await admitByKey(request.headers, {
    find: (key) => findSource(on, key, now),
    limit: eventLimit,
    refuse: (code, retryAfterMs) =>
      new EventRefusal(code, retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  if (!source.active) throw new EventRefusal("source.inactive");
  return source;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw malformed(null, "");
  }
}

/** Of /api/events, by media type; the document of the REST routes says what each is. */
const forms = {
  "application/json": { kind: "json", read: readOwn },
  "application/cloudevents+json": {
    kind: "cloudevents",
    read: (body, now) => readCloudEvents(body, false, now),
  },
  "application/cloudevents-batch+json": {
    kind: "cloudevents",
    read: (body, now) => readCloudEvents(body, true, now),
  },
} as const satisfies Readonly<Record<string, Form>>;
export type EventMediaType = keyof typeof forms;

export function formOf(mediaType: string): Form | null {
  return Object.hasOwn(forms, mediaType) ? forms[mediaType as EventMediaType] : null;
}

export function alertmanagerForm(mediaType: string): Form | null {
  return mediaType === "application/json" ? { kind: "alertmanager", read: readAlertmanager } : null;
}
