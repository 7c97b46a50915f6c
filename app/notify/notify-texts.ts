/** The words of the matrix and of one's own setting, loaded with them (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { ChannelName } from "../../core/notify/matrix";
import type { ToldId } from "../../core/workflow/decision";

export interface NotifyTexts {
  readonly title: string;
  readonly intro: string;
  readonly told: Readonly<Record<ToldId, string>>;
  readonly channel: Readonly<Record<ChannelName, string>>;
  readonly bySource: string;
  readonly changed: string;
  readonly notTold: string;
  readonly changedBy: (name: string, when: string) => string;
  readonly mailWhen: string;
  readonly save: (changes: number) => string;
  readonly undo: string;
  readonly saved: string;
  readonly failed: string;
  readonly reset: string;
  readonly resetSure: string;
  readonly resetNone: string;
  readonly loading: string;
  readonly offline: string;
  readonly offlineHint: string;
  readonly retry: string;
  readonly adminOnly: string;
  readonly own: {
    readonly title: string;
    readonly push: string;
    readonly mail: string;
    readonly mailHint: string;
    readonly digest: string;
    readonly digestAt: string;
    readonly digestHint: string;
    readonly quiet: string;
    readonly from: string;
    readonly until: string;
    readonly critical: string;
    readonly same: string;
    readonly save: string;
  };
}

export const notifyTexts: Readonly<Record<Locale, NotifyTexts>> = {
  "zh-TW": {
    title: "通知設定",
    intro: "每個動作進到哪個關卡時通知誰、用什麼方式。標「規定」的是流程原本就要通知的人。",
    told: {
      ownerGroups: "事故所有組",
      assignedGroup: "受派組織",
      newGroup: "新的受派組織",
      opener: "開單人員",
      leads: "派工人",
      handler: "處理人員",
      investigator: "調查人員",
      implementer: "實施人員",
      holder: "承辦的人",
      changeGroup: "變更處理組",
      reviewers: "審核人員",
    },
    channel: { inbox: "App 內", push: "推播", mail: "郵件" },
    bySource: "規定",
    changed: "已改",
    notTold: "不通知",
    changedBy: (name, when) => `${name} 改於 ${when}`,
    mailWhen: "選了郵件的立即寄；沒選的，同時選了 App 內和推播而 15 分鐘沒有打開時才寄。",
    save: (changes) => `儲存 ${changes} 項`,
    undo: "放棄修改",
    saved: "已儲存，之後的動作照新的通知",
    failed: "沒有存成，請在有網路時再試",
    reset: "恢復預設",
    resetSure: "所有流程的通知都會回到流程原本的樣子，現在的修改不會保留。",
    resetNone: "現在就是預設",
    loading: "讀取中…",
    offline: "離線，暫時不能設定",
    offlineHint: "有網路時會自動讀取。",
    retry: "再試一次",
    adminOnly: "只有系統管理員可以設定",
    own: {
      title: "我的通知方式",
      push: "推播到我的手機",
      mail: "寄到我的信箱",
      mailHint: "通知 15 分鐘沒有打開才寄；管理員設為要寄信的立即寄。勿擾時段不影響。",
      digest: "每日摘要寄到我的信箱",
      digestAt: "每天幾點",
      digestHint: "等你審核的、你承辦的、還沒看的通知；派工人還有沒指派的。沒事就不寄。",
      quiet: "勿擾時段",
      from: "從",
      until: "到",
      critical: "勿擾時段內，推播等到結束才送；P1 事故和緊急變更的審核照樣立即送。",
      same: "開始和結束不能相同",
      save: "儲存",
    },
  },
  en: {
    title: "Notification matrix",
    intro:
      "Who is told of each action and the stage it leads to, and how. “By rule” marks those whom the process itself names.",
    told: {
      ownerGroups: "Owner groups",
      assignedGroup: "Assigned group",
      newGroup: "New group",
      opener: "Opener",
      leads: "Leads",
      handler: "Handler",
      investigator: "Investigator",
      implementer: "Implementer",
      holder: "Holder",
      changeGroup: "Change group",
      reviewers: "Reviewers",
    },
    channel: { inbox: "In app", push: "Push", mail: "Mail" },
    bySource: "By rule",
    changed: "Changed",
    notTold: "Not told",
    changedBy: (name, when) => `Changed by ${name}, ${when}`,
    mailWhen:
      "Mail is sent at once where chosen. Elsewhere it follows what came in the app and as a push and was not opened for 15 minutes.",
    save: (changes) => `Save ${changes} change${changes === 1 ? "" : "s"}`,
    undo: "Undo",
    saved: "Saved. Actions from now on follow it",
    failed: "Not saved. Try again with a network",
    reset: "Reset to default",
    resetSure: "All flows tell people as the process itself says again; what was changed is not kept.",
    resetNone: "Everything is at its default",
    loading: "Loading…",
    offline: "Offline: this cannot be set now",
    offlineHint: "It loads as soon as there is a network.",
    retry: "Try again",
    adminOnly: "Only administrators can set this",
    own: {
      title: "How I am told",
      push: "Push to my phone",
      mail: "Mail to me",
      mailHint:
        "What is not opened for 15 minutes is mailed; at once where administrators say so. Quiet hours do not matter.",
      digest: "A daily digest by mail",
      digestAt: "Each day at",
      digestHint:
        "What waits for your review, what you hold, unread notifications; for leads, what is unassigned. Nothing to say, no mail.",
      quiet: "Quiet hours",
      from: "From",
      until: "Until",
      critical:
        "Pushes wait for the end of quiet hours. P1 incidents and reviews of emergency changes come at once.",
      same: "They cannot be the same",
      save: "Save",
    },
  },
};
