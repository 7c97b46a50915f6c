/** The words of photos and files, loaded with them (docs/decisions/0014-first-load.md). */
import type { AttachmentView } from "../../client/attachments/view";
import type { Locale } from "../../core/messages/vocabulary-texts";

export type KeepFailure = "tooLarge" | "empty" | "unreadable" | "tooMany" | "failed";

export interface AttachmentTexts {
  readonly label: string;
  readonly camera: string;
  readonly choose: string;
  readonly hint: (most: number) => string;
  readonly preparing: string;
  readonly added: (name: string) => string;
  readonly remove: (name: string) => string;
  readonly removed: (name: string) => string;
  readonly keepPosition: string;
  readonly keepPositionHint: string;
  readonly positionUnknown: (name: string) => string;
  readonly failed: Readonly<Record<KeepFailure, (name: string) => string>>;
  readonly state: Readonly<Record<AttachmentView["state"], string>>;
  readonly open: (name: string) => string;
  readonly notHere: string;
  readonly download: string;
  readonly waitingTitle: string;
  readonly waitingWhy: string;
  readonly save: string;
  readonly giveUp: string;
  readonly giveUpSure: (name: string) => string;
  readonly trouble: Readonly<Record<"damaged" | "unknown" | "refused", string>>;
  readonly signOut: (count: number) => string;
}

export const attachmentTexts: Readonly<Record<Locale, AttachmentTexts>> = {
  "zh-TW": {
    label: "照片與檔案",
    camera: "拍照",
    choose: "選擇檔案",
    hint: (most) => `最多 ${most} 個。先存在手機，有網路時自動上傳。`,
    preparing: "處理中…",
    added: (name) => `已加入 ${name}`,
    remove: (name) => `移除 ${name}`,
    removed: (name) => `已移除 ${name}`,
    keepPosition: "保留拍攝地點",
    keepPositionHint: "沒勾選時，照片裡的位置、機型等資料會全部移除。",
    positionUnknown: (name) => `${name} 這種格式無法在手機上處理，裡面可能帶有拍攝地點。`,
    failed: {
      tooLarge: (name) => `${name} 太大：檔案上限 25 MB，照片上限兩億畫素。`,
      empty: (name) => `${name} 是空的。`,
      unreadable: (name) => `讀不到 ${name}。如果在雲端，請先下載到手機。`,
      tooMany: (name) => `已達上限，沒有加入 ${name}。`,
      failed: (name) => `${name} 沒有加入，請再試一次。`,
    },
    state: {
      here: "待上傳",
      sending: "上傳中",
      stored: "已上傳",
      coming: "尚未收到",
      damaged: "檔案已損壞",
      unknown: "伺服器沒有這筆紀錄",
      refused: "伺服器不收",
    },
    open: (name) => `開啟 ${name}`,
    notHere: "原圖需要網路才能開啟，這是縮圖。",
    download: "下載",
    waitingTitle: "待上傳的照片與檔案",
    waitingWhy: "工單不用等照片。App 裡的這份，要等伺服器確認完整收到才會清掉；相簿裡的照片不受影響。",
    save: "存到手機",
    giveUp: "刪除",
    giveUpSure: (name) => `${name} 只在這支手機上，刪除後就沒有了。`,
    trouble: {
      damaged: "手機上的檔案和當初存的不一樣了，無法上傳。可以先存下來看還能不能用。",
      unknown: "伺服器上沒有這個動作的紀錄，可能還原過備份。請存下檔案，再加到工單的留言裡。",
      refused: "伺服器不收這個檔案。請存下來，用別的方式提供。",
    },
    signOut: (count) => `${count} 個照片或檔案還沒上傳`,
  },
  en: {
    label: "Photos and files",
    camera: "Take photo",
    choose: "Choose files",
    hint: (most) => `Up to ${most}. Kept on the phone first, uploaded by itself when there is a network.`,
    preparing: "Preparing…",
    added: (name) => `Added ${name}`,
    remove: (name) => `Remove ${name}`,
    removed: (name) => `Removed ${name}`,
    keepPosition: "Keep where it was taken",
    keepPositionHint: "Unticked, position, camera model and the like are removed from photos.",
    positionUnknown: (name) =>
      `${name} is of a kind the phone cannot process: it may say where it was taken.`,
    failed: {
      tooLarge: (name) => `${name} is too large: 25 MB a file, 200 megapixels a photo at most.`,
      empty: (name) => `${name} is empty.`,
      unreadable: (name) => `${name} cannot be read. If it is in a cloud, download it to the phone first.`,
      tooMany: (name) => `That is as many as fit; ${name} was not added.`,
      failed: (name) => `${name} was not added, please try again.`,
    },
    state: {
      here: "to upload",
      sending: "uploading",
      stored: "uploaded",
      coming: "not received yet",
      damaged: "file damaged",
      unknown: "the server has no record of it",
      refused: "the server does not take it",
    },
    open: (name) => `Open ${name}`,
    notHere: "The full picture needs a network; this is the small one.",
    download: "Download",
    waitingTitle: "Photos and files to upload",
    waitingWhy:
      "A ticket never waits for its photo. The app keeps its copy until the server has confirmed all of it; your gallery is not touched.",
    save: "Save to phone",
    giveUp: "Delete",
    giveUpSure: (name) => `${name} is on this phone only; deleted, it is gone.`,
    trouble: {
      damaged:
        "The file on this phone is not what was kept, so it cannot go up. Save it to see if it still opens.",
      unknown:
        "The server has no record of this action; perhaps it was restored from a backup. Save the file and add it to a comment.",
      refused: "The server does not take this file. Save it and hand it over another way.",
    },
    signOut: (count) =>
      count === 1 ? "1 photo or file not uploaded" : `${count} photos or files not uploaded`,
  },
};
