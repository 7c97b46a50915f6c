import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Theme } from "../locale/locale";

interface LookTexts {
  readonly themes: Readonly<Record<Theme, string>>;
}

export const lookTexts: Readonly<Record<Locale, LookTexts>> = {
  "zh-TW": { themes: { auto: "自動", light: "亮", dark: "暗", more: "高對比" } },
  en: { themes: { auto: "Auto", light: "Light", dark: "Dark", more: "High contrast" } },
};
