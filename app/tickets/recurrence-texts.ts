/** What is said of an incident that was there before (core/tickets/recurrence.ts). */

import type { Locale } from "../../core/messages/vocabulary-texts";
import { recurrenceMax } from "../../core/tickets/recurrence";

interface RecurrenceTexts {
  readonly title: (count: number) => string;
  readonly why: string;
  readonly raise: (count: number) => string;
  /** Of one that this device does not hold: opened by a tap, with a network. */
  readonly other: string;
  readonly raised: string;
}

/** No more are kept on a ticket. */
const countText = (count: number): string => (count < recurrenceMax ? `${count}` : `${count} 以上`);

export const recurrenceTexts: Readonly<Record<Locale, RecurrenceTexts>> = {
  "zh-TW": {
    title: (count) => `又發生了：之前已解決 ${countText(count)} 次`,
    why: "同一資產與類別，或同一個監控告警。找出根因才不會再來。",
    raise: (count) => `開問題，連結這 ${count} 張事故`,
    other: "不在這台裝置上，有網路時可以看",
    raised: "問題已開，事故都連結了",
  },
  en: {
    title: (count) =>
      `It is back: resolved ${count === 1 ? "once" : count < recurrenceMax ? `${count} times` : `${count} times or more`} before`,
    why: "Same asset and category, or the same alarm. It goes on until its root cause is found.",
    raise: (count) => `Open a problem with these ${count} incidents`,
    other: "Not on this device; needs a network",
    raised: "The problem is open, with the incidents linked",
  },
};
