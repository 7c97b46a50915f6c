/** The words of 待處理 and of drafts that were left, loaded with them (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";

export interface AttentionTexts {
  readonly title: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly you: string;
  readonly nothingLost: string;
  readonly noteKept: string;
  readonly wordsHere: string;
  readonly happened: (action: string) => string;
  readonly since: (mine: string, theirs: string) => string;
  readonly already: (action: string) => string;
  readonly held: (action: string) => string;
  readonly whoMay: (who: string) => string;
  readonly next: string;
  readonly doAgain: (steps: string) => string;
  readonly andThen: string;
  readonly keepNote: string;
  readonly discard: string;
  readonly useMine: string;
  readonly useTheirs: string;
  readonly edit: string;
  readonly drafts: string;
  readonly draftOf: (action: string) => string;
  readonly keepAsComment: string;
  readonly deleteDraft: string;
  readonly draftGone: string;
  readonly copy: string;
  readonly copied: string;
  readonly heldType: (action: string) => string;
  readonly dismiss: string;
  readonly openTicket: string;
}

export const attentionTexts: Readonly<Record<Locale, AttentionTexts>> = {
  "zh-TW": {
    title: "待處理",
    empty: "沒有退回的動作",
    emptyHint: "來不及生效的動作，會在這裡讓你決定。",
    you: "你",
    nothingLost: "沒有遺失任何內容。",
    noteKept: "你的內容已留在工單上，並已告知目前負責的人。",
    wordsHere: "你的內容還在這裡，只有你看得到。",
    happened: (action) => `你的「${action}」沒有生效`,
    since: (mine, theirs) => `你的「${mine}」送達前，工單已先「${theirs}」`,
    already: (action) => `「${action}」已經有人做了，不用再做`,
    held: (action) => `「${action}」在等前一個動作的決定`,
    whoMay: (who) => `可以執行的是：${who}`,
    next: "接下來",
    doAgain: (steps) => `${steps}（用我原本的內容）`,
    andThen: "並",
    keepNote: "保留為工作紀錄即可",
    discard: "捨棄我的動作",
    useMine: "用我的",
    useTheirs: "用現在的",
    edit: "修改後再送",
    drafts: "沒送出的草稿",
    draftOf: (action) => `「${action}」打到一半，現在不能做了`,
    keepAsComment: "存成留言",
    deleteDraft: "刪除草稿",
    draftGone: "草稿已刪除",
    copy: "複製內容",
    copied: "已複製",
    heldType: (action) => `伺服器還看不懂「${action}」，更新後會處理`,
    dismiss: "知道了",
    openTicket: "看工單",
  },
  en: {
    title: "Came back",
    empty: "Nothing came back",
    emptyHint: "An action that came too late waits here for your decision.",
    you: "You",
    nothingLost: "Nothing is lost.",
    noteKept: "Your words are on the ticket, and the person now responsible was told.",
    wordsHere: "Your words are still here; only you can see them.",
    happened: (action) => `Your “${action}” did not take effect`,
    since: (mine, theirs) => `Before your “${mine}” arrived: “${theirs}”`,
    already: (action) => `“${action}” was done already. Nothing left to do`,
    held: (action) => `“${action}” waits for the decision before it`,
    whoMay: (who) => `It may be done by ${who}`,
    next: "What now",
    doAgain: (steps) => `${steps} (with my words)`,
    andThen: " and ",
    keepNote: "Keep it as a work note",
    discard: "Discard my action",
    useMine: "Use mine",
    useTheirs: "Keep the present one",
    edit: "Change it and send again",
    drafts: "Not sent: drafts",
    draftOf: (action) => `“${action}” was half written and cannot be done any more`,
    keepAsComment: "Save as a comment",
    deleteDraft: "Delete the draft",
    draftGone: "Draft deleted",
    copy: "Copy the words",
    copied: "Copied",
    heldType: (action) => `The server does not know “${action}” yet and will decide it after its update`,
    dismiss: "Got it",
    openTicket: "See the ticket",
  },
};
