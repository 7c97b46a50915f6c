/** The daily digest as a letter. */
import type { TicketId } from "../../core/ids";
import { type MailTexts, mailTexts, ticketLine } from "../../core/messages/mails";
import { type Messages, messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Ticket } from "../../core/tickets/ticket";
import type { Letter, LetterSection } from "./letter";
import { settingsUrl, ticketUrl } from "./notice-letter";

export type DigestTicket = Pick<Ticket, "flow" | "number" | "title" | "priority" | "stage" | "restricted"> & {
  readonly id: TicketId;
};
export interface DigestList {
  /** Of all; `tickets` are the first of them. */
  readonly count: number;
  readonly tickets: readonly DigestTicket[];
}
export interface DigestContent {
  /** One that is absent is empty. */
  readonly lists: Readonly<Partial<Record<"votes" | "held" | "unassigned", DigestList>>>;
  readonly unread: number;
}

const listNames = ["votes", "held", "unassigned"] as const;

export function hasNothing({ lists, unread }: DigestContent): boolean {
  return unread === 0 && listNames.every((name) => (lists[name]?.count ?? 0) === 0);
}

/** `day`: the person's own, 2026-11-26. */
export function digestLetter(
  { lists, unread }: DigestContent,
  { locale, day, origin }: { readonly locale: Locale; readonly day: string; readonly origin: string },
): Letter {
  const texts = mailTexts[locale];
  const sections = listNames.flatMap((name) => {
    const list = lists[name];
    if (list === undefined || list.count === 0) return [];
    return [sectionOf(texts.digest[name](list.count), list, texts, messages[locale], origin)];
  });
  return {
    locale,
    subject: texts.digest.subject(day),
    sections: unread === 0 ? sections : [...sections, unreadSection(unread, texts, origin)],
    why: texts.whyDigest,
    settingsUrl: settingsUrl(origin),
  };
}

function sectionOf(
  title: string,
  { count, tickets }: DigestList,
  texts: MailTexts,
  t: Messages,
  origin: string,
): LetterSection {
  const entries = tickets.map((ticket) => ({
    title: numberText(ticket.flow, ticket.number, ticket.id),
    lines: [ticketLine(t, texts, ticket)],
    url: ticketUrl(origin, ticket.id),
    linkText: texts.open,
  }));
  const rest = count - tickets.length;
  return { title, entries, note: rest > 0 ? texts.digest.more(rest) : null };
}

function unreadSection(unread: number, texts: MailTexts, origin: string): LetterSection {
  const entry = {
    title: texts.digest.unread(unread),
    lines: [],
    url: `${origin}/inbox`,
    linkText: texts.openInbox,
  };
  return { title: null, entries: [entry], note: null };
}
