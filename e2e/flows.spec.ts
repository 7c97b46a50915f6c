/**
 * The five flows from open to closed, by the people who may, on phones; at each stage who is told, by the source page's
 * own tables; and that who may not sees no button and is refused by the server.
 */
import { expect, test } from "playwright/test";
import { oracle } from "../core/workflow/testing/oracle";
import { queryDesk, readAtDesk } from "./fixtures/desk-database";
import { type FlowName, flowTables, type SideStep, sideStories, type Told } from "./fixtures/flow-tables";
import { refusals, refusedOpenings } from "./fixtures/may-not";
import type { FieldSaid, Person } from "./fixtures/person";
import { inHours, useTeam } from "./fixtures/team";
import { tryAction } from "./fixtures/try-action";

const demo = useTeam();

test.describe.configure({ mode: "serial" });

const phoneOf = (name: string): Promise<Person> => demo.team.person(name);

interface Step {
  readonly who: string;
  readonly action: string;
  readonly fields?: readonly FieldSaid[];
  /** The stage it leads to, or where it stays. */
  readonly to: string;
}

/** The tickets of this file. */
const walked: string[] = [];

/** Walks from the opened ticket on: at each stage who may not is refused, and after each step the tables are checked. */
async function walk(
  id: string,
  flow: FlowName,
  [opening, opened]: readonly [action: string, stage: string],
  steps: readonly Step[],
): Promise<void> {
  walked.push(id);
  const tables: Readonly<Record<string, Told>> = flowTables[flow];
  const toldOf = (action: string, to: string): Told => {
    const told = tables[`${action} → ${to}`];
    if (told === undefined) throw new Error(`The tables have no ${action} → ${to}.`);
    return told;
  };
  let newest = await seesTold(id, toldOf(opening, opened), null);
  let stage = opened;
  await seesRefused(id, flow, stage);
  for (const { who, action, fields, to } of steps) {
    const person = await phoneOf(who);
    await person.goToId(id);
    await person.seesStage(stage);
    await person.act(action, fields);
    await person.seesStage(to);
    await person.isSynced();
    newest = await seesTold(id, toldOf(action, to), newest);
    if (to !== stage) await seesRefused(id, flow, to);
    stage = to;
  }
}

/** Who may not sees no button on a phone, and the server refuses what is sent past the buttons. */
async function seesRefused(id: string, flow: FlowName, stage: string): Promise<void> {
  for (const { who, sees, refused } of refusals[flow][stage] ?? []) {
    const person = await phoneOf(who);
    await person.goToId(id);
    await person.seesStage(stage);
    await person.mayDo(sees.split(" "));
    for (const type of refused.split(" ")) {
      const code = type === "approve" || type === "reject" ? "review.notAsked" : "right.missing";
      expect(await tryAction(person.page, type, id), `${flow}, ${stage}: ${who} ${type}`).toMatchObject({
        kind: "returned",
        code,
      });
    }
  }
}

/** The step that follows `previous` told exactly these, and nobody else. Answers the step. */
async function seesTold(id: string, { S = "", X = "" }: Told, previous: string | null): Promise<string> {
  const names = (text: string, source: string) =>
    text.split(" ").flatMap((name) => (name === "" ? [] : [`${name} ${source}`]));
  // It may be on its way still; with it comes whom it told.
  const read = async () => (await readAtDesk(demo.server, id))?.action.id ?? previous;
  await expect.poll(read, "the step is at the desk").not.toBe(previous);
  const { action, told, channels } = (await readAtDesk(demo.server, id))!;
  expect([...told].sort(), `told of ${action.type}`).toEqual([...names(S, "S"), ...names(X, "X")].sort());
  // Channels by default: inbox and push; mail if not opened within 15 minutes.
  for (const [name, by] of Object.entries(channels))
    expect(by, `how ${name} is told of ${action.type}`).toBe("inbox, push, mail after 15 min");
  expect(Object.keys(channels).sort()).toEqual([...new Set(told.map((one) => one.split(" ")[0]))].sort());
  return action.id;
}

