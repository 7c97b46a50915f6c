/** The words of the inbox, loaded with its screen (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";

export interface InboxTexts {
  readonly today: string;
  readonly yesterday: string;
  readonly unread: string;
  readonly readAll: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly age: string;
}

export const inboxTexts: Readonly<Record<Locale, InboxTexts>> = {
  "zh-TW": {
    today: "今天",
    yesterday: "昨天",
    unread: "未讀",
    readAll: "全部標為已讀",
    empty: "沒有通知",
    emptyHint: "工單指派給你、輪到你審核、你開的單結案時，都會留在這裡。",
    age: "保留 30 天。",
  },
  en: {
    today: "Today",
    yesterday: "Yesterday",
    unread: "Unread",
    readAll: "Mark all as read",
    empty: "No notifications",
    emptyHint: "What is assigned to you, waits for your review or was closed for you stays here.",
    age: "Kept for 30 days.",
  },
};
