import { expect, test } from "vitest";
import type { ReturnedRow } from "../../client/replica/rows";
import { messages } from "../../core/messages/messages";
import type { Activity } from "../../core/tickets/ticket";
import { makeTicket } from "../../core/workflow/testing/world";
import { attentionTexts } from "./attention-texts";
import { returnedView } from "./returned-view";

const t = messages["zh-TW"];
const texts = attentionTexts["zh-TW"];
const at = new Date(2026, 10, 23, 10, 5).getTime();
const context = {
  t,
  locale: "zh-TW" as const,
  me: "me" as never,
  now: at + 3_600_000,
  ticket: null,
  lastEdit: null,
  directory: { people: new Map(), assets: new Map(), sites: new Map(), categories: new Map() },
  theirWords: "聯絡不到處理人員",
  offered: ["resolve", "comment"] as const,
  nameOf: () => "陳柏翰",
};
const row = (outcome: object): ReturnedRow =>
  ({
    actionId: "a",
    ticketId: "t",
    title: "3 號電梯對講機無聲",
    action: { type: "resolve", occurredAt: at, args: { closureCode: "fixed", notes: "更換主機板" } },
    outcome,
  }) as unknown as ReturnedRow;

test("[A5] a returned action tells both sides, that nothing is lost, and its choices with one main", () => {
  const view = returnedView(
    row({
      kind: "returned",
      code: "stage.moved",
      fields: [],
      whoMay: ["lead"],
      since: { action: "returnToAssign", actorId: "chen", at: at + 960_000 },
      choices: [
        {
          kind: "do",
          steps: [
            { type: "claim", args: {} },
            { type: "resolve", args: {} },
          ],
        },
        { kind: "keepNote" },
        { kind: "discard" },
      ],
      noteKept: true,
    }),
    context,
  );
  expect(view.headline).toBe("你的「排除事故」送達前，工單已先「返回指派」");
  expect(view.mine).toEqual({ who: "你", when: "現場 10:05", what: "排除事故", words: "已修復\n更換主機板" });
  expect(view.theirs).toEqual({ who: "陳柏翰", when: "10:21", what: "返回指派", words: "聯絡不到處理人員" });
  expect(view.safe).toBe(texts.noteKept);
  expect(view.choices.map(({ label, main }) => [label, main])).toEqual([
    ["領單並排除事故（用我原本的內容）", true],
    ["保留為工作紀錄即可", false],
    ["捨棄我的動作", false],
  ]);
  expect(view.dismissible).toBe(false);
});

test("the opening of a ticket explains no action that came back", () => {
  const outcome = {
    kind: "returned",
    code: "right.missing",
    fields: [],
    whoMay: ["member"],
    since: { action: "open", actorId: "chen", at: at - 960_000 },
    choices: [{ kind: "discard" }],
    noteKept: false,
  };
  const view = returnedView(row(outcome), context);
  expect(view.headline).toBe("你的「排除事故」沒有生效");
  expect(view.theirs).toBeNull();
  expect(view.reasons).toEqual(["這個動作不是由你執行", "可以執行的是：受派組織成員"]);
});

test("[A2] a superseded action is a notice that only a tap puts away", () => {
  const view = returnedView(
    row({ kind: "superseded", by: { action: "resolve", actorId: "system", at } }),
    context,
  );
  expect(view.headline).toBe("「排除事故」已經有人做了，不用再做");
  expect(view.choices).toEqual([]);
  expect(view.dismissible).toBe(true);
});

test("[A5] what may be done now can be put right first; a new ticket always, with every word it said", () => {
  const refused = {
    kind: "returned",
    code: "category.unknown",
    fields: ["categoryId"],
    whoMay: [],
    since: null,
    choices: [{ kind: "discard" }],
    noteKept: false,
  };
  expect(returnedView(row(refused), context).edit).toBe("action");
  expect(returnedView(row(refused), { ...context, offered: ["comment"] }).edit).toBeNull();
  expect(
    returnedView(row({ kind: "superseded", by: { action: "resolve", actorId: "system", at } }), context).edit,
  ).toBeNull();
  const args = { flow: "incident", title: "馬達異音", description: "昨晚開始，越來越大聲" };
  const opening = {
    ...row(refused),
    action: { type: "open", occurredAt: at, args },
  } as unknown as ReturnedRow;
  const view = returnedView(opening, { ...context, offered: [] });
  expect(view.edit).toBe("open");
  expect(view.mine.words).toBe("馬達異音\n昨晚開始，越來越大聲");
});

test("missing fields are named", () => {
  const view = returnedView(
    row({
      kind: "returned",
      code: "needs.missing",
      fields: ["notes"],
      whoMay: [],
      since: null,
      choices: [],
      noteKept: false,
    }),
    context,
  );
  expect(view.reasons).toEqual(["少填了必要的內容：說明"]);
  expect(view.safe).toBe(texts.wordsHere);
});

test("[A3] an edit that met another one shows both values, who put the present one there, and one tap for each", () => {
  const ticket = makeTicket("incident", "handle", null, { impact: "high" });
  const steps = [{ type: "edit", args: { impact: "low", from: { impact: "high" } } }] as const;
  const conflict = {
    ...row({
      kind: "returned",
      code: "edit.conflict",
      fields: ["impact"],
      whoMay: [],
      since: null,
      choices: [{ kind: "do", steps }, { kind: "discard" }],
      noteKept: false,
    }),
    action: { type: "edit", occurredAt: at, args: { impact: "low", from: { impact: "medium" } } },
  } as unknown as ReturnedRow;
  const lastEdit = {
    actorId: "chen",
    occurredAt: at + 60_000,
    details: { edit: { field: "impact", from: "medium", to: "high" } },
  } as unknown as Activity;
  const view = returnedView(conflict, { ...context, ticket, lastEdit, offered: ["edit"] });
  expect(view.reasons).toEqual(["別人也改了這一欄：影響"]);
  expect(view.mine).toMatchObject({ who: "你", what: "影響", words: "低" });
  expect(view.theirs).toMatchObject({ who: "陳柏翰", words: "高" });
  const older = {
    ...lastEdit,
    details: { edit: { field: "impact", from: "medium", to: "low" } },
  } as Activity;
  expect(returnedView(conflict, { ...context, ticket, lastEdit: older }).theirs).toMatchObject({
    who: "現在",
  });
  expect(view.choices.map(({ label }) => label)).toEqual(["用我的", "用現在的"]);
  expect(view.safe).toBe(texts.wordsHere);
  expect(view.edit).toBe("action");
});

test("[A5] what the author had seen before is no reason why it came back", () => {
  const seen = { action: "reassign", actorId: "chen", at } as const;
  const back = row({
    kind: "returned",
    code: "right.missing",
    fields: [],
    whoMay: ["member"],
    since: seen,
    choices: [],
    noteKept: false,
  });
  expect(returnedView(back, context).theirs).not.toBeNull();
  const known = returnedView({ ...back, seen } as unknown as ReturnedRow, context);
  expect(known.headline).toBe("你的「排除事故」沒有生效");
  expect(known.theirs).toBeNull();
});
