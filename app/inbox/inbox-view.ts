/** The inbox as a person reads it: by day in the phone's own zone, newest first. Pure; `rows` come newest first. */
import type { NoticeRow } from "../../client/replica/rows";
import type { EpochMs, NoticeId, TicketId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import { notificationText } from "../../core/messages/notifications";
import { numberText } from "../../core/messages/number-text";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { kindSaid } from "../../core/notify/notice";
import type { InboxTexts } from "./inbox-texts";

export interface InboxItem {
  readonly id: NoticeId;
  readonly ticketId: TicketId;
  readonly unread: boolean;
  /** What happened. */
  readonly title: string;
  readonly number: string;
  /** How urgent and what; who did it. */
  readonly lines: readonly string[];
  readonly time: string;
}
export interface InboxDay {
  readonly key: string;
  readonly label: string;
  readonly items: readonly InboxItem[];
}
interface Look {
  readonly locale: Locale;
  readonly t: Messages;
  readonly texts: InboxTexts;
  readonly now: EpochMs;
}

export function inboxDays(rows: readonly NoticeRow[], look: Look): readonly InboxDay[] {
  const days = new Map<string, { readonly label: string; readonly items: InboxItem[] }>();
  for (const row of rows) {
    const key = dayKey(row.at);
    const day = days.get(key) ?? { label: dayLabel(row.at, look), items: [] };
    day.items.push(itemOf(row, look));
    days.set(key, day);
  }
  return [...days].map(([key, day]) => ({ key, ...day }));
}

function itemOf(row: NoticeRow, { locale, t }: Look): InboxItem {
  const { id, ticketId, kind, action, flow, number, title, priority, stage } = row;
  const actorName = row.actorId === "system" ? null : row.actorName;
  // The number stands apart from what happened, where it does not break.
  const said = { action, ...kindSaid(kind), flow, number: null, title, priority, stage, actorName };
  const text = notificationText(locale, t, said);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return {
    id,
    ticketId,
    unread: row.unread === 1,
    title: text.title,
    number: numberText(flow, number, ticketId),
    lines: text.body.split("\n"),
    time: time.format(row.at),
  };
}

function dayLabel(at: EpochMs, { locale, texts, now }: Look): string {
  const today = new Date(now);
  if (dayKey(at) === dayKey(now)) return texts.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (dayKey(at) === dayKey(yesterday.getTime())) return texts.yesterday;
  const day = new Intl.DateTimeFormat(locale, { month: "numeric", day: "numeric", weekday: "short" });
  return day.format(at);
}

function dayKey(at: EpochMs): string {
  return new Date(at).toDateString();
}
