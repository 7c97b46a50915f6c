/** The words of how full this phone is, loaded later (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";

interface Warning {
  readonly title: string;
  readonly steps: readonly string[];
}

interface RoomTexts {
  readonly title: string;
  readonly parts: string;
  readonly used: string;
  readonly of: (used: string, granted: string) => string;
  readonly unknown: string;
  readonly unsent: string;
  readonly small: string;
  readonly smallHint: string;
  readonly deleteSmall: string;
  readonly smallDeleted: string;
  readonly kept: string;
  readonly isKept: string;
  readonly isNotKept: string;
  readonly keep: string;
  readonly notKept: string;
  readonly look: string;
  readonly warnings: Readonly<Record<"nearlyFull" | "manyUnsent", Warning>>;
}

export const roomTexts: Readonly<Record<Locale, RoomTexts>> = {
  "zh-TW": {
    title: "手機空間",
    parts: "用在哪裡",
    used: "這個 App 用了",
    of: (used, granted) => `${used}，最多 ${granted}`,
    unknown: "瀏覽器沒有說",
    unsent: "只在這裡的照片與檔案",
    small: "縮圖",
    smallHint: "刪掉沒關係，有網路時會再下載。",
    deleteSmall: "刪除縮圖",
    smallDeleted: "縮圖已刪除",
    kept: "系統會不會清掉",
    isKept: "不會，系統已答應保留",
    isNotKept: "空間不夠時可能會",
    keep: "請系統保留",
    notKept: "系統沒有答應。裝到主畫面之後再試一次。",
    look: "查看",
    warnings: {
      nearlyFull: {
        title: "這個 App 能用的空間快滿了，系統可能會清掉資料",
        steps: ["連上網路，等照片上傳完。", "刪除縮圖。", "刪掉手機裡用不到的照片、影片或 App。"],
      },
      manyUnsent: {
        title: "很多照片與檔案只在這支手機上",
        steps: ["找個快一點的網路，開著 App 等上傳完。", "分享進來還沒用到的，放進單子或刪除。"],
      },
    },
  },
  en: {
    title: "Space on this phone",
    parts: "What it is used for",
    used: "This app uses",
    of: (used, granted) => `${used} of at most ${granted}`,
    unknown: "The browser does not say",
    unsent: "Photos and files that are only here",
    small: "Small pictures",
    smallHint: "They can go: with a network they are downloaded again.",
    deleteSmall: "Delete small pictures",
    smallDeleted: "Small pictures deleted",
    kept: "May the system clear it?",
    isKept: "No, it has promised to keep it",
    isNotKept: "Yes, when space is short",
    keep: "Ask it to keep it",
    notKept: "It did not promise. Try again once the app is on the home screen.",
    look: "Look",
    warnings: {
      nearlyFull: {
        title: "This app's space is nearly used up: the system may clear its data",
        steps: [
          "Go online and wait until the photos are uploaded.",
          "Delete the small pictures.",
          "Delete photos, videos or apps that you do not need.",
        ],
      },
      manyUnsent: {
        title: "Many photos and files are on this phone only",
        steps: [
          "Find a fast network and keep the app open until they are uploaded.",
          "Put what was shared into tickets, or delete it.",
        ],
      },
    },
  },
};
