/** What the app is, in the words of both languages: it stands in the page before either has been chosen. */
import type { Locale } from "./vocabulary-texts";

export const lead: Readonly<Record<Locale, string>> = {
  "zh-TW": "沒有網路的地方，也能開單、處理、結案。",
  en: "Open, handle and finish tickets where there is no network.",
};
