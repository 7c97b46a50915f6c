/**
 * What a notification says. Used by the job process for push and by the inbox; not on the first load. The texts of the
 * language are an argument, so that a phone loads one only. Title: what happened and which ticket; body: how urgent,
 * what it is, who did it.
 */

import type { EpochMs } from "../ids";
import type { AlarmKind } from "../notify/notice";
import type { ActionType, Flow, Level, Priority, ReviewStage, Stage } from "../workflow/vocabulary";
import { actionLabel } from "./action-label";
import type { Messages } from "./messages";
import { numberText } from "./number-text";
import type { Locale } from "./vocabulary-texts";

export interface ToldAction {
  readonly action: ActionType;
  readonly flow: Flow;
  readonly number: number | null;
  readonly title: string;
  readonly priority: Priority | null;
  /** The action came back: its words are a note on the ticket, and whoever holds it now is told (SYNC A5). */
  readonly cameBack: boolean;
  /** No action but time that passed over what nobody answered or touched, or monitoring. */
  readonly alarm: AlarmKind | null;
  /** The stage the ticket is in after the action. */
  readonly stage: Stage;
  /** Null: the system did it. */
  readonly actorName: string | null;
  /** Of a change whose review is asked for: what its vote weighs first. */
  readonly review?: ReviewFacts | null;
}

export interface ReviewFacts {
  readonly risk: Level;
  readonly window: { readonly from: EpochMs; readonly until: EpochMs } | null;
  /** IANA, of the one who is told: times are said in it. */
  readonly zone: string;
}

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

interface Headlines {
  readonly action: Readonly<Partial<Record<ActionType, string>>>;
  readonly newTicket: (flow: string) => string;
  readonly review: (stage: string) => string;
  readonly cameBack: (action: string) => string;
  readonly alarm: Readonly<Record<AlarmKind, (stage: string) => string>>;
  readonly by: (name: string) => string;
}

/** Where the plain name of the action would not say what it means for the one who is told. */
const headlines: Readonly<Record<Locale, Headlines>> = {
  "zh-TW": {
    action: {
      assignHandler: "指派給你處理",
      assignInvestigator: "指派給你調查",
      claim: "已有人領單",
      reassign: "轉派到你的組",
      resolveNow: "已解決",
      resolve: "已排除",
      cancel: "已取消",
      returnToAssign: "返回指派，請重新指派",
      hold: "暫停，在等你",
      resume: "恢復處理",
      eradicate: "問題已根除",
      contain: "現況已排除",
      returnToInvestigate: "返回調查",
      schedule: "已排程",
      close: "已結案，請確認關單",
      confirm: "已關單",
      reject: "被駁回",
      withdraw: "已撤回",
      reschedule: "改期",
    },
    newTicket: (flow) => `新${flow}`,
    review: (stage) => `請你審核：${stage}`,
    cameBack: (action) => `現場回報「${action}」，未生效`,
    alarm: {
      reviewReminder: (stage) => `還在等你審核：${stage}`,
      reviewClimb: (stage) => `審核沒有人回覆：${stage}`,
      assignmentClimb: (stage) => `已指派，還沒有人動：${stage}`,
      eventUpdate: (stage) => `還在告警：${stage}`,
      eventFlapping: (stage) => `反覆告警：${stage}`,
      slaResponseWarning: () => "回應時限已用 75 %",
      slaResponseBreach: () => "已過回應時限，還沒有人接",
      slaWarning: () => "解決時限已用 75 %",
      slaBreach: () => "已過解決時限",
    },
    by: (name) => `由 ${name}`,
  },
  en: {
    action: {
      assignHandler: "Assigned to you",
      assignInvestigator: "Yours to investigate",
      claim: "Claimed",
      reassign: "Reassigned to your group",
      resolveNow: "Resolved",
      resolve: "Resolved",
      cancel: "Cancelled",
      returnToAssign: "Returned, please assign again",
      hold: "On hold, waiting for you",
      resume: "Resumed",
      transfer: "Handed over",
      reopen: "Reopened",
      eradicate: "Problem eradicated",
      contain: "Contained",
      returnToInvestigate: "Returned to investigation",
      schedule: "Scheduled",
      close: "Closing, please confirm",
      confirm: "Closed",
      reject: "Rejected",
      withdraw: "Withdrawn",
      reschedule: "Rescheduled",
    },
    newTicket: (flow) => `New ${flow.toLowerCase()}`,
    review: (stage) => `Please review: ${stage}`,
    cameBack: (action) => `Reported from the field, not applied: ${action}`,
    alarm: {
      reviewReminder: (stage) => `Still waiting for your review: ${stage}`,
      reviewClimb: (stage) => `Nobody answered the review: ${stage}`,
      assignmentClimb: (stage) => `Assigned, but untouched: ${stage}`,
      eventUpdate: (stage) => `Still alarming: ${stage}`,
      eventFlapping: (stage) => `Flapping: ${stage}`,
      slaResponseWarning: () => "75 % of the response time is gone",
      slaResponseBreach: () => "Response overdue, nobody took it",
      slaWarning: () => "75 % of the resolution time is gone",
      slaBreach: () => "Resolution overdue",
    },
    by: (name) => `by ${name}`,
  },
};

export function notificationText(locale: Locale, texts: Messages, told: ToldAction): NotificationText {
  const { by } = headlines[locale];
  const lines = [
    told.review == null ? null : reviewLine(locale, texts, told.review),
    [told.priority, told.title].filter(Boolean).join(" · "),
    told.actorName === null ? null : by(told.actorName),
  ];
  const number = told.number === null ? null : numberText(told.flow, told.number, "");
  return {
    title: [headline(locale, texts, told), number].filter(Boolean).join(" · "),
    body: lines.filter(Boolean).join("\n"),
  };
}

/** 風險高 · 11/26 22:00–23:30; the second day only where it is another one. */
function reviewLine(locale: Locale, texts: Messages, { risk, window, zone }: ReviewFacts): string {
  const risked = `${texts.arg.risk} ${texts.level[risk]}`;
  if (window === null) return risked;
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${risked} · ${format.formatRange(window.from, window.until)}`;
}

function headline(locale: Locale, texts: Messages, told: ToldAction): string {
  const { action, alarm, cameBack, flow, stage } = told;
  const { stage: stageNames, flow: flowNames } = texts;
  const words = headlines[locale];
  if (alarm !== null) return words.alarm[alarm](stageNames[stage]);
  if (cameBack) return words.cameBack(actionLabel(texts, action, flow, null));
  if (action === "open") return words.newTicket(flowNames[flow]);
  if (action === "submitForReview" && isReviewStage(stage)) return words.review(stageNames[stage]);
  // A vote is told by where it led: 已排程 to the change group, 關單 to the opener.
  if (action === "approve") return stageNames[stage];
  return words.action[action] ?? actionLabel(texts, action, flow, null);
}

function isReviewStage(stage: Stage): stage is ReviewStage {
  return stage === "preDevReview" || stage === "preLaunchReview" || stage === "closingReview";
}
