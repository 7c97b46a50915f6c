/** What a notification says after one of its buttons was pressed. Not on the first load: the worker's part has it. */
import type { ReturnCode } from "../sync/protocol";
import { messages } from "./messages";
import type { NotificationText } from "./notifications";
import type { Locale } from "./vocabulary-texts";

/**
 * waits: saved, and not answered yet. signIn: saved, and it goes once its person has signed in again. superseded:
 * somebody did the same before. gone: it waits no more, and nothing here says how it ended. failed: it could not even be saved. notYours: another account, or nobody, is signed in here; nothing was saved.
 */
export type PressedEnd =
  | { readonly kind: "applied" | "waits" | "signIn" | "superseded" | "gone" | "failed" | "notYours" }
  | { readonly kind: "returned"; readonly code: ReturnCode };

interface Words {
  readonly applied: Readonly<Record<"approve" | "claim", string>>;
  readonly waits: (action: string) => string;
  readonly waitsWhy: string;
  readonly signIn: (action: string) => string;
  readonly signInWhy: string;
  readonly superseded: (action: string) => string;
  readonly supersededWhy: string;
  readonly returned: (action: string) => string;
  readonly gone: (action: string) => string;
  readonly failed: (action: string) => string;
  readonly failedWhy: string;
  readonly look: string;
  readonly notYours: string;
  readonly notYoursWhy: string;
}

const words: Readonly<Record<Locale, Words>> = {
  "zh-TW": {
    applied: { approve: "已核准", claim: "已領單" },
    waits: (action) => `「${action}」已存下，還沒送出`,
    waitsWhy: "連上網路後就會送出，結果再通知你。",
    signIn: (action) => `「${action}」已存下，登入後才會送出`,
    signInWhy: "登入已過期。請開啟 App 登入。",
    superseded: (action) => `已有人先「${action}」`,
    supersededWhy: "你的這一次沒有另外計入。",
    returned: (action) => `「${action}」沒有生效`,
    gone: (action) => `「${action}」已不在等待送出`,
    failed: (action) => `「${action}」沒有存下來`,
    failedWhy: "請開啟 App 再做一次。",
    look: "點這裡看現在的情形。",
    notYours: "沒有處理",
    notYoursWhy: "這支手機現在登入的不是收到通知的帳號。",
  },
  en: {
    applied: { approve: "Approved", claim: "Claimed" },
    waits: (action) => `${action}: saved, not sent yet`,
    waitsWhy: "It is sent as soon as there is a network; you will be told how it ended.",
    signIn: (action) => `${action}: saved, sent after you sign in`,
    signInWhy: "Your sign-in has expired. Open the app to sign in.",
    superseded: (action) => `${action}: somebody was faster`,
    supersededWhy: "Yours was not counted a second time.",
    returned: (action) => `${action}: not applied`,
    gone: (action) => `${action}: no longer waiting`,
    failed: (action) => `${action}: not saved`,
    failedWhy: "Open the app and do it there.",
    look: "Tap to see how it stands now.",
    notYours: "Nothing was done",
    notYoursWhy: "Another account is signed in on this phone now.",
  },
};

/** `action` by its plain name, `number` as the notification said it. */
export function pressedText(
  locale: Locale,
  action: "approve" | "claim",
  number: string,
  end: PressedEnd,
): NotificationText {
  const said = words[locale];
  const name = messages[locale].action[action];
  const titled = (title: string): string => `${title} · ${number}`;
  switch (end.kind) {
    case "applied":
      return { title: titled(said.applied[action]), body: "" };
    case "waits":
      return { title: titled(said.waits(name)), body: said.waitsWhy };
    case "signIn":
      return { title: titled(said.signIn(name)), body: said.signInWhy };
    case "superseded":
      return { title: titled(said.superseded(name)), body: said.supersededWhy };
    case "returned":
      return {
        title: titled(said.returned(name)),
        body: `${messages[locale].returned[end.code]}\n${said.look}`,
      };
    case "gone":
      return { title: titled(said.gone(name)), body: said.look };
    case "failed":
      return { title: titled(said.failed(name)), body: said.failedWhy };
    case "notYours":
      return { title: said.notYours, body: said.notYoursWhy };
  }
}
