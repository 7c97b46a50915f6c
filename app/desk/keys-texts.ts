import type { Locale } from "../../core/messages/vocabulary-texts";
import type { KeyCommand } from "./keys";

interface KeysTexts {
  readonly title: string;
  readonly on: string;
  readonly why: string;
  readonly commands: Readonly<Record<KeyCommand, string>>;
}

export const keysTexts: Readonly<Record<Locale, KeysTexts>> = {
  "zh-TW": {
    title: "鍵盤快捷鍵",
    on: "使用單鍵快捷鍵",
    why: "輸入文字時不會觸發。關掉後仍可用 Tab、方向鍵和 Enter。",
    commands: {
      search: "搜尋工單",
      next: "下一張",
      previous: "上一張",
      open: "開啟這張",
      main: "這張單的主要動作",
      comment: "留言",
      new: "開單",
      pick: "選取這張，再一起指派",
      back: "返回、關閉",
      work: "到我的工作",
      tickets: "到工單",
      reviews: "到審核",
      more: "到更多",
      help: "顯示這張表",
    },
  },
  en: {
    title: "Keyboard shortcuts",
    on: "Use single-key shortcuts",
    why: "Never while you type. Without them, Tab, the arrows and Enter go on working.",
    commands: {
      search: "Search tickets",
      next: "Next ticket",
      previous: "Previous ticket",
      open: "Open it",
      main: "Main action of the ticket",
      comment: "Comment",
      new: "Open a new ticket",
      pick: "Select it, to assign several",
      back: "Back, close",
      work: "Go to My work",
      tickets: "Go to Tickets",
      reviews: "Go to Reviews",
      more: "Go to More",
      help: "Show this list",
    },
  },
};
