/** How requests that post events are refused: `{ code, message, … }` as JSON, for whoever set the sender up to read. */
import { z } from "zod";

export const eventRefusals = {
  /** No `Authorization: Bearer gev_…`. */
  "key.none": 401,
  "key.wrong": 401,
  "source.inactive": 403,
  /** The source may not send this form of events. */
  "source.scope": 403,
  /** The source has a secret, and the request no signature of Standard Webhooks made with it. */
  "signature.wrong": 401,
  /** Its time is more than five minutes away. */
  "signature.old": 401,
  "method.wrong": 405,
  "type.unsupported": 415,
  "body.tooLarge": 413,
  "events.tooMany": 413,
  "input.malformed": 400,
  "rate.limited": 429,
  /** Ours: send it again. */
  failure: 503,
} as const;
export type EventRefusalCode = keyof typeof eventRefusals;

const refusalDetails = z.object({
  index: z
    .number()
    .int()
    .min(0)
    .nullish()
    .meta({ description: "Of the event that cannot be read, from 0; null: the request as a whole." }),
  field: z.string().optional().meta({ description: "What of it: `severity`, `labels.job`." }),
  retryAfterMs: z.number().positive().optional().meta({ description: "As `Retry-After`, in milliseconds." }),
});
export type RefusalDetails = Readonly<z.output<typeof refusalDetails>>;

/** What is answered, for the document of the REST routes. */
export const eventRefusalSchema = refusalDetails.extend({
  code: z.enum(Object.keys(eventRefusals) as [EventRefusalCode, ...EventRefusalCode[]]),
  message: z.string(),
});
type Answered = z.output<typeof eventRefusalSchema>;

export class EventRefusal extends Error {
  override readonly name = "EventRefusal";
  constructor(
    readonly code: EventRefusalCode,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
  }
}

/** Of an event that cannot be read: nothing of its request is taken. */
export function malformed(index: number | null, field: string): EventRefusal {
  return new EventRefusal("input.malformed", { index, field });
}

/** Senders that are told nothing of it come back by themselves. */
const failureRetryMs = 5_000;

/** The one edge where refusals and failures become answers. */
export async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EventRefusal) return refuse(error);
    console.error("a request with events failed:", error);
    return refuse(new EventRefusal("failure", { retryAfterMs: failureRetryMs }));
  }
}

function refuse({ code, details }: EventRefusal): Response {
  const { retryAfterMs } = details;
  const headers = new Headers({ "cache-control": "no-store" });
  if (retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  if (code === "key.none" || code === "key.wrong") headers.set("www-authenticate", "Bearer");
  const said: Answered = { code, message: code, ...details };
  return Response.json(said, { status: eventRefusals[code], headers });
}
