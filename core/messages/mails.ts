/** What a mail says beside the words of its notices. Used by the job process alone; the language is an argument. */
import type { Stage } from "../workflow/vocabulary";
import type { Messages } from "./messages";
import type { Locale } from "./vocabulary-texts";

export interface MailTexts {
  /** The subject of several notices in one mail. */
  readonly several: (count: number) => string;
  readonly open: string;
  readonly openInbox: string;
  /** Why it came, and where that is changed. */
  readonly whyNotice: string;
  readonly whyDigest: string;
  readonly digest: {
    readonly subject: (day: string) => string;
    readonly votes: (count: number) => string;
    readonly held: (count: number) => string;
    readonly unassigned: (count: number) => string;
    readonly unread: (count: number) => string;
    readonly more: (count: number) => string;
    readonly restricted: string;
  };
}

export const mailTexts: Readonly<Record<Locale, MailTexts>> = {
  "zh-TW": {
    several: (count) => `${count} 則通知`,
    open: "打開工單",
    openInbox: "打開通知",
    whyNotice: "這是 Genba 現場的通知。在 App 的「更多」裡的「我的通知方式」可以改要不要寄信：",
    whyDigest: "這是你選的每日摘要。在 App 的「更多」裡的「我的通知方式」可以改時間或關掉：",
    digest: {
      subject: (day) => `今日摘要 ${day}`,
      votes: (count) => `等你審核 ${count} 件`,
      held: (count) => `你承辦的 ${count} 件`,
      unassigned: (count) => `你的組還沒有指派的 ${count} 件`,
      unread: (count) => `還沒看的通知 ${count} 則`,
      more: (count) => `還有 ${count} 件`,
      restricted: "限制閱讀",
    },
  },
  en: {
    several: (count) => `${count} notifications`,
    open: "Open the ticket",
    openInbox: "Open the inbox",
    whyNotice:
      "A notification of Genba 現場. Whether it comes by mail is set in the app, under More, How I am told:",
    whyDigest: "The daily digest that you chose. Its time is set in the app, under More, How I am told:",
    digest: {
      subject: (day) => `Your day ${day}`,
      votes: (count) => `${count} waiting for your review`,
      held: (count) => `${count} in your hands`,
      unassigned: (count) => `${count} unassigned in your groups`,
      unread: (count) => `${count} unread notification${count === 1 ? "" : "s"}`,
      more: (count) => `and ${count} more`,
      restricted: "Restricted",
    },
  },
};

/** P1 · 漏水 · 處理關卡; of a restricted ticket not what it is about. */
export function ticketLine(
  { stage: stageNames }: Messages,
  { digest }: MailTexts,
  ticket: {
    readonly priority: string | null;
    readonly title: string;
    readonly restricted: boolean;
    readonly stage: Stage;
  },
): string {
  const title = ticket.restricted ? digest.restricted : ticket.title;
  return [ticket.priority, title, stageNames[ticket.stage]].filter(Boolean).join(" · ");
}
