/** The words of what other apps share, loaded with it (docs/decisions/0014-first-load.md). */
import type { RefusedFile, SharedFileTrouble } from "../../client/shared/share";
import type { Locale } from "../../core/messages/vocabulary-texts";

/** Why nothing was kept: no worker yet, no room, or it could not be read. */
export type NotKept = "lost" | "full" | "failed";

interface SharedTexts {
  readonly title: string;
  readonly hint: string;
  readonly take: string;
  readonly discard: string;
  readonly discardSure: string;
  readonly seen: string;
  readonly putting: (done: number, of: number) => string;
  readonly put: (count: number) => string;
  readonly gone: string;
  readonly notKept: Readonly<Record<NotKept, string>>;
  readonly trouble: Readonly<Record<SharedFileTrouble | RefusedFile["why"], string>>;
  readonly refused: string;
  readonly more: (count: number) => string;
  readonly signIn: string;
  readonly signOut: (count: number) => string;
}

export const sharedTexts: Readonly<Record<Locale, SharedTexts>> = {
  "zh-TW": {
    title: "分享進來，還沒用到",
    hint: "只在這支手機上，還沒送出。七天沒用就會刪除。",
    take: "放進新單",
    discard: "刪除",
    discardSure: "這份分享會從這支手機刪除。原本的 App 裡不受影響。",
    seen: "知道了",
    putting: (done, of) => `正在放進分享的內容… ${done}/${of}`,
    put: (count) => (count === 0 ? "已放進分享的內容" : `已放進分享的內容與 ${count} 個檔案`),
    gone: "這份分享已經用掉或刪除了。",
    notKept: {
      lost: "這次沒有收到分享的內容：App 還沒準備好。現在好了，請再分享一次。",
      full: "這次沒有收到分享的內容：手機空間不夠，或還有太多分享沒用到。請先處理下面的，再分享一次。",
      failed: "這次沒有收到分享的內容。請再分享一次，檔案很大的話一次少一點。",
    },
    trouble: {
      tooLarge: "太大",
      empty: "是空的",
      unreadable: "讀不到",
      tooMany: "超過一張單的上限",
      full: "手機空間不夠",
    },
    refused: "沒有收下",
    more: (count) => `還有 ${count} 個`,
    signIn: "分享的內容已經存在這支手機。登入後會放進新的單，送出前都可以刪除。",
    signOut: (count) => `${count} 份分享進來還沒用到的內容`,
  },
  en: {
    title: "Shared, not used yet",
    hint: "On this phone only, nothing was sent. Deleted after seven days without use.",
    take: "Put into a new ticket",
    discard: "Delete",
    discardSure: "It is deleted from this phone. The app it came from keeps its own.",
    seen: "Got it",
    putting: (done, of) => `Putting in what was shared… ${done}/${of}`,
    put: (count) => {
      if (count === 0) return "What was shared is in the form";
      return `What was shared is in the form, with ${count === 1 ? "1 file" : `${count} files`}`;
    },
    gone: "That was used or deleted already.",
    notKept: {
      lost: "Nothing was received: the app was not ready yet. It is now, please share again.",
      full: "Nothing was received: the phone has no room, or too much that was shared is not used yet. Deal with what is below, then share again.",
      failed: "Nothing was received. Please share again; large files a few at a time.",
    },
    trouble: {
      tooLarge: "too large",
      empty: "is empty",
      unreadable: "cannot be read",
      tooMany: "over a ticket's limit",
      full: "no room on the phone",
    },
    refused: "not kept",
    more: (count) => `and ${count} more`,
    signIn:
      "What was shared is kept on this phone. Sign in and it goes into a new ticket; until that is sent you can delete it.",
    signOut: (count) =>
      count === 1 ? "1 share that is not used yet" : `${count} shares that are not used yet`,
  },
};
