/** Makes a delivery of the outbox a push message: judged, worded, encrypted, posted, and its answer understood. */
import { actionLabel } from "../../core/messages/action-label";
import { messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import { type PushPayload, payloadSizes, writePushPayload } from "../../core/push/push-payload";
import type { Ticket } from "../../core/tickets/ticket";
import { wordsOf } from "../notify/words";
import { readRetryAfterMs } from "../outbox/back-off";
import type { Send, Verdict } from "../outbox/courier";
import type { Delivery } from "../outbox/outbox";
import type { OutboxPayload } from "../sync/write";
import { buttonsOf } from "./buttons";
import { envelopeOf } from "./envelope";
import { errorOf, type MessageAnswer, type PostMessage } from "./post-message";
import { isStillWorthSaying } from "./relevance";

export interface SendOptions {
  readonly post: PostMessage;
  /** Of the desk: iPhones take whole addresses only. */
  readonly origin: string;
  readonly now: () => number;
}

/** At most one request for each payload size, each within its own deadline (push-request.ts). */
export function createSend({ post, origin, now }: SendOptions): Send {
  return async (delivery) => {
    const notice = delivery.payload as OutboxPayload;
    if (delivery.isRead) return { kind: "obsolete" };
    if (!isStillWorthSaying(notice, delivery.ticket, delivery.person)) return { kind: "obsolete" };
    const ticket = delivery.ticket as Ticket;
    const { subscription } = delivery;
    const payload = toPayload(delivery, notice, ticket);
    const envelope = envelopeOf(notice, ticket);
    const declared = isDeclarative(subscription.endpoint) ? { origin, unread: delivery.unread } : null;
    for (const size of payloadSizes) {
      const answer = await post(subscription, writePushPayload(payload, size, declared), envelope);
      const tooLarge = answer.kind === "answered" && answer.status === 413;
      if (!tooLarge || size === "least") return judge(answer, now());
    }
    return { kind: "refused", error: "413" };
  };
}

/** Apple's devices show a message by themselves if it says how (docs/decisions/0027-push-health.md). */
function isDeclarative(endpoint: string): boolean {
  return /^https:\/\/[^/]+\.push\.apple\.com\//.test(endpoint);
}

/** What a push service's answer means for the message and its device (RFC 8030). */
export function judge(answer: MessageAnswer, now: number): Verdict {
  if (answer.kind === "keyless") return { kind: "refused", error: "no key pair of this device" };
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
  const { title, body } = wordsOf(locale, delivery.zone, notice, ticket, subscription.showsTitles);
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
