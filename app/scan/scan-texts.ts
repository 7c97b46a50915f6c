/** The words of the scanner, loaded with it (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { CameraTrouble } from "./camera";

export interface ScanTexts {
  readonly title: string;
  readonly button: string;
  readonly aim: string;
  readonly starting: string;
  readonly torch: string;
  readonly trouble: Readonly<Record<CameraTrouble, { readonly what: string; readonly how: string }>>;
  readonly again: string;
  readonly byHand: string;
  readonly byHandHint: string;
  readonly find: string;
  readonly picture: string;
  readonly reading: string;
  readonly noCode: string;
  readonly noPicture: string;
  readonly unknown: string;
  readonly unknownHint: string;
  readonly scanNext: string;
  readonly openWith: string;
  readonly describeWith: string;
  readonly fromList: string;
  readonly retired: (tag: string) => string;
  readonly added: (tag: string) => string;
  readonly labelSays: (text: string) => string;
}

export const scanTexts: Readonly<Record<Locale, ScanTexts>> = {
  "zh-TW": {
    title: "掃描標籤",
    button: "掃描",
    aim: "把標籤放進框裡，靠近到看得清楚",
    starting: "正在開啟相機…瀏覽器詢問時請選「允許」",
    torch: "手電筒",
    trouble: {
      denied: {
        what: "相機沒有被允許",
        how: "點網址列左邊的圖示（iPhone：「設定 → Safari → 相機」），把相機改成「允許」，再按「再試一次」。也可以在下面輸入編號或選照片。",
      },
      none: { what: "這台裝置沒有相機", how: "請在下面輸入編號，或選一張標籤的照片。" },
      busy: { what: "相機正被別的 App 使用", how: "關掉正在用相機的 App 或通話，再按「再試一次」。" },
      insecure: {
        what: "這個網址不安全，瀏覽器不開放相機",
        how: "請用 https:// 開頭的網址開啟。現在可以輸入編號或選照片。",
      },
      failed: { what: "相機打不開", how: "請再試一次；還是不行，就輸入編號或選照片。" },
    },
    again: "再試一次",
    byHand: "標籤上的編號",
    byHandHint: "例如 A-DR-017，大小寫都可以",
    find: "查詢",
    picture: "選標籤的照片",
    reading: "讀取中…",
    noCode: "照片裡找不到條碼。靠近一點、避開反光再拍一次，或輸入編號。",
    noPicture: "這個檔案不是照片，打不開。",
    unknown: "資產清單裡沒有",
    unknownHint: "標籤上寫的是：",
    scanNext: "再掃一次",
    openWith: "開單，附上這段文字",
    describeWith: "寫進描述",
    fromList: "從資產清單找",
    retired: (tag) => `${tag} 已停用，不能選到工單上。`,
    added: (tag) => `已加入 ${tag}`,
    labelSays: (text) => `標籤：${text}`,
  },
  en: {
    title: "Scan a label",
    button: "Scan",
    aim: "Bring the label into the frame, close enough to be sharp",
    starting: "Opening the camera… choose “Allow” if the browser asks",
    torch: "Torch",
    trouble: {
      denied: {
        what: "The camera is not allowed",
        how: "Choose the icon left of the address (iPhone: Settings → Safari → Camera), set Camera to “Allow”, then “Try again”. Or type the tag or choose a photo below.",
      },
      none: { what: "This device has no camera", how: "Type the tag below, or choose a photo of the label." },
      busy: {
        what: "Another app is using the camera",
        how: "Close the app or the call that uses it, then “Try again”.",
      },
      insecure: {
        what: "This address is not secure, so the browser gives no camera",
        how: "Open the app by its https:// address. Until then, type the tag or choose a photo.",
      },
      failed: {
        what: "The camera does not open",
        how: "Try again; if it stays so, type the tag or choose a photo.",
      },
    },
    again: "Try again",
    byHand: "Tag on the label",
    byHandHint: "Such as A-DR-017",
    find: "Find",
    picture: "Choose a photo of the label",
    reading: "Reading…",
    noCode: "No code in this photo. Go closer, avoid reflections and take it again, or type the tag.",
    noPicture: "This file is no picture that opens here.",
    unknown: "Not in the asset list",
    unknownHint: "The label says:",
    scanNext: "Scan again",
    openWith: "Open a ticket with this text",
    describeWith: "Put it into the description",
    fromList: "Find it in the asset list",
    retired: (tag) => `${tag} is out of use and cannot be put on a ticket.`,
    added: (tag) => `Added ${tag}`,
    labelSays: (text) => `Label: ${text}`,
  },
};
