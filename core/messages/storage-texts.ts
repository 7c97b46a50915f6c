/** What is said when this phone's own memory is in trouble (C7): a part that nobody loads before it is needed. */
import type { Locale } from "./vocabulary-texts";

export interface StorageText {
  readonly title: string;
  readonly hint: string;
  /** What to try, in this order. */
  readonly steps: readonly string[];
}

interface StorageTexts {
  readonly full: StorageText;
  readonly blocked: StorageText;
  readonly silent: StorageText;
  readonly newer: StorageText;
  readonly away: StorageText;
  readonly well: StorageText;
  /** `unsent`: how many actions were known to wait. */
  readonly evicted: (unsent: number) => StorageText;
  /** Stands below what goes on by itself. */
  readonly goesOn: string;
  readonly unread: string;
  readonly understood: string;
}

export const storageTexts: Readonly<Record<Locale, StorageTexts>> = {
  "zh-TW": {
    full: {
      title: "手機空間滿了",
      hint: "已存的都還在，也會繼續送出。新的內容現在存不進來，表單裡打的字會留著。",
      steps: [
        "按「立即送出」，送完會空出一些空間。",
        "刪掉手機裡用不到的照片、影片或 App。",
        "回到表單，再按一次儲存。",
      ],
    },
    blocked: {
      title: "還有一個舊分頁開著",
      hint: "App 更新了，但另一個 Genba 分頁還占著舊版的資料。沒送出的內容都還在。",
      steps: ["關掉其他的 Genba 分頁。", "找不到的話，把瀏覽器整個關掉再開。"],
    },
    silent: {
      title: "手機的儲存沒有回應",
      hint: "手機系統沒有把資料交給 App。沒送出的內容還在手機裡。",
      steps: ["按「重新載入」。", "還是一樣，把 App 完全關掉再開。", "再不行，把手機重新開機。"],
    },
    newer: {
      title: "這個分頁是舊版",
      hint: "另一個分頁已經更新到新版。重新載入就好，內容都還在。",
      steps: [],
    },
    away: {
      title: "開不了這支手機上的資料",
      hint: "伺服器上的資料都在。沒送出的內容通常也還在，重新載入多半就好。",
      steps: [
        "按「重新載入」。",
        "還是一樣，把 App 完全關掉再開。",
        "再不行，把還沒送出的匯出成檔案，交給管理員。",
      ],
    },
    well: { title: "手機空間正常", hint: "存得進來，沒有要處理的事。", steps: [] },
    evicted: (unsent) => ({
      title: "這支手機上的資料被清掉了",
      hint:
        unsent === 0
          ? "手機系統清掉了這個 App 的資料。清掉之前全部都已送出，沒有少；現在正重新下載。"
          : `手機系統清掉了這個 App 的資料，當時有 ${unsent} 件可能還沒送出，已經不在這支手機上。其他的正重新下載。`,
      steps:
        unsent === 0
          ? ["把 Genba 加到主畫面，系統就比較不會清掉它。"]
          : [
              "匯出過檔案的話，到「待同步」按「匯入檔案」。",
              "沒有的話，下載完先看單子上有沒有，沒有的再做一次。",
              "把 Genba 加到主畫面，系統就比較不會清掉它。",
            ],
    }),
    goesOn: "好了之後，這裡會自己繼續。",
    unread: "現在讀不到，匯不出來",
    understood: "知道了",
  },
  en: {
    full: {
      title: "This phone is full",
      hint: "What was saved is safe and goes on being sent. Nothing new can be saved now; what you typed stays in its form.",
      steps: [
        "Tap “Send now”: what has been sent frees some space.",
        "Delete photos, videos or apps that you do not need.",
        "Go back to the form and save again.",
      ],
    },
    blocked: {
      title: "An old tab is still open",
      hint: "The app was updated, but another Genba tab holds the data of the old version. Nothing unsent is lost.",
      steps: ["Close the other Genba tabs.", "If you find none, close the whole browser and open it again."],
    },
    silent: {
      title: "This phone's storage does not answer",
      hint: "The system does not hand the app its data. What is unsent is still on the phone.",
      steps: [
        "Tap “Reload”.",
        "If that does not help, close the app completely and open it again.",
        "Else restart the phone.",
      ],
    },
    newer: {
      title: "This tab is an old version",
      hint: "Another tab has the new version. Reload and go on: everything is there.",
      steps: [],
    },
    away: {
      title: "The data on this phone cannot be opened",
      hint: "The server has all it was sent. What is unsent is most likely still here; a reload mostly helps.",
      steps: [
        "Tap “Reload”.",
        "If that does not help, close the app completely and open it again.",
        "Else export what is unsent as a file and give it to an administrator.",
      ],
    },
    well: { title: "Storage is fine", hint: "Things can be saved. There is nothing to do.", steps: [] },
    evicted: (unsent) => ({
      title: "This phone's data was cleared",
      hint:
        unsent === 0
          ? "The phone's system cleared the data of this app. Everything had been sent, so nothing is missing; it is being downloaded again."
          : `The phone's system cleared the data of this app. ${unsent} ${unsent === 1 ? "action" : "actions"} may not have been sent and are no longer on this phone. The rest is being downloaded again.`,
      steps:
        unsent === 0
          ? ["Add Genba to the home screen: the system then clears it far less often."]
          : [
              "If you exported a file, import it under “Waiting to sync”.",
              "If not, see whether they are on their tickets once these are here, and do the missing ones again.",
              "Add Genba to the home screen: the system then clears it far less often.",
            ],
    }),
    goesOn: "This goes on by itself as soon as it can.",
    unread: "It cannot be read now, so it cannot be exported",
    understood: "Understood",
  },
};