const plan = (from: number, asset: string): readonly FieldSaid[] => [
  ["實施步驟", `1 備份 ${asset} 2 更換 3 驗證`],
  ["回復計畫", "接回原來的，十分鐘內"],
  ["變更時段", inHours(from)],
  ["實施人員", "吳宗翰", "pick"],
];

test("事故: opened, assigned, resolved", async () => {
  test.setTimeout(240_000);
  const opener = await phoneOf("曾美玲");
  await opener.open({
    title: "五樓會議室網路全斷",
    category: "有線網路",
    impact: "中",
    urgency: "中",
    asset: "A-SW-123",
  });
  await opener.isSynced();
  const id = opener.ticketId();
  await walk(
    id,
    "incident",
    ["開單", "指派關卡"],
    [
      {
        who: "黃怡君",
        action: "指派處理人員",
        fields: [["處理人員", "吳宗翰", "pick"]],
        to: "處理關卡",
      },
      {
        who: "吳宗翰",
        action: "排除事故",
        fields: [
          ["結案代碼", "已修復", "pick"],
          ["說明", "更換五樓交換器的光纖模組。"],
        ],
        to: "已排除",
      },
    ],
  );
});

test("問題: opened about the incident, investigated, eradicated", async () => {
  test.setTimeout(240_000);
  const opener = await phoneOf("周俊宏");
  const id = await opener.openOf("problem", [
    ["標題", "五樓交換器光纖模組一再故障"],
    ["類別", "有線網路", "pick"],
    ["症狀", "每兩週斷一次，換模組就好。"],
    ["相關事故", "五樓會議室網路全斷", "pick"],
  ]);
  await opener.isSynced();
  await walk(
    id,
    "problem",
    ["開單", "指派關卡"],
    [
      {
        who: "黃怡君",
        action: "指派調查人員",
        fields: [["人員", "吳宗翰", "pick"]],
        to: "調查關卡",
      },
      {
        who: "吳宗翰",
        action: "分析並指派處理人員",
        fields: [
          ["分析（根因或假設）", "機櫃溫度過高，模組過熱。"],
          ["人員", "黃怡君", "pick"],
        ],
        to: "處理關卡",
      },
      {
        who: "黃怡君",
        action: "根除問題",
        fields: [
          ["根因", "機櫃風扇停轉。"],
          ["永久修復", "更換風扇並加裝溫度告警。"],
        ],
        to: "已根除",
      },
    ],
  );
});

test("標準變更: from an approved template, no review", async () => {
  test.setTimeout(240_000);
  const opener = await phoneOf("周俊宏");
  const id = await opener.openOf("change", [
    ["類型", "標準", "radio"],
    ["標準變更範本", "交換器韌體更新", "pick"],
    ["標題", "三樓交換器韌體例行更新"],
    ["變更原因", "廠商發布安全更新。"],
    ["資產", "A-SW-122", "pick"],
    ["風險", "低", "radio"],
  ]);
  await opener.isSynced();
  await walk(
    id,
    "standard",
    ["新建", "新建"],
    [
      {
        who: "黃怡君",
        action: "進入計畫",
        to: "計畫階段",
      },
      {
        who: "黃怡君",
        action: "排程",
        fields: [
          ["變更時段", inHours(100)],
          ["實施人員", "吳宗翰", "pick"],
          ["回復計畫", "切回舊映像"],
        ],
        to: "已排程",
      },
      { who: "吳宗翰", action: "開始實施", fields: [["實際開始", inHours(-0.05)]], to: "已排程" },
      {
        who: "吳宗翰",
        action: "完成",
        fields: [["結果", "更新完成，測試正常。"]],
        to: "完成",
      },
      {
        who: "吳宗翰",
        action: "結案",
        fields: [
          ["結案代碼", "成功", "pick"],
          ["說明", "無異常。"],
        ],
        to: "結案",
      },
      { who: "黃怡君", action: "關單", to: "已完成" },
    ],
  );
});

