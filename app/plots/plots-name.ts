import type { Locale } from "../../core/messages/vocabulary-texts";

/** Said where the plots are not loaded yet. */
export const plotsName: Readonly<Record<Locale, string>> = { "zh-TW": "圖表", en: "Plots" };
