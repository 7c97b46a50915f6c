/**
 * What is checked of posted events: our own JSON, and the same inside of CloudEvents 1.0. All or nothing: one event that
 * cannot be read refuses its request, with its place and field.
 */
import { z } from "zod";
import {
  eventBounds,
  eventStatuses,
  eventsMax,
  type MonitorEvent,
  severities,
} from "../../core/events/event";
import { earliestTimeMs, isStorable, latestTimeMs } from "../../core/sync/protocol";
import { EventRefusal, malformed } from "./refusal";

export type PostedEvent = Omit<MonitorEvent, "sourceId">;

const text = (max: number) => z.string().max(max).refine(isStorable);
const named = (max: number) => text(max).trim().min(1);
const epochMs = z.number().int().min(earliestTimeMs).max(latestTimeMs);
/** What it must be as it is sent stands in each branch: the document of the REST routes says that. */
const time = z
  .union([
    epochMs,
    z.iso
      .datetime({ offset: true })
      .transform((said) => Date.parse(said))
      .pipe(epochMs),
  ])
  .meta({ description: "Epoch milliseconds, or ISO 8601 with its zone." });

const labels = z
  .record(named(eventBounds.labelName), text(eventBounds.labelValue))
  .refine((given) => Object.keys(given).length <= eventBounds.labels)
  // What a refinement checks no document can know by itself.
  .meta({ maxProperties: eventBounds.labels });

const content = {
  status: z.enum(eventStatuses),
  severity: z.enum(severities),
  fingerprint: named(eventBounds.fingerprint).nullish(),
  asset: named(eventBounds.asset).nullish(),
  title: named(eventBounds.title),
  text: text(eventBounds.text).optional(),
  labels: labels.optional(),
};
/** Our own form of one event; for the document of the REST routes too. */
export const postedEventSchema = z.object({ id: named(eventBounds.id), at: time, ...content });

/** `{ id, at, status, severity, title, … }`, or `{ events: […] }`. Throws EventRefusal. */
export function readOwn(body: unknown): readonly PostedEvent[] {
  const list = isObject(body) && "events" in body ? body.events : [body];
  return readList(list, (event, index) => completed(check(postedEventSchema, event, index)));
}

/** One structured CloudEvent, as it is sent. */
export const cloudEventSchema = z.object({
  specversion: z.literal("1.0"),
  id: named(eventBounds.id),
  source: named(eventBounds.id),
  type: named(eventBounds.id),
  subject: named(eventBounds.asset).optional(),
  time: time.optional(),
  data: z.object({ ...content, title: content.title.optional() }),
});

/**
 * One structured event, or a batch of them. Its identity is source and id; its `data` is our own JSON, where subject is
 * the asset and type the title unless it says otherwise; without a time it happened now. Throws EventRefusal.
 */
export function readCloudEvents(body: unknown, isBatch: boolean, now: number): readonly PostedEvent[] {
  return readList(isBatch ? body : [body], (event, index) => {
    const { id, source, type, subject, time: at, data: said } = check(cloudEventSchema, event, index);
    const whole = `${source}#${id}`;
    if (whole.length > eventBounds.id) throw malformed(index, "id");
    const title = said.title ?? type.slice(0, eventBounds.title);
    return completed({ ...said, id: whole, at: at ?? now, asset: said.asset ?? subject, title });
  });
}

export function readList<Event>(
  list: unknown,
  read: (event: unknown, index: number) => Event,
): readonly Event[] {
  if (!Array.isArray(list)) throw malformed(null, "events");
  if (list.length > eventsMax) throw new EventRefusal("events.tooMany");
  return list.map(read);
}

export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  index: number | null,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path ?? [];
  throw malformed(index, path.join(".").slice(0, 200));
}

function completed(event: z.output<typeof postedEventSchema>): PostedEvent {
  const { fingerprint = null, asset = null, text: said = "", labels: given = {}, ...rest } = event;
  return { ...rest, fingerprint, asset, text: said, labels: given };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
