/**
 * What travels in a push message, encrypted: server/push writes it, worker/push.ts reads it. Push services take
 * 3,993 bytes at least and some no more; iOS and old Androids less in practice, hence our own bound.
 */
import { type AccountId, isUuid, type TicketId } from "../ids";

/** UTF-8 bytes of the JSON. */
export const pushPayloadMaxBytes = 2_500;
const titleMaxLength = 120;
const bodyMaxLength = 400;
const shortTitleMaxLength = 40;

export interface PushPayload {
  readonly v: 1;
  /** The outbox entry: the same message sent twice has the same. */
  readonly id: string;
  readonly kind: string;
  /** Whom it is for: a phone that changed hands keeps the words to itself (C6). Null from a server before this. */
  readonly accountId: AccountId | null;
  readonly ticketId: TicketId;
  /** INC-000123. */
  readonly number: string;
  /** Notifications of one tag replace each other on the device. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** A path of the app. */
  readonly url: string;
  /** What may be done from the notification itself, where the platform has buttons. */
  readonly buttons: readonly PushButton[];
  /** Of the ticket as the words say it is: a vote is for that one and no other (A6). */
  readonly revision: number;
}

/** approve and claim are done where they are pressed; reject needs a reason, so it opens its form. */
export const pushActions = ["approve", "reject", "claim"] as const;
export type PushAction = (typeof pushActions)[number];
export interface PushButton {
  readonly action: PushAction;
  /** In the device's language. */
  readonly title: string;
}
/** Browsers show no more. */
export const pushButtonsMax = 2;

/** How much of the words is sent; a push service that finds a message too large gets the next shorter one. */
export const payloadSizes = ["full", "short", "least"] as const;
export type PayloadSize = (typeof payloadSizes)[number];

/** What an Apple device needs beside the words to show a message without the app's worker. */
export interface Declared {
  /** Of the desk: it opens whole addresses only. */
  readonly origin: string;
  /** For the app's icon. */
  readonly unread: number;
}

/** The JSON of a message, never over the bound; long words end in "…". `declared`: as declarative Web Push. */
export function writePushPayload(
  payload: PushPayload,
  size: PayloadSize,
  declared: Declared | null = null,
): string {
  const { title, body } = shorten(payload, size);
  const write = (words: { readonly title: string; readonly body: string }): string => {
    const whole = { ...payload, ...words };
    return JSON.stringify(declared === null ? whole : declare(whole, declared));
  };
  const text = write({ title, body });
  if (countUtf8Bytes(text) <= pushPayloadMaxBytes) return text;
  return write({ title: clip(title, shortTitleMaxLength), body: "" });
}

/**
 * Declarative Web Push (the W3C's Push API; Safari 18.4): the platform shows this by itself when our worker cannot be
 * started or shows nothing, and a tap goes to the ticket. `mutable`: our worker is asked first, and is given the
 * notification with its `data` in place of the message's text.
 */
function declare({ title, body, ...data }: PushPayload, { origin, unread }: Declared): object {
  const { tag, url } = data;
  return {
    web_push: 8030,
    mutable: true,
    app_badge: unread,
    notification: { title, body, tag, navigate: `${origin}${url}`, data },
  };
}

function shorten({ title, body, number }: PushPayload, size: PayloadSize): { title: string; body: string } {
  switch (size) {
    case "full":
      return { title: clip(title, titleMaxLength), body: clip(body, bodyMaxLength) };
    case "short":
      return { title: clip(title, shortTitleMaxLength), body: "" };
    case "least":
      return { title: number, body: "" };
  }
}

/** At most `longest` code points; never half of a pair of surrogates. */
export function clip(text: string, longest: number): string {
  const points = Array.from(text);
  return points.length <= longest ? text : `${points.slice(0, longest - 1).join("")}…`;
}

export function countUtf8Bytes(text: string): number {
  let bytes = 0;
  for (const point of text) {
    const code = point.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Reads a message; null when it is not one of ours: another version, a test of the browser's tools, nothing at all. */
export function readPushPayload(text: string): PushPayload | null {
  try {
    const value = undeclared(JSON.parse(text));
    if (!isPushPayload(value)) return null;
    const { accountId = null, buttons, revision } = value;
    return { ...value, accountId, ...readButtons(buttons, revision) };
  } catch {
    return null;
  }
}

/** A declared message as the plain one that it stands for. */
function undeclared(value: unknown): unknown {
  const { web_push, notification } = (value ?? {}) as Record<string, unknown>;
  if (web_push !== 8030) return value;
  const { title, body, data } = (notification ?? {}) as Record<string, unknown>;
  return { ...(data as object), title, body };
}

/** Of another version of the server: buttons it does not have yet, or that we do not know. */
type ReadPayload = Omit<PushPayload, "accountId" | "buttons" | "revision"> & {
  readonly accountId?: AccountId | null;
  readonly buttons?: unknown;
  readonly revision?: unknown;
};

function readButtons(buttons: unknown, revision: unknown): Pick<PushPayload, "buttons" | "revision"> {
  if (!Array.isArray(buttons) || !Number.isSafeInteger(revision)) return { buttons: [], revision: 0 };
  return { buttons: buttons.filter(isButton).slice(0, pushButtonsMax), revision: revision as number };
}

function isButton(value: unknown): value is PushButton {
  const { action, title } = (value ?? {}) as Record<string, unknown>;
  return pushActions.some((known) => known === action) && typeof title === "string";
}

function isPushPayload(value: unknown): value is ReadPayload {
  if (typeof value !== "object" || value === null) return false;
  const { v, id, kind, accountId, ticketId, number, tag, title, body, url } = value as Record<
    string,
    unknown
  >;
  const words = [id, kind, number, tag, title, body];
  return (
    v === 1 &&
    words.every((word) => typeof word === "string") &&
    (accountId == null || typeof accountId === "string") &&
    typeof ticketId === "string" &&
    isUuid(ticketId) &&
    url === `/tickets/${ticketId}`
  );
}
