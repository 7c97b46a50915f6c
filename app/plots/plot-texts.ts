/** Words of the plots. */
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { FlowFilter } from "../../core/plots/figures";
import type { PeriodLength } from "../../core/plots/period";
import type { CardName, ColumnName } from "./cards";

interface CardTexts {
  readonly title: string;
  /** What its large number is. */
  readonly headline: string;
  /** What is counted, in a sentence. */
  readonly why: string;
  /** Its two lines, or the whole and the part of its bars. */
  readonly series: readonly string[];
}

interface PlotTexts {
  readonly requester: string;
  readonly period: string;
  readonly periods: Readonly<Record<PeriodLength, string>>;
  readonly ownPeriod: string;
  readonly from: string;
  readonly until: string;
  readonly wrongPeriod: string;
  readonly flow: string;
  readonly flows: Readonly<Record<FlowFilter, string>>;
  readonly group: string;
  readonly allGroups: string;
  readonly cards: Readonly<Record<CardName, CardTexts>>;
  readonly columns: Readonly<Record<ColumnName, string>>;
  readonly keyOf: Readonly<Record<"stage" | "flow" | "day" | "week", string>>;
  readonly total: string;
  readonly colon: string;
  readonly table: string;
  readonly csv: string;
  readonly tickets: string;
  readonly breached: Readonly<Record<"response" | "resolution", string>>;
  readonly nothing: string;
  readonly reading: string;
  readonly away: string;
  readonly awaySince: (moment: string) => string;
  readonly again: string;
  readonly pending: (count: number) => string;
  readonly minutes: (count: string) => string;
  readonly hours: (count: string) => string;
  readonly returned: (count: number) => string;
  readonly picture: (title: string, headline: string, value: string, rows: number) => string;
  readonly more: string;
  readonly noTickets: string;
  readonly listColumns: readonly string[];
}

