import type { Locale } from "../../core/messages/vocabulary-texts";

interface PickTexts {
  readonly start: string;
  readonly bar: string;
  readonly count: (tickets: number) => string;
  readonly all: string;
  readonly assign: string;
  readonly assignCount: (tickets: number) => string;
  readonly nobody: string;
  readonly cannot: (tickets: number) => string;
  readonly why: { readonly notNow: string; readonly already: string };
  /** One line: how many, and of those that were not, which and why. */
  readonly done: (tickets: number, not: readonly string[]) => string;
}

export const pickTexts: Readonly<Record<Locale, PickTexts>> = {
  "zh-TW": {
    start: "選取多張",
    bar: "選取的工單",
    count: (n) => `已選 ${n} 張`,
    all: "全選",
    assign: "指派處理人員",
    assignCount: (n) => `指派 ${n} 張`,
    nobody: "選取的工單，你現在都不能指派。",
    cannot: (n) => `${n} 張不行`,
    why: { notNow: "你現在不能指派", already: "已經是這個人的" },
    done: (n, not) => `已指派 ${n} 張${not.length === 0 ? "" : `，${not.length} 張不行：${not.join("、")}`}`,
  },
  en: {
    start: "Select several",
    bar: "Selected tickets",
    count: (n) => `${n} selected`,
    all: "Select all",
    assign: "Assign handler",
    assignCount: (n) => `Assign ${n}`,
    nobody: "None of these can be assigned by you now.",
    cannot: (n) => `${n} cannot be assigned`,
    why: { notNow: "not yours to assign now", already: "theirs already" },
    done: (n, not) => `${n} assigned${not.length === 0 ? "" : `, ${not.length} not: ${not.join("; ")}`}`,
  },
};
