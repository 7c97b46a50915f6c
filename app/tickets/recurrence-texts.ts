/** What is said of an incident that was there before (core/tickets/recurrence.ts). */
import type { Locale } from "../../core/messages/vocabulary-texts";

interface RecurrenceTexts {
  readonly title: (count: number) => string;
  readonly why: string;
  readonly raise: (count: number) => string;
  /** Of those that this phone does not hold. */
  readonly others: (count: number) => string;
  readonly raised: string;
}

export const recurrenceTexts: Readonly<Record<Locale, RecurrenceTexts>> = {
  "zh-TW": {
    title: (count) => `又發生了：之前已解決 ${count} 次`,
    why: "同一設備、同一類別。找出根因才不會再來。",
    raise: (count) => `開問題，連結這 ${count} 張事故`,
    others: (count) => `另有 ${count} 張不在這支手機`,
    raised: "問題已開，事故都連結了",
  },
  en: {
    title: (count) => `It is back: resolved ${count === 1 ? "once" : `${count} times`} before`,
    why: "Same asset, same category. It goes on until its root cause is found.",
    raise: (count) => `Open a problem with these ${count} incidents`,
    others: (count) => `${count} more, not on this phone`,
    raised: "The problem is open, with the incidents linked",
  },
};
