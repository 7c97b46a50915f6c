/** The words of suggestions, loaded with the form (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";

interface SuggestTexts {
  readonly categories: string;
  readonly similar: string;
}

export const suggestTexts: Readonly<Record<Locale, SuggestTexts>> = {
  "zh-TW": { categories: "建議的類別", similar: "是不是已經有人報了？" },
  en: { categories: "Suggested categories", similar: "Already reported?" },
};
