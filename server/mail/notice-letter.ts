/** The notices that one person is sent in one mail, in the words of their notifications. */
import { mailTexts } from "../../core/messages/mails";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Ticket } from "../../core/tickets/ticket";
import { wordsOf } from "../notify/words";
import type { OutboxPayload } from "../sync/write";
import type { Letter } from "./letter";

export interface Told {
  readonly notice: OutboxPayload;
  /** As it is now. */
  readonly ticket: Ticket;
}

/** `told` has at least one. `zone`: as the person chose it. */
export function noticeLetter(
  told: readonly Told[],
  {
    locale,
    zone,
    origin,
  }: { readonly locale: Locale; readonly zone: string | null; readonly origin: string },
): Letter {
  const texts = mailTexts[locale];
  const entries = told.map(({ notice, ticket }) => {
    const { title, body } = wordsOf(locale, zone, notice, ticket, true);
    return {
      title,
      lines: body.split("\n").filter(Boolean),
      url: ticketUrl(origin, ticket.id),
      linkText: texts.open,
    };
  });
  const [first] = entries;
  return {
    locale,
    subject: entries.length === 1 && first !== undefined ? first.title : texts.several(entries.length),
    sections: [{ title: null, entries, note: null }],
    why: texts.whyNotice,
    settingsUrl: settingsUrl(origin),
  };
}

export function ticketUrl(origin: string, ticketId: string): string {
  return `${origin}/tickets/${ticketId}`;
}

export function settingsUrl(origin: string): string {
  return `${origin}/more`;
}
