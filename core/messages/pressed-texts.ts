/** What a notification says after one of its buttons was pressed. Not on the first load: the worker's part has it. */
import type { ReturnCode } from "../sync/protocol";
import { messages } from "./messages";
import type { NotificationText } from "./notifications";
import type { Locale } from "./vocabulary-texts";

/**
 * waits: saved, and not answered yet. signIn, update: saved, and it goes once its person has signed in again, or taken
 * the new app. held: the desk has it, and it stands on something that came back. stalled: nothing here tries any more.
 * superseded: it was done before, `isOwn` by the same person. gone: it waits no more, and nothing here says how it ended.
 * failed: it could not even be saved. notYours: another account, or nobody, is signed in here; nothing was saved.
 */
export type PressedEnd =
  | {
      readonly kind:
        | "applied"
        | "waits"
        | "signIn"
        | "update"
        | "held"
        | "stalled"
        | "gone"
        | "failed"
        | "notYours";
    }
  | { readonly kind: "superseded"; readonly isOwn: boolean }
  | { readonly kind: "returned"; readonly code: ReturnCode };

type Button = "approve" | "claim";
interface Said {
  readonly title: string;
  readonly body: string;
}
interface Words {
  /** One vote: whether it decides the review, the ticket says. */
  readonly applied: Readonly<Record<Button, string>>;
  readonly already: Readonly<Record<Button, string>>;
  readonly of: Readonly<
    Record<Exclude<PressedEnd["kind"], "applied" | "superseded" | "returned">, (action: string) => Said>
  >;
  readonly faster: (action: string) => Said;
  readonly returned: (action: string) => string;
  readonly look: string;
}

const words: Readonly<Record<Locale, Words>> = {
  "zh-TW": {
    applied: { approve: "你的核准已計入", claim: "已領單" },
    already: { approve: "你已經核准過", claim: "這張單已在你手上" },
    of: {
      waits: (action) => ({
        title: `「${action}」已存下，還沒送出`,
        body: "連上網路後就會送出，結果再通知你。",
      }),
      stalled: (action) => ({
        title: `「${action}」已存下，還沒送出`,
        body: "有網路時請開啟 App，就會送出。",
      }),
      signIn: (action) => ({
        title: `「${action}」已存下，登入後才會送出`,
        body: "登入已過期。請開啟 App 登入。",
      }),
      update: (action) => ({
        title: `「${action}」已存下，更新後才會送出`,
        body: "這個版本太舊了。請開啟 App 更新。",
      }),
      held: (action) => ({
        title: `「${action}」已送達，還沒生效`,
        body: "它接在你前一件退回的動作之後。請到待處理決定。",
      }),
      gone: (action) => ({ title: `「${action}」已不在等待送出`, body: "點這裡看現在的情形。" }),
      failed: (action) => ({ title: `「${action}」沒有存下來`, body: "請開啟 App 再做一次。" }),
      notYours: () => ({ title: "沒有處理", body: "這支手機現在登入的不是收到通知的帳號。" }),
    },
    faster: (action) => ({ title: `已有人先「${action}」`, body: "你的這一次沒有另外計入。" }),
    returned: (action) => `「${action}」沒有生效`,
    look: "點這裡看現在的情形。",
  },
  en: {
    applied: { approve: "Your approval is counted", claim: "Claimed" },
    already: { approve: "You had approved already", claim: "It is yours already" },
    of: {
      waits: (action) => ({
        title: `${action}: saved, not sent yet`,
        body: "It is sent as soon as there is a network; you will be told how it ended.",
      }),
      stalled: (action) => ({
        title: `${action}: saved, not sent yet`,
        body: "Open the app when there is a network to send it.",
      }),
      signIn: (action) => ({
        title: `${action}: saved, sent after you sign in`,
        body: "Your sign-in has expired. Open the app to sign in.",
      }),
      update: (action) => ({
        title: `${action}: saved, sent after the update`,
        body: "This version is too old. Open the app to update.",
      }),
      held: (action) => ({
        title: `${action}: received, not applied yet`,
        body: "It stands on something of yours that came back. Decide about that in the app.",
      }),
      gone: (action) => ({ title: `${action}: no longer waiting`, body: "Tap to see how it stands now." }),
      failed: (action) => ({ title: `${action}: not saved`, body: "Open the app and do it there." }),
      notYours: () => ({
        title: "Nothing was done",
        body: "Another account is signed in on this phone now.",
      }),
    },
    faster: (action) => ({
      title: `${action}: somebody was faster`,
      body: "Yours was not counted a second time.",
    }),
    returned: (action) => `${action}: not applied`,
    look: "Tap to see how it stands now.",
  },
};

/** `number` as the notification said it. */
export function pressedText(
  locale: Locale,
  action: Button,
  number: string,
  end: PressedEnd,
): NotificationText {
  const said = words[locale];
  const { title, body } = saidOf(said, action, messages[locale].action[action], end, locale);
  // Of somebody else's notification not even the number is said.
  return { title: end.kind === "notYours" ? title : `${title} · ${number}`, body };
}

function saidOf(said: Words, action: Button, name: string, end: PressedEnd, locale: Locale): Said {
  switch (end.kind) {
    case "applied":
      return { title: said.applied[action], body: "" };
    case "superseded":
      return end.isOwn || action === "claim"
        ? { title: said.already[action], body: said.look }
        : said.faster(name);
    case "returned":
      return { title: said.returned(name), body: `${messages[locale].returned[end.code]}\n${said.look}` };
    default:
      return said.of[end.kind](name);
  }
}
