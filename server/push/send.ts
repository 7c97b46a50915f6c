/** Makes a delivery of the outbox a push message: judged, worded, encrypted, posted, and its answer understood. */
import webPush from "web-push";
import { actionLabel } from "../../core/messages/action-label";
import { messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import {
  type PayloadSize,
  type PushPayload,
  payloadSizes,
  writePushPayload,
} from "../../core/push/push-payload";
import type { Ticket } from "../../core/tickets/ticket";
import { wordsOf } from "../notify/words";
import { readRetryAfterMs } from "../outbox/back-off";
import type { Send, Verdict } from "../outbox/courier";
import type { Delivery } from "../outbox/outbox";
import type { OutboxPayload } from "../sync/write";
import { createAlarm } from "./alarm";
import { buttonsOf } from "./buttons";
import type { PostPush, PushAnswer } from "./push-request";
import { isStillWorthSaying } from "./relevance";

export interface SendOptions {
  readonly post: PostPush;
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
  readonly subject: string;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

/** A push service keeps a message for a device that is off this long; what is older is seen in the app. */
const ttlSeconds = 24 * 3_600;
/** Of a push service's own reason, in our log and table. */
const reasonMaxLength = 200;

/** At most one request for each payload size, each within its own deadline (push-request.ts). */
export function createSend({ post, vapid, subject, log, now }: SendOptions): Send {
  const alarm = createAlarm(log, now);
  return async (delivery) => {
    const notice = delivery.payload as OutboxPayload;
    if (!isStillWorthSaying(notice, delivery.ticket, delivery.person)) return { kind: "obsolete" };
    const ticket = delivery.ticket as Ticket;
    const { endpoint, p256dh, auth } = delivery.subscription;
    const payload = toPayload(delivery, notice, ticket);
    const postSize = (size: PayloadSize): Promise<PushAnswer> => {
      const details = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        writePushPayload(payload, size),
        {
          vapidDetails: { subject, ...vapid },
          contentEncoding: "aes128gcm",
          TTL: ttlSeconds,
          urgency: ticket.priority === "P1" ? "high" : "normal",
          // An older message about the ticket that still waits at the service is replaced.
          topic: ticket.id.replaceAll("-", ""),
        },
      );
      return post({
        endpoint,
        headers: details.headers as Record<string, string | number>,
        body: details.body,
      });
    };
    for (const size of payloadSizes) {
      const answer = await postSize(size);
      const tooLarge = answer.kind === "answered" && answer.status === 413;
      if (tooLarge && size !== "least") continue;
      const host = hostOf(endpoint);
      if (answer.kind === "answered" && (answer.status === 401 || answer.status === 403)) {
        alarm(
          host,
          `push service ${host} refuses this desk (${errorOf(answer)}): check keys/vapid.json and the clock`,
        );
      }
      return judge(answer, now());
    }
    return { kind: "refused", error: "413" };
  };
}

/** What a push service's answer means for the message and its device (RFC 8030). */
export function judge(answer: PushAnswer, now: number): Verdict {
  if (answer.kind === "forbidden") return { kind: "refused", error: "host not allowed" };
  if (answer.kind === "failed") return { kind: "later", error: answer.code, afterMs: null };
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "sent" };
  const error = errorOf(answer);
  if (status === 404 || status === 410) return { kind: "gone", error };
  if (status === 413) return { kind: "refused", error };
  const mayAskForPatience = status === 429 || status === 503;
  return {
    kind: "later",
    error,
    afterMs: mayAskForPatience ? readRetryAfterMs(answer.retryAfter, now) : null,
  };
}

function toPayload(delivery: Delivery, notice: OutboxPayload, ticket: Ticket): PushPayload {
  const { outboxId, person, subscription } = delivery;
  const locale = subscription.locale === "en" ? "en" : "zh-TW";
  const { title, body } = wordsOf(locale, delivery.zone, notice, ticket);
  return {
    v: 1,
    id: outboxId,
    kind: notice.kind,
    accountId: person.id,
    ticketId: ticket.id,
    number: numberText(ticket.flow, ticket.number, ticket.id),
    tag: ticket.id,
    title,
    body,
    url: `/tickets/${ticket.id}`,
    revision: notice.revision,
    buttons: buttonsOf(notice, ticket, person).map((action) => ({
      action,
      title: actionLabel(messages[locale], action, ticket.flow, ticket.stage),
    })),
  };
}

/** A status and what the service said, on one line: it is a stranger's text. */
function errorOf(answer: Extract<PushAnswer, { kind: "answered" }>): string {
  const reason = answer.reason
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, " ")
    .trim()
    .slice(0, reasonMaxLength);
  return reason === "" ? String(answer.status) : `${answer.status} ${reason}`;
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : "unknown";
}
