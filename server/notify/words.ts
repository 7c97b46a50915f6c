/** What a notice says to one person: the same on a phone and in a mail. */
import { messages } from "../../core/messages/messages";
import { type NotificationText, notificationText } from "../../core/messages/notifications";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { kindSaid } from "../../core/notify/notice";
import { defaultZone } from "../../core/notify/quiet-hours";
import type { Ticket } from "../../core/tickets/ticket";
import type { OutboxPayload } from "../sync/write";

/**
 * What a ticket is about only with `saysTitle`: a locked screen shows it to anyone, so each device has to be told to say
 * it; of a restricted ticket never, as a mailbox may be read by others too. `zone`: as the person chose it.
 */
export function wordsOf(
  locale: Locale,
  zone: string | null,
  notice: OutboxPayload,
  ticket: Ticket,
  saysTitle: boolean,
): NotificationText {
  const { change } = ticket;
  const isAsked = notice.as.includes("reviewers") && change !== null;
  return notificationText(locale, messages[locale], {
    action: notice.action,
    ...kindSaid(notice.kind),
    flow: ticket.flow,
    number: ticket.number,
    title: ticket.restricted || !saysTitle ? "" : ticket.title,
    priority: ticket.priority,
    stage: notice.stage,
    actorName: notice.actorId === "system" ? null : notice.actorName,
    review: isAsked ? { risk: change.risk, window: change.window, zone: zone ?? defaultZone } : null,
  });
}
