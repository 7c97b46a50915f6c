/** Words of the screens of targets and calendars. */
import type { Locale } from "../../core/messages/vocabulary-texts";

interface SlaTexts {
  readonly title: string;
  readonly why: string;
  readonly targets: string;
  readonly all: string;
  readonly overrides: string;
  readonly noOverrides: string;
  readonly addOverride: string;
  readonly category: string;
  readonly priority: string;
  readonly durationHint: string;
  readonly durationWrong: string;
  readonly asAbove: string;
  readonly calendars: string;
  readonly addCalendar: string;
  readonly isDefault: string;
  readonly days: (count: number) => string;
  readonly hours: string;
  readonly weekdays: string;
  readonly weekdayNames: readonly string[];
  readonly spans: string;
  readonly spansHint: string;
  readonly spansWrong: string;
  readonly addDay: string;
  readonly day: string;
  readonly dayWrong: string;
  readonly dayName: string;
  readonly dayKind: string;
  readonly remove: string;
  readonly sites: string;
  readonly use: string;
  readonly uses: string;
  readonly gone: string;
}

export const slaTexts: Readonly<Record<Locale, SlaTexts>> = {
  "zh-TW": {
    title: "SLA 與行事曆",
    why: "改了就算數：還開著的事故從開單時重算，手機同步後也一樣。P1 全天候計時。",
    targets: "時限",
    all: "所有事故",
    overrides: "類別另訂",
    noOverrides: "沒有類別另訂時限。",
    addOverride: "類別另訂時限",
    category: "類別",
    priority: "優先順序",
    durationHint: "30m 是 30 分鐘，4h 是 4 小時，3d 是 3 個工作日",
    durationWrong: "請寫成 30m、4h 或 3d",
    asAbove: "拿掉，跟上層一樣",
    calendars: "行事曆",
    addCalendar: "新增行事曆",
    isDefault: "預設",
    days: (count) => `假日與補班 ${count} 天`,
    hours: "名稱與上班時間",
    weekdays: "上班的星期",
    weekdayNames: ["日", "一", "二", "三", "四", "五", "六"],
    spans: "上班時間",
    spansHint: "09:00-12:00 13:00-18:00",
    spansWrong: "請寫成 09:00-12:00 13:00-18:00",
    addDay: "加一天（假日、補班、颱風）",
    day: "日期",
    dayWrong: "請選日期",
    dayName: "原因",
    dayKind: "這一天",
    remove: "刪除這一天",
    sites: "用這份行事曆的據點",
    use: "改用這份",
    uses: "用這份",
    gone: "找不到這份行事曆",
  },
  en: {
    title: "SLA and calendars",
    why: "Changes count at once: open incidents are reckoned anew from their opening, on phones after their next sync. P1 runs round the clock.",
    targets: "Targets",
    all: "All incidents",
    overrides: "By category",
    noOverrides: "No category has targets of its own.",
    addOverride: "Add targets of a category",
    category: "Category",
    priority: "Priority",
    durationHint: "30m is 30 minutes, 4h is 4 hours, 3d is 3 working days",
    durationWrong: "Write it like 30m, 4h or 3d",
    asAbove: "Remove, as above it",
    calendars: "Calendars",
    addCalendar: "Add a calendar",
    isDefault: "Default",
    days: (count) => `${count} holidays and make-up days`,
    hours: "Name and hours",
    weekdays: "Weekdays worked",
    weekdayNames: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    spans: "Hours",
    spansHint: "09:00-12:00 13:00-18:00",
    spansWrong: "Write them like 09:00-12:00 13:00-18:00",
    addDay: "Add a day (holiday, make-up, typhoon)",
    day: "Date",
    dayWrong: "Choose a date",
    dayName: "Why",
    dayKind: "That day is",
    remove: "Delete this day",
    sites: "Sites that keep this calendar",
    use: "Keep this one",
    uses: "Keeps this one",
    gone: "There is no such calendar",
  },
};
