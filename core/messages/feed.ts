/** What the private calendar link says beside the vocabulary. Used by the server alone; the language is an argument. */
import type { Locale } from "./vocabulary-texts";

export interface FeedTexts {
  readonly name: string;
  readonly blackout: (name: string) => string;
  readonly everywhere: string;
  /** What stands for the words of a restricted change: a calendar may be read by others too. */
  readonly restricted: string;
  readonly stage: string;
  readonly risk: string;
  readonly implementer: string;
  readonly group: string;
  readonly assets: string;
  readonly colon: string;
  readonly join: string;
}

export const feedTexts: Readonly<Record<Locale, FeedTexts>> = {
  "zh-TW": {
    name: "Genba 變更行事曆",
    blackout: (name) => `凍結期：${name}`,
    everywhere: "所有據點",
    restricted: "限制閱讀",
    stage: "關卡",
    risk: "風險",
    implementer: "實施人員",
    group: "變更處理組",
    assets: "資產",
    colon: "：",
    join: "、",
  },
  en: {
    name: "Genba change calendar",
    blackout: (name) => `Blackout: ${name}`,
    everywhere: "All sites",
    restricted: "Restricted",
    stage: "Stage",
    risk: "Risk",
    implementer: "Implementer",
    group: "Change group",
    assets: "Assets",
    colon: ": ",
    join: ", ",
  },
};