export const plotTexts: Readonly<Record<Locale, PlotTexts>> = {
  "zh-TW": {
    requester: "圖表給處理工單的人看",
    period: "期間（天）",
    periods: { 7: "7", 30: "30", 90: "90", 365: "365" },
    ownPeriod: "自訂",
    from: "從",
    until: "到",
    wrongPeriod: "請選先後兩天，最長一年",
    flow: "流程",
    flows: { all: "全部", incident: "事故", problem: "問題", change: "變更" },
    group: "受派組織（含下層）",
    allGroups: "所有組織",
    cards: {
      open: {
        title: "未結工單",
        headline: "張未結，不論期間",
        why: "現在還開著的工單，依關卡；實心是開單滿 7 天的。",
        series: ["未結", "滿 7 天"],
      },
      answer: {
        title: "回應時間 MTTA",
        headline: "回應時間中位數",
        why: "從開單到第一次指派、領單或立即解決；取消的不算，「全部」只算事故。",
        series: ["中位數", "平均"],
      },
      resolve: {
        title: "解決時間 MTTR",
        headline: "解決時間中位數",
        why: "從開單到最後一次關單；虛線扣掉暫停的時間。取消的不算，「全部」只算事故。",
        series: ["中位數", "扣掉暫停"],
      },
      sla: {
        title: "SLA 達成率",
        headline: "在時限內解決",
        why: "期間內解決的事故，依現在的時限與行事曆判定。",
        series: ["解決", "回應"],
      },
      reopened: {
        title: "重開率",
        headline: "重開次數占關單次數",
        why: "期間內的關單與重開；取消不算關單。",
        series: ["關單", "重開"],
      },
      recurrence: {
        title: "再發",
        headline: "新事故是再發",
        why: "期間內開的事故，實心是開單時就建議開問題的。",
        series: ["新事故", "再發"],
      },
      changes: {
        title: "變更成功率",
        headline: "變更成功",
        why: "期間內完成關單的變更，依類型；實心是沒有完全成功的。",
        series: ["完成", "部分成功、失敗、已回復"],
      },
      reviews: {
        title: "審核等待",
        headline: "審核等待中位數",
        why: "從進入審核關卡到決定。",
        series: ["中位數", "平均"],
      },
      offline: {
        title: "離線工作",
        headline: "離線做的事晚到",
        why: "每支手機每次連上時，最早那件事等了多久，加總；超過 31 天的不算。",
        series: ["小時"],
      },
    },
    columns: {
      day: "未滿 1 天",
      threeDays: "1–3 天",
      week: "3–7 天",
      month: "7–30 天",
      older: "滿 30 天",
      answered: "已回應",
      answerMedianMs: "中位數（分）",
      answerMeanMs: "平均（分）",
      resolved: "已解決",
      resolveMedianMs: "中位數（時）",
      resolveMeanMs: "平均（時）",
      workMedianMs: "扣暫停中位數（時）",
      workMeanMs: "扣暫停平均（時）",
      responseCount: "判定回應",
      responseMet: "回應達成",
      resolutionCount: "判定解決",
      resolutionMet: "解決達成",
      closed: "關單",
      reopened: "重開",
      opened: "新事故",
      recurring: "再發",
      successful: "成功",
      partial: "部分成功",
      failed: "失敗",
      rolledBack: "已回復",
      decided: "已決定",
      waitMedianMs: "中位數（時）",
      waitMeanMs: "平均（時）",
      waitMaxMs: "最長（時）",
      offlineMs: "離線（時）",
      people: "人數",
      late: "晚到動作",
      returned: "退回動作",
    },
    keyOf: { stage: "關卡", flow: "類型", day: "日", week: "週（首日）" },
    total: "合計",
    colon: "：",
    table: "看數字",
    csv: "下載 CSV",
    tickets: "看工單",
    breached: { response: "看回應逾時的工單", resolution: "看解決逾時的工單" },
    nothing: "這段期間沒有資料",
    reading: "讀取中…",
    away: "離線，圖表要有網路才能讀取",
    awaySince: (moment) => `離線，這是 ${moment} 的數字`,
    again: "再試一次",
    pending: (count) => `另有 ${count} 張待重新判定`,
    minutes: (count) => `${count} 分`,
    hours: (count) => `${count} 小時`,
    returned: (count) => `退回 ${count} 件`,
    picture: (title, headline, value, rows) =>
      `${title}的圖：${headline} ${value}，共 ${rows} 點，數字在下方表格`,
    more: "更多",
    noTickets: "沒有工單",
    listColumns: ["單號", "標題", "關卡", "優先順序", "受派組織", "時間"],
  },
  en: {
    requester: "Plots are for those who work on tickets",
    period: "Period (days)",
    periods: { 7: "7", 30: "30", 90: "90", 365: "365" },
    ownPeriod: "Other",
    from: "From",
    until: "Until",
    wrongPeriod: "Choose two days in order, a year apart at most",
    flow: "Flow",
    flows: { all: "All", incident: "Incident", problem: "Problem", change: "Change" },
    group: "Assigned group (with those below)",
    allGroups: "All groups",
    cards: {
      open: {
        title: "Open work",
        headline: "open, whatever the period",
        why: "What is open now, by stage; solid is what was opened 7 days ago or earlier.",
        series: ["Open", "7 days or older"],
      },
      answer: {
        title: "Time to respond (MTTA)",
        headline: "median time to respond",
        why: "From opening to the first assignment, claim or resolution at once. Without what was cancelled; under All, of incidents.",
        series: ["Median", "Mean"],
      },
      resolve: {
        title: "Time to resolve (MTTR)",
        headline: "median time to resolve",
        why: "From opening to the last closing; dashed is without time on hold. Without what was cancelled; under All, of incidents.",
        series: ["Median", "Without holds"],
      },
      sla: {
        title: "SLA met",
        headline: "resolved in time",
        why: "Incidents resolved in the period, judged by the targets and calendars of now.",
        series: ["Resolution", "Response"],
      },
      reopened: {
        title: "Reopened",
        headline: "reopenings of closings",
        why: "Closings and reopenings in the period; a cancellation is no closing.",
        series: ["Closed", "Reopened"],
      },
      recurrence: {
        title: "Recurrence",
        headline: "of new incidents recur",
        why: "Incidents opened in the period; solid are those that were suggested a problem when they opened.",
        series: ["Opened", "Recurring"],
      },
      changes: {
        title: "Change success",
        headline: "of changes successful",
        why: "Changes completed in the period, by type; solid are those that did not fully succeed.",
        series: ["Completed", "Partial, failed, rolled back"],
      },
      reviews: {
        title: "Waiting for review",
        headline: "median wait for a review",
        why: "From entering a review stage to its decision.",
        series: ["Median", "Mean"],
      },
      offline: {
        title: "Work offline",
        headline: "what was done offline came late",
        why: "How long the oldest thing waited each time a phone found a network, summed; over 31 days does not count.",
        series: ["Hours"],
      },
    },
    columns: {
      day: "Under 1 day",
      threeDays: "1–3 days",
      week: "3–7 days",
      month: "7–30 days",
      older: "30 days +",
      answered: "Answered",
      answerMedianMs: "Median (min)",
      answerMeanMs: "Mean (min)",
      resolved: "Resolved",
      resolveMedianMs: "Median (h)",
      resolveMeanMs: "Mean (h)",
      workMedianMs: "Median without holds (h)",
      workMeanMs: "Mean without holds (h)",
      responseCount: "Responses judged",
      responseMet: "Responses met",
      resolutionCount: "Resolutions judged",
      resolutionMet: "Resolutions met",
      closed: "Closed",
      reopened: "Reopened",
      opened: "Opened",
      recurring: "Recurring",
      successful: "Successful",
      partial: "Partial",
      failed: "Failed",
      rolledBack: "Rolled back",
      decided: "Decided",
      waitMedianMs: "Median (h)",
      waitMeanMs: "Mean (h)",
      waitMaxMs: "Longest (h)",
      offlineMs: "Offline (h)",
      people: "People",
      late: "Late actions",
      returned: "Returned actions",
    },
    keyOf: { stage: "Stage", flow: "Type", day: "Day", week: "Week (first day)" },
    total: "Total",
    colon: ": ",
    table: "See the numbers",
    csv: "Download CSV",
    tickets: "See the tickets",
    breached: { response: "See late responses", resolution: "See late resolutions" },
    nothing: "Nothing in this period",
    reading: "Reading…",
    away: "Offline: plots are read with a network",
    awaySince: (moment) => `Offline: these are the numbers of ${moment}`,
    again: "Try again",
    pending: (count) => `${count} more are to be judged anew`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    returned: (count) => `${count} returned`,
    picture: (title, headline, value, rows) =>
      `Plot of ${title}: ${value} ${headline}, ${rows} points; the numbers are in the table below`,
    more: "More",
    noTickets: "No tickets",
    listColumns: ["Number", "Title", "Stage", "Priority", "Assigned group", "Time"],
  },
};
