/** Events from monitoring in words, for administrators and for who works on their incidents. */
import type { EventStatus, Severity } from "../../core/events/event";
import type { EventVerdict } from "../../core/events/judge-event";
import type { Locale } from "../../core/messages/vocabulary-texts";

interface EventWords {
  readonly status: Readonly<Record<EventStatus, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  /** What an event did. */
  readonly verdict: Readonly<Record<EventVerdict, string>>;
  readonly ofIncident: string;
  readonly show: string;
  readonly loading: string;
  readonly none: string;
  readonly offline: string;
  readonly failed: string;
  readonly again: string;
  readonly more: string;
  readonly labels: string;
}

export const eventWords: Readonly<Record<Locale, EventWords>> = {
  "zh-TW": {
    status: { firing: "告警", recovered: "恢復" },
    severity: { critical: "嚴重", major: "重大", minor: "次要", warning: "警告", info: "資訊" },
    verdict: {
      unmatched: "只記錄：沒有觸發條件收它",
      maintenance: "只記錄：在維護時段或變更時段內",
      late: "只記錄：比處理過的還舊",
      counted: "計數中：還沒到門檻",
      opened: "開了事故",
      openedSilently: "開了事故，掛在風暴的第一張下，不另外通知",
      appended: "併入開著的事故",
      reopened: "重開事故",
      reopenedSilently: "重開事故，掛在風暴的第一張下，不另外通知",
      recovered: "只記錄：沒有開著的事故要關",
      resolved: "自動恢復，事故已排除",
      noted: "記在事故上：已有人處理，由人關單",
      flapping: "反覆告警，事故先不關",
      refused: "沒開成事故：觸發條件用到的東西不在了",
    },
    ofIncident: "監控事件",
    show: "看監控事件",
    loading: "讀取中…",
    none: "沒有留下事件：超過 90 天的已刪除",
    offline: "監控事件要有網路才能看",
    failed: "讀不到，請再試一次",
    again: "再試一次",
    more: "看更早的",
    labels: "標籤",
  },
  en: {
    status: { firing: "Firing", recovered: "Recovered" },
    severity: { critical: "Critical", major: "Major", minor: "Minor", warning: "Warning", info: "Info" },
    verdict: {
      unmatched: "Recorded only: no rule takes it",
      maintenance: "Recorded only: in a maintenance window or a change's",
      late: "Recorded only: older than what was done already",
      counted: "Counted: the threshold is not reached",
      opened: "Opened an incident",
      openedSilently: "Opened an incident below the first of a storm, telling nobody",
      appended: "Added to the open incident",
      reopened: "Reopened the incident",
      reopenedSilently: "Reopened the incident below the first of a storm, telling nobody",
      recovered: "Recorded only: no open incident to resolve",
      resolved: "Recovered, the incident is resolved",
      noted: "Noted on the incident: somebody works on it and closes it",
      flapping: "Flapping, the incident stays open",
      refused: "Opened nothing: something that the rule names is gone",
    },
    ofIncident: "Monitoring events",
    show: "Show monitoring events",
    loading: "Fetching…",
    none: "No events are left: they are deleted after 90 days",
    offline: "Monitoring events need a network",
    failed: "They could not be read, please try again",
    again: "Try again",
    more: "Show earlier ones",
    labels: "Labels",
  },
};
