/** What is said of a change's window (core/directory/blackout.ts). */
import type { Locale } from "../../core/messages/vocabulary-texts";

interface WindowTexts {
  readonly refused: string;
  readonly warned: string;
  readonly overlaps: string;
  readonly take: (span: string) => string;
}

export const windowTexts: Readonly<Record<Locale, WindowTexts>> = {
  "zh-TW": {
    refused: "凍結期，不能排：",
    warned: "在凍結期內：",
    overlaps: "時段重疊：",
    take: (span) => `改用下一個空檔 ${span}`,
  },
  en: {
    refused: "Not in a blackout:",
    warned: "In a blackout:",
    overlaps: "Overlaps:",
    take: (span) => `Take the next free window ${span}`,
  },
};
