/** Identifiers. Every id is a string branded by what it names, so that a group's id cannot be passed for a person's. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AccountId = Branded<"account">;
export type GroupId = Branded<"group">;
export type SiteId = Branded<"site">;
export type CategoryId = Branded<"category">;
export type AssetId = Branded<"asset">;
export type TemplateId = Branded<"template">;
export type BlackoutId = Branded<"blackout">;
export type CalendarId = Branded<"calendar">;
export type SlaTargetId = Branded<"slaTarget">;
export type TicketId = Branded<"ticket">;
export type ActivityId = Branded<"activity">;
export type ActionId = Branded<"action">;
export type AttachmentId = Branded<"attachment">;
export type NoticeId = Branded<"notice">;
/** Whoever posts events, and a rule that makes incidents of them. */
export type EventSourceId = Branded<"eventSource">;
export type EventRuleId = Branded<"eventRule">;
/** A key of another program, and one of those that are called when something happens. */
export type ApiKeyId = Branded<"apiKey">;
export type WebhookId = Branded<"webhook">;
/** One installation of the app on one device for one account; its actions are numbered 1, 2, 3, … without holes. */
export type ClientId = Branded<"client">;
/** Names one life of the server's counter: a restored or rebuilt server has another. */
export type Epoch = Branded<"epoch">;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a canonical lower-case UUID of any version (RFC 9562). */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/**
 * A UUID version 7 (RFC 9562, 5.7): 48 bits of epoch milliseconds, then 74 random bits.
 * `random` is 10 bytes from a cryptographic source: core has none of its own.
 */
export function createUuidV7(now: EpochMs, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError("createUuidV7 needs 10 random bytes");
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0").slice(-12);
  const byte = (index: number): number => random[index] ?? 0;
  const hex = (value: number): string => value.toString(16).padStart(2, "0");
  const tail = [2, 3, 4, 5, 6, 7, 8, 9].map(byte);
  const versioned = hex(0x70 | (byte(0) & 0x0f)) + hex(byte(1));
  const variant = hex(0x80 | ((tail[0] ?? 0) & 0x3f)) + hex(tail[1] ?? 0);
  const rest = tail.slice(2).map(hex).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${versioned}-${variant}-${rest}`;
}

/** The opener of what the system opens (events): an account that nobody has. */
export const systemOpenerId = "00000000-0000-0000-0000-000000000000" as AccountId;

/**
 * The n-th further id that an action needs (a second ticket, a line on another ticket), the same on every device:
 * the action's UUID as version 8 (RFC 9562, 5.8), its last 48 bits counted up by `n`.
 */
export function deriveId(actionId: ActionId, n: number): string {
  if (!isUuid(actionId)) return `${actionId}:${n}`;
  const low = (Number.parseInt(actionId.slice(24), 16) + n) % 2 ** 48;
  return `${actionId.slice(0, 14)}8${actionId.slice(15, 24)}${low.toString(16).padStart(12, "0")}`;
}
