/** The words of installing, loaded later (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { InstallWay } from "./install-way";

interface InstallTexts {
  readonly title: string;
  readonly why: string;
  readonly install: string;
  readonly how: string;
  readonly never: string;
  readonly installed: string;
  readonly cannot: string;
  readonly steps: Readonly<Record<Exclude<InstallWay, "prompt">, readonly string[]>>;
  readonly first: string;
  readonly firstWhy: string;
}

export const installTexts: Readonly<Record<Locale, InstallTexts>> = {
  "zh-TW": {
    title: "安裝到主畫面",
    why: "裝到主畫面，開得更快，可以從其他 App 分享照片進來，手機也比較不會清掉還沒送出的內容。",
    install: "安裝",
    how: "怎麼裝",
    never: "不用了",
    installed: "已經從主畫面開啟",
    cannot: "這個瀏覽器不能安裝。手機請用 Safari 或 Chrome，電腦請用 Chrome 或 Edge。",
    steps: {
      ios: [
        "點瀏覽器的「分享」（方框加向上箭頭）。",
        "往下找到「加入主畫面」，點「新增」。",
        "從主畫面的 Genba 開啟，再登入。",
      ],
      firefox: ["點右上或右下的「⋮」。", "點「新增應用程式至主畫面」。", "從主畫面的 Genba 開啟。"],
      menu: ["點瀏覽器的選單「⋮」。", "點「安裝應用程式」或「加到主畫面」。", "從主畫面的 Genba 開啟。"],
    },
    first: "iPhone 請先安裝，再登入",
    firstWhy:
      "主畫面上的 App 和瀏覽器分頁各存各的。在這裡登入、打字，裝好之後都不會跟過去；而且分頁收不到通知，資料也比較容易被系統清掉。",
  },
  en: {
    title: "Put it on the home screen",
    why: "On the home screen it opens faster, other apps can share photos with it, and the phone is less likely to clear what is not sent yet.",
    install: "Install",
    how: "How to",
    never: "No, thanks",
    installed: "Opened from the home screen",
    cannot: "This browser cannot install it. Use Safari or Chrome on a phone, Chrome or Edge at a desk.",
    steps: {
      ios: [
        "Tap the browser's Share button (a box with an arrow).",
        "Scroll to “Add to Home Screen”, then tap “Add”.",
        "Open Genba from the home screen, then sign in.",
      ],
      firefox: [
        "Tap “⋮” at the top or bottom right.",
        "Tap “Add app to Home screen”.",
        "Open Genba from the home screen.",
      ],
      menu: [
        "Open the browser's menu “⋮”.",
        "Tap “Install app” or “Add to Home screen”.",
        "Open Genba from the home screen.",
      ],
    },
    first: "On an iPhone, install first, then sign in",
    firstWhy:
      "The app on the home screen and a browser tab keep their data apart. What you sign in to and type here does not come along; a tab gets no notifications either, and its data is cleared sooner.",
  },
};