test("一般變更: three reviews, each by its reviewers", async () => {
  test.setTimeout(300_000);
  const opener = await phoneOf("周俊宏");
  const id = await opener.openOf("change", [
    ["類型", "一般", "radio"],
    ["標題", "五樓交換器換新機種"],
    ["變更原因", "舊機種已停止支援。"],
    ["資產", "A-SW-123", "pick"],
    ["風險", "中", "radio"],
  ]);
  await opener.isSynced();
  await walk(
    id,
    "normal",
    ["新建", "新建"],
    [
      {
        who: "周俊宏",
        action: "送審",
        fields: [
          ["範圍", "五樓辦公區"],
          ["風險評估", "停網約 20 分鐘，已公告。"],
        ],
        to: "開發前審核",
      },
      { who: "張志豪", action: "核准", to: "計畫階段" },
      {
        who: "黃怡君",
        action: "送審",
        fields: plan(200, "A-SW-123"),
        to: "上線前審核",
      },
      { who: "謝承恩", action: "核准", to: "已排程" },
      { who: "吳宗翰", action: "開始實施", fields: [["實際開始", inHours(-0.05)]], to: "已排程" },
      { who: "吳宗翰", action: "完成", fields: [["結果", "新機種上線，流量正常。"]], to: "完成" },
      {
        who: "黃怡君",
        action: "送結案審核",
        fields: [
          ["結案代碼", "成功", "pick"],
          ["佐證", "監控圖與連線測試紀錄"],
        ],
        to: "結案審核",
      },
      { who: "劉佩珊", action: "核准", to: "已完成" },
    ],
  );
});

test("緊急變更: two reviews, no review before the plan", async () => {
  test.setTimeout(300_000);
  const opener = await phoneOf("周俊宏");
  const id = await opener.openOf("change", [
    ["類型", "緊急", "radio"],
    ["標題", "核心交換器記憶體漏洞修補"],
    ["變更原因", "廠商通報零時差漏洞。"],
    ["為什麼不能等", "已有攻擊，等到例行審核會來不及。"],
    ["資產", "A-AP-223", "pick"],
    ["風險", "高", "radio"],
  ]);
  await opener.isSynced();
  await walk(
    id,
    "emergency",
    ["新建", "新建"],
    [
      { who: "周俊宏", action: "進入計畫", to: "計畫階段" },
      { who: "黃怡君", action: "送審", fields: plan(300, "A-AP-223"), to: "上線前審核" },
      { who: "張志豪", action: "核准", to: "已排程" },
      { who: "吳宗翰", action: "完成", fields: [["結果", "已修補，服務正常。"]], to: "完成" },
      {
        who: "吳宗翰",
        action: "送結案審核",
        fields: [
          ["結案代碼", "成功", "pick"],
          ["佐證", "版本畫面"],
        ],
        to: "結案審核",
      },
      { who: "謝承恩", action: "核准", to: "已完成" },
    ],
  );
});

test("who may not open a kind of ticket is offered none, and is refused", async () => {
  test.setTimeout(120_000);
  const person = await phoneOf(refusedOpenings.who);
  const { page } = person;
  const kinds = page.getByRole("group", { name: "類型" });
  for (const kind of ["problem", "change"]) {
    await page.goto(`/new?kind=${kind}`);
    await expect(page.getByRole("button", { name: "開單", exact: true }).last()).toBeVisible();
    await expect(page.getByRole("group", { name: "影響" })).toBeVisible();
    await expect(kinds).toHaveCount(0);
    await expect(page.getByRole("button", { name: "新建", exact: true })).toHaveCount(0);
  }
  for (const flow of refusedOpenings.flows) {
    const id = crypto.randomUUID();
    const outcome = await tryAction(page, "open", id, { flow });
    expect(outcome, flow).toMatchObject({ kind: "returned", code: "right.missing" });
    expect(await readAtDesk(demo.server, id)).toBeNull();
  }
  // The choice is there for whoever has it.
  const agent = await phoneOf("周俊宏");
  await agent.page.goto("/new");
  await expect(agent.page.getByRole("group", { name: "類型" }).getByRole("radio")).toHaveCount(3);
});

