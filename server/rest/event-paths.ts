/**
 * What the OpenAPI document says of POST /api/events and /api/events/alertmanager, which are no routes of the router: the
 * shapes are those that the server itself checks with (server/events).
 */
import { z } from "zod";
import { alertBodyMaxBytes, alertsMax, eventBodyMaxBytes, eventsMax } from "../../core/events/event";
import type { EventMediaType } from "../events/handle-events";
import type { Ingested } from "../events/ingest";
import { alertmanagerSchema } from "../events/read-alertmanager";
import { cloudEventSchema, postedEventSchema } from "../events/read-events";
import { eventRefusalSchema, eventRefusals } from "../events/refusal";
import { type Json, shapeOf } from "./shape";

const refTo = (name: keyof typeof eventSchemas): Json => ({ $ref: `#/components/schemas/${name}` });
const listOf = (name: keyof typeof eventSchemas): Json => ({
  type: "array",
  items: refTo(name),
  maxItems: eventsMax,
});

const taken: z.ZodType<Ingested> = z.object({
  accepted: z.number().int().min(0),
  repeated: z.number().int().min(0),
});

export const eventSchemas = {
  PostedEvent: shapeOf(postedEventSchema),
  CloudEvent: shapeOf(cloudEventSchema),
  AlertmanagerWebhook: shapeOf(alertmanagerSchema),
  EventsTaken: shapeOf(taken),
  EventRefusal: shapeOf(eventRefusalSchema),
};

const contentOf = (schema: Json): Json => ({ schema });
const own: Json = {
  anyOf: [
    refTo("PostedEvent"),
    { type: "object", properties: { events: listOf("PostedEvent") }, required: ["events"] },
  ],
};
const byMediaType: Readonly<Record<EventMediaType, Json>> = {
  "application/json": contentOf(own),
  "application/cloudevents+json": contentOf(refTo("CloudEvent")),
  "application/cloudevents-batch+json": contentOf(listOf("CloudEvent")),
};

const codes = Object.entries(eventRefusals).map(([code, status]) => `${status} \`${code}\``);
export const eventResponses = {
  EventsTaken: {
    description: "Stored. `repeated`: ids that were known before, or twice in the request.",
    content: { "application/json": contentOf(refTo("EventsTaken")) },
  },
  EventRefusal: {
    description: `Refused, and nothing of the request was taken; \`code\` says why: ${codes.join(", ")}. Send it again after 429 and 503.`,
    headers: { "Retry-After": { description: "Seconds, with 429 and 503.", schema: { type: "integer" } } },
    content: { "application/json": contentOf(refTo("EventRefusal")) },
  },
} as const;
const responses = {
  "200": { $ref: "#/components/responses/EventsTaken" },
  default: { $ref: "#/components/responses/EventRefusal" },
};

const repeats = "An event id that is known changes nothing, so no Idempotency-Key is needed.";
const bounds = `At most ${eventsMax} events and ${eventBodyMaxBytes} bytes a request. ${repeats}`;
const common = { tags: ["events"], security: [{ source: [] }], responses };

export const eventPaths = {
  "/api/events": {
    post: {
      operationId: "postEvents",
      summary: "Post events from monitoring",
      description: `With the key of an event source, which says what it may send: own JSON, one event or a list, or CloudEvents 1.0, structured or batched, by Content-Type. Of a CloudEvent \`source#id\` is the id (300 characters together), \`subject\` the asset and \`type\` the title unless \`data\` says otherwise. A source with a secret also signs (Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature). Text with NUL or half a surrogate pair is refused, and so is a name of blanks alone. ${bounds}`,
      requestBody: { required: true, content: byMediaType },
      ...common,
    },
  },
  "/api/events/alertmanager": {
    post: {
      operationId: "postAlertmanager",
      summary: "What Prometheus Alertmanager sends",
      description: `Its webhook, version 4, as it is, with the key of an event source that may send it. Labels and annotations that are too long are cut, not refused, and so are more than ${alertsMax} alerts; at most ${alertBodyMaxBytes} bytes a request. ${repeats}`,
      requestBody: {
        required: true,
        content: { "application/json": contentOf(refTo("AlertmanagerWebhook")) },
      },
      ...common,
    },
  },
};
