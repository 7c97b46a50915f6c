/**
 * How urgent a message is, and how long a push service keeps it. A phone that lies still takes nothing of normal urgency
 * for hours (Android's Doze), so what asks something of its person goes as high; what is only news waits.
 */
import { kindSaid } from "../../core/notify/notice";
import type { Ticket } from "../../core/tickets/ticket";
import type { OutboxPayload } from "../sync/write";
import type { Envelope } from "./post-message";

const hour = 3_600;
/** Over a weekend: nobody else will do it meanwhile. */
const askedSeconds = 72 * hour;
const newsSeconds = 24 * hour;

export function envelopeOf(notice: Pick<OutboxPayload, "kind" | "as" | "stage">, ticket: Ticket): Envelope {
  const { alarm, cameBack } = kindSaid(notice.kind);
  const isNews = !cameBack && (notice.stage === "closed" || notice.as.every((id) => id === "opener"));
  const isAsked = alarm !== null || !isNews;
  return {
    // A reminder takes the place of the request that it reminds of, so it lasts as long.
    ttlSeconds: isAsked ? askedSeconds : newsSeconds,
    urgency: isAsked || ticket.priority === "P1" ? "high" : "normal",
    // One ticket, one notification.
    topic: ticket.id.replaceAll("-", ""),
  };
}
