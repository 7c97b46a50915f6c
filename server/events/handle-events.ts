/**
 * The edge of /api/events and /api/events/alertmanager. Senders are machines: a key names the source, no cookie counts,
 * and every answer is JSON. In order: how often · whose key · what it may send · how much · signed · readable · stored.
 */
import type { EventKind } from "../../core/events/administration";
import { alertBodyMaxBytes, eventBodyMaxBytes, eventsMax } from "../../core/events/event";
import { admitByKey } from "../auth/bearer-key";
import { eventLimit } from "../auth/rate";
import { type Database, database } from "../db";
import { readBounded } from "../trpc/body";
import { type Ingested, ingest } from "./ingest";
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
  /** Of a request. */
  readonly maxBytes: number;
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
    const bounded = await readBounded(request, found.maxBytes);
    if (bounded === null) throw new EventRefusal("body.tooLarge");
    const bytes = new Uint8Array(await bounded.arrayBuffer());
    if (source.secrets.length > 0) requireSignature(request.headers, bytes, source.secrets, now);
    await noteHeard(on, source, now);
    const ingested = await ingestAll(on, source, found.read(parse(bytes), now));
    return Response.json(ingested, { headers: { "cache-control": "no-store" } });
  });
}

/**
 * In transactions of a bounded size, by event time. Where one fails the request does, and its repeat finds what was
 * committed known.
 */
async function ingestAll(
  on: Database,
  { id }: EventSource,
  events: readonly PostedEvent[],
): Promise<Ingested> {
  const inOrder = events.length > eventsMax ? [...events].sort((a, b) => a.at - b.at) : events;
  let ingested = { accepted: 0, repeated: 0 };
  for (let from = 0; from === 0 || from < inOrder.length; from += eventsMax) {
    const { accepted, repeated } = await ingest(on, id, inOrder.slice(from, from + eventsMax));
    ingested = { accepted: ingested.accepted + accepted, repeated: ingested.repeated + repeated };
  }
  return ingested;
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
  "application/json": { kind: "json", maxBytes: eventBodyMaxBytes, read: readOwn },
  "application/cloudevents+json": cloudEvents(false),
  "application/cloudevents-batch+json": cloudEvents(true),
} as const satisfies Readonly<Record<string, Form>>;
export type EventMediaType = keyof typeof forms;

export function formOf(mediaType: string): Form | null {
  return Object.hasOwn(forms, mediaType) ? forms[mediaType as EventMediaType] : null;
}

function cloudEvents(isBatch: boolean): Form {
  return {
    kind: "cloudevents",
    maxBytes: eventBodyMaxBytes,
    read: (body, now) => readCloudEvents(body, isBatch, now),
  };
}

export function alertmanagerForm(mediaType: string): Form | null {
  if (mediaType !== "application/json") return null;
  return { kind: "alertmanager", maxBytes: alertBodyMaxBytes, read: readAlertmanager };
}
