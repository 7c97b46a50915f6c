import type { Locale } from "../../core/messages/vocabulary-texts";

interface RelationTexts {
  readonly title: string;
  readonly why: string;
  readonly create: string;
  readonly none: string;
  readonly noneHint: string;
  readonly from: string;
  readonly to: string;
  readonly same: string;
  readonly remove: (from: string, to: string) => string;
  readonly removed: string;
}

export const relationTexts: Readonly<Record<Locale, RelationTexts>> = {
  "zh-TW": {
    title: "資產依賴",
    why: "一項資產少了另一項就不能運作。排程時，依賴的資產同一時段有別的變更，就算衝突。",
    create: "新增依賴",
    none: "還沒有資產依賴",
    noneHint: "例如：交換器依賴它的不斷電系統。",
    from: "資產",
    to: "依賴的資產",
    same: "請選另一項資產",
    remove: (from, to) => `移除：${from} 依賴 ${to}`,
    removed: "已移除依賴。",
  },
  en: {
    title: "Asset dependencies",
    why: "One asset does not work without another. Changes of both at the same time are a conflict.",
    create: "Add a dependency",
    none: "No asset depends on another yet",
    noneHint: "For example: a switch depends on its UPS.",
    from: "Asset",
    to: "Depends on",
    same: "Choose another asset",
    remove: (from, to) => `Remove: ${from} depends on ${to}`,
    removed: "Dependency removed.",
  },
};