test("beside the way: every other action, and exactly whom it tells", async () => {
  test.setTimeout(240_000);
  const named = await queryDesk<{ name: string; id: string }>(
    demo.server,
    `select name, id from account union all select name, id from desk_group union all select name, id from category
     union all select tag, id from asset union all select name, id from change_template`,
  );
  const ids = new Map(named.map(({ name, id }) => [name, id]));
  const [earlier] = await queryDesk<{ id: string }>(
    demo.server,
    "select id from ticket where flow = 'problem' and outcome = 'eradicated' limit 1",
  );
  for (const [index, { flow, steps }] of sideStories.entries()) {
    const id = crypto.randomUUID();
    const problem = crypto.randomUUID();
    const known = new Map([...ids, ["這張的問題", problem], ["先前的問題", earlier!.id]]);
    walked.push(id, problem);
    const newest = new Map<string, string>();
    for (const one of steps) {
      const ticket = one.onProblem ? problem : id;
      const { page } = await phoneOf(one.who);
      const revision = (await readAtDesk(demo.server, ticket))?.revision ?? 0;
      const args = argsOf(one, flow, index, known);
      const said = `story ${index}, ${flow}: ${one.who} ${one.action}`;
      expect(await tryAction(page, one.action, ticket, args, revision), said).toEqual({ kind: "applied" });
      newest.set(ticket, await seesTold(ticket, one.told, newest.get(ticket) ?? null));
    }
  }
});

test("no action of the five flows was left out", async () => {
  const rows = await queryDesk<{ step: string }>(
    demo.server,
    `select distinct flow || ' ' || type as step from activity join ticket on ticket.id = ticket_id
     where ticket_id = any ($1)`,
    [walked],
  );
  const done = rows.map(({ step }) => step);
  const refused = Object.entries(refusals).flatMap(([flow, stages]) =>
    Object.values(stages).flatMap((list) =>
      list.flatMap((one) => one.refused.split(" ").map((type) => `${flow} ${type}`)),
    ),
  );
  const unopened = refusedOpenings.flows.map((flow) => `${flow} open`);
  // Anyone may open an incident.
  const tried = [...refused, ...unopened, "incident open"];
  for (const { flow, action } of oracle) {
    expect(done, "done, and who is told was compared").toContain(`${flow} ${action}`);
    expect(tried, "tried by who may not").toContain(`${flow} ${action}`);
  }
});

const dayMs = 86_400_000;

/** Names into ids and days into times; each story has a week of its own. */
function argsOf(
  { action, says = {} }: SideStep,
  flow: FlowName,
  story: number,
  ids: ReadonlyMap<string, string>,
): object {
  const now = Date.now();
  const week = now + (30 + 14 * story) * dayMs;
  const words: Readonly<Record<string, unknown>> = {
    下週: week,
    下下週: week + 7 * dayMs,
    現在: now - 1_000,
    剛才: now - 60_000,
  };
  const one = (value: unknown): unknown =>
    typeof value === "string" ? (ids.get(value) ?? words[value] ?? value) : value;
  const args = Object.fromEntries(
    Object.entries(says).map(([name, value]) => {
      if (name === "window") return [name, { from: one(value), until: Number(one(value)) + 7_200_000 }];
      return [name, Array.isArray(value) ? value.map(one) : one(value)];
    }),
  );
  return action === "open" ? { flow, ...args } : args;
}
