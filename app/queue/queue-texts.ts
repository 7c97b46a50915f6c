/** The words of 待同步, loaded with it (docs/decisions/0014-first-load.md). */
import type { ImportError } from "../../client/queue/export";
import type { Locale } from "../../core/messages/vocabulary-texts";

export interface QueueTexts {
  readonly title: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly why: string;
  readonly onlyOpen: string;
  readonly send: string;
  readonly export: string;
  readonly waiting: string;
  readonly sending: string;
  readonly answered: string;
  readonly held: string;
  readonly takeBack: string;
  readonly takeBackSure: (action: string) => string;
  readonly takenBack: (action: string) => string;
  readonly maybeSent: string;
  readonly import: string;
  readonly imported: (count: number) => string;
  readonly importFailed: Readonly<Record<ImportError["code"], string>>;
}

export const queueTexts: Readonly<Record<Locale, QueueTexts>> = {
  "zh-TW": {
    title: "待同步",
    empty: "全部已同步",
    emptyHint: "每個動作都已送達。",
    why: "都存在手機裡，有網路就依序送出，關掉 App 也不會不見。",
    onlyOpen: "這個瀏覽器只在 App 開著時送出。",
    send: "立即送出",
    export: "匯出成檔案",
    waiting: "等待送出",
    sending: "送出中",
    answered: "已送達",
    held: "伺服器保留中",
    takeBack: "收回",
    takeBackSure: (action) => `收回「${action}」？它不會送出，填的內容會刪除。`,
    takenBack: (action) => `已收回「${action}」`,
    maybeSent: "可能已經送出，不能收回",
    import: "匯入檔案",
    imported: (n) => `匯入了 ${n} 件`,
    importFailed: {
      notAQueue: "這不是匯出的檔案",
      otherAccount: "這是另一個帳號匯出的檔案",
      otherVersion: "這個檔案是別的版本匯出的，請先更新 App",
    },
  },
  en: {
    title: "Waiting to sync",
    empty: "All synced",
    emptyHint: "Everything you did has arrived.",
    why: "All of this is saved on the phone and goes out in order when there is a network. Closing the app loses nothing.",
    onlyOpen: " This browser sends only while the app is open.",
    send: "Send now",
    export: "Export as a file",
    waiting: "waiting",
    sending: "sending",
    answered: "arrived",
    held: "kept at the server",
    takeBack: "Take back",
    takeBackSure: (action) => `Take back “${action}”? It will not be sent, and its words are deleted.`,
    takenBack: (action) => `Took back “${action}”`,
    maybeSent: "It may have been sent already and cannot be taken back",
    import: "Import a file",
    imported: (n) => `Imported ${n}`,
    importFailed: {
      notAQueue: "This is not an exported file",
      otherAccount: "This file belongs to another account",
      otherVersion: "This file is of another version: update the app first",
    },
  },
};
