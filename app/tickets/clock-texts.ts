/** What the clocks of an incident say on its screen (core/sla/clock.ts). */
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { ClockName, DurationText } from "../../core/sla/targets";

export interface ClockTexts {
  readonly title: string;
  readonly names: Readonly<Record<ClockName, string>>;
  readonly span: (hours: number, minutes: number) => string;
  readonly underMinute: string;
  readonly left: (span: string) => string;
  readonly over: (span: string) => string;
  readonly paused: (span: string) => string;
  readonly met: string;
  readonly missed: (span: string) => string;
  readonly due: (moment: string) => string;
  readonly wasDue: (moment: string) => string;
  readonly took: (span: string) => string;
  readonly target: (duration: string) => string;
  readonly units: Readonly<Record<"m" | "h" | "d", (amount: number) => string>>;
}

export const clockTexts: Readonly<Record<Locale, ClockTexts>> = {
  "zh-TW": {
    title: "SLA 時限",
    names: { response: "回應", resolution: "解決" },
    span: (hours, minutes) =>
      [hours && `${hours} 小時`, minutes && `${minutes} 分`].filter(Boolean).join(" "),
    underMinute: "不到 1 分",
    left: (span) => `剩 ${span}`,
    over: (span) => `逾 ${span}`,
    paused: (span) => `暫停，剩 ${span}`,
    met: "已達成",
    missed: (span) => `未達成，逾 ${span}`,
    due: (moment) => `${moment} 到期`,
    wasDue: (moment) => `${moment} 已到期`,
    took: (span) => `用了 ${span}`,
    target: (duration) => `目標 ${duration}`,
    units: { m: (n) => `${n} 分鐘`, h: (n) => `${n} 小時`, d: (n) => `${n} 個工作日` },
  },
  en: {
    title: "SLA",
    names: { response: "Respond", resolution: "Resolve" },
    span: (hours, minutes) => [hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean).join(" "),
    underMinute: "under 1 min",
    left: (span) => `${span} left`,
    over: (span) => `${span} over`,
    paused: (span) => `On hold, ${span} left`,
    met: "Met",
    missed: (span) => `Missed by ${span}`,
    due: (moment) => `due ${moment}`,
    wasDue: (moment) => `was due ${moment}`,
    took: (span) => `took ${span}`,
    target: (duration) => `target ${duration}`,
    units: {
      m: (n) => `${n} min`,
      h: (n) => `${n} h`,
      d: (n) => `${n} working ${n === 1 ? "day" : "days"}`,
    },
  },
};

/** As it is written in the desk's targets: 3d is 3 個工作日. */
export function durationText(texts: ClockTexts, text: DurationText): string {
  return texts.units[text.slice(-1) as "m" | "h" | "d"](Number.parseInt(text, 10));
}
