/** What the change calendar says. */
import type { Locale } from "../../core/messages/vocabulary-texts";

interface CalendarTexts {
  readonly title: string;
  readonly see: string;
  readonly view: string;
  readonly views: Readonly<Record<"list" | "week" | "month", string>>;
  readonly today: string;
  readonly before: Readonly<Record<"list" | "week" | "month", string>>;
  readonly after: Readonly<Record<"list" | "week" | "month", string>>;
  readonly week: (number: number) => string;
  readonly filter: string;
  readonly group: string;
  readonly anyGroup: string;
  readonly away: string;
  readonly more: string;
  readonly nothing: string;
  readonly nothingHint: (from: string, until: string) => string;
  readonly free: string;
  readonly blackout: string;
  readonly everywhere: string;
  readonly maintenance: string;
  readonly conflict: string;
  readonly risk: string;
  readonly through: string;
  readonly toTime: (time: string) => string;
  readonly fromTime: (time: string, until: string) => string;
  readonly count: Readonly<
    Record<"changes" | "conflicts" | "blackouts" | "maintenance", (count: number) => string>
  >;
  readonly marks: Readonly<Record<"planned" | "booked" | "done" | "gone", string>>;
  readonly sameAsset: (tag: string) => string;
  readonly depends: (tag: string, onTag: string) => string;
  readonly samePerson: (name: string) => string;
  readonly colon: string;
  readonly join: string;
  readonly feed: {
    readonly title: string;
    readonly why: string;
    readonly private: string;
    readonly none: string;
    readonly since: (moment: string) => string;
    readonly make: string;
    readonly renew: string;
    readonly renewHint: string;
    readonly remove: string;
    readonly once: string;
    readonly link: string;
    readonly copy: string;
    readonly copied: string;
    readonly removed: string;
    readonly failed: string;
    readonly away: string;
    readonly reading: string;
  };
}

export const calendarTexts: Readonly<Record<Locale, CalendarTexts>> = {
  "zh-TW": {
    title: "變更行事曆",
    see: "在變更行事曆上看",
    view: "檢視",
    views: { list: "清單", week: "週", month: "月" },
    today: "今天",
    before: { list: "前四週", week: "上一週", month: "上個月" },
    after: { list: "後四週", week: "下一週", month: "下個月" },
    week: (number) => `第 ${number} 週`,
    filter: "篩選",
    group: "變更處理組",
    anyGroup: "所有的組",
    away: "離線中：只有這支手機上的變更和凍結期，伺服器上可能還有。",
    more: "變更太多，沒有全部顯示。請用週或清單看短一點的時間。",
    nothing: "這段時間沒有變更",
    nothingHint: (from, until) => `${from} – ${until}。用上面的箭頭看別的時間。`,
    free: "沒有",
    blackout: "凍結期",
    everywhere: "所有據點",
    maintenance: "維護時段",
    conflict: "衝突",
    risk: "風險",
    through: "整天",
    toTime: (time) => `到 ${time}`,
    fromTime: (time, until) => `${time} 起，到 ${until}`,
    count: {
      changes: (count) => `${count} 項變更`,
      conflicts: (count) => `${count} 個衝突`,
      blackouts: (count) => `${count} 個凍結期`,
      maintenance: (count) => `${count} 個維護時段`,
    },
    marks: { planned: "還沒排定", booked: "已排程", done: "已完成", gone: "不做了" },
    sameAsset: (tag) => `同一資產 ${tag}`,
    depends: (tag, onTag) => `${tag} 依賴 ${onTag}`,
    samePerson: (name) => `同一實施人員 ${name}`,
    colon: "：",
    join: "、",
    feed: {
      title: "在別的行事曆訂閱",
      why: "把連結加到手機或電腦的行事曆，就會看到你看得到的變更和凍結期：過去 30 天到未來一年。",
      private: "連結是私人的：拿到的人不用登入就看得到。外流了就換一個。",
      none: "你還沒有連結。",
      since: (moment) => `你的連結是 ${moment} 建立的。為了安全，不會再顯示。`,
      make: "建立連結",
      renew: "換新連結",
      renewHint: "換了以後，舊的連結馬上失效。",
      remove: "收回連結",
      once: "只顯示這一次，請現在複製。",
      link: "你的連結",
      copy: "複製連結",
      copied: "已複製連結",
      removed: "已收回連結",
      failed: "沒有成功，請再試一次",
      away: "離線中，連上網路才能建立或收回連結。",
      reading: "讀取中…",
    },
  },
  en: {
    title: "Change calendar",
    see: "See it in the change calendar",
    view: "View",
    views: { list: "List", week: "Week", month: "Month" },
    today: "Today",
    before: { list: "Four weeks earlier", week: "Previous week", month: "Previous month" },
    after: { list: "Four weeks later", week: "Next week", month: "Next month" },
    week: (number) => `Week ${number}`,
    filter: "Filter",
    group: "Change group",
    anyGroup: "Every group",
    away: "Offline: only the changes and blackouts on this phone. The server may have more.",
    more: "Too many changes to show all. Look at a shorter time by week or list.",
    nothing: "No changes in this time",
    nothingHint: (from, until) => `${from} – ${until}. The arrows above lead to other times.`,
    free: "Nothing",
    blackout: "Blackout",
    everywhere: "All sites",
    maintenance: "Maintenance window",
    conflict: "Conflict",
    risk: "Risk",
    through: "All day",
    toTime: (time) => `until ${time}`,
    fromTime: (time, until) => `from ${time} until ${until}`,
    count: {
      changes: (count) => (count === 1 ? "1 change" : `${count} changes`),
      conflicts: (count) => (count === 1 ? "1 conflict" : `${count} conflicts`),
      blackouts: (count) => (count === 1 ? "1 blackout" : `${count} blackouts`),
      maintenance: (count) => (count === 1 ? "1 maintenance window" : `${count} maintenance windows`),
    },
    marks: { planned: "Not booked yet", booked: "Scheduled", done: "Done", gone: "Given up" },
    sameAsset: (tag) => `same asset ${tag}`,
    depends: (tag, onTag) => `${tag} depends on ${onTag}`,
    samePerson: (name) => `same implementer ${name}`,
    colon: ": ",
    join: ", ",
    feed: {
      title: "Subscribe in another calendar",
      why: "Add the link to the calendar of your phone or computer and it shows the changes and blackouts that you may see, from 30 days ago to a year ahead.",
      private: "The link is private: whoever has it sees them without signing in. Renew it if it got out.",
      none: "You have no link yet.",
      since: (moment) => `Your link was made ${moment}. It is not shown again.`,
      make: "Make a link",
      renew: "Renew the link",
      renewHint: "The former link ends at once.",
      remove: "Take the link back",
      once: "Shown this once: copy it now.",
      link: "Your link",
      copy: "Copy the link",
      copied: "Link copied",
      removed: "Link taken back",
      failed: "That did not work, try again",
      away: "Offline: a link can be made or taken back with a network.",
      reading: "Reading…",
    },
  },
};
