/**
 * The five flows from open to closed, by the people who may, on phones; at each stage who is told, by the source page's
 * own tables; and that who may not sees no button and is refused by the server.
 */
import { expect, test } from "playwright/test";
import { queryDesk } from "./fixtures/desk-database";
import { flowTables, peopleTold, type StageOfTable } from "./fixtures/flow-tables";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import type { FieldSaid, Person } from "./fixtures/person";
import { inHours, Team } from "./fixtures/team";
import { tryAction } from "./fixtures/try-action";

let server: GenbaServer;
let team: Team;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await createGenbaServer();
  await server.start();
  team = new Team(server);
});

test.afterAll(async () => {
  await team?.close();
  await server?.remove();
});

const phoneOf = (name: string): Promise<Person> => team.person(name);

interface Step {
  readonly who: string;
  readonly action: string;
  readonly fields?: readonly FieldSaid[];
  /** The stage it leads to; absent where it stays. */
  readonly to?: string;
  /** Who has no business here: the button, and what the server is asked all the same. */
  readonly not?: readonly [who: string, button: string, type: string, args?: object];
}

/** Walks from the opened ticket on; the person of each step goes to the ticket, does it, and the table is checked. */
async function walk(
  id: string,
  opener: string,
  table: readonly StageOfTable[],
  steps: readonly Step[],
): Promise<void> {
  await seesTold(id, opener, opener, table[0]?.stage ?? "", table);
  for (const { who, action, fields, to, not } of steps) {
    if (not !== undefined) await mayNot(id, ...not);
    const person = await phoneOf(who);
    await person.goToId(id);
    await person.act(action, fields);
    if (to !== undefined) await person.seesStage(to);
    await person.isSynced();
    if (to !== undefined) await seesTold(id, who, opener, to, table);
  }
}

async function mayNot(
  id: string,
  who: string,
  button: string,
  type: string,
  args: object = {},
): Promise<void> {
  const person = await phoneOf(who);
  await person.goToId(id);
  await person.mayNot(button);
  const outcome = await tryAction(person.page, type, id, args);
  expect(outcome.kind, `${who} ${type}`).toBe("returned");
  expect(["right.missing", "review.notAsked"]).toContain(outcome.code);
}

/** Whom the source's table names for this stage, less the one who acted, were told: they and nobody else. */
async function seesTold(
  id: string,
  actor: string,
  opener: string,
  stage: string,
  table: readonly StageOfTable[],
): Promise<void> {
  const column = table.find((one) => one.stage === stage);
  const names = (column?.told ?? []).flatMap((told) => (told === "開單人員" ? [opener] : peopleTold[told]));
  const wanted = [...new Set(names)].filter((name) => name !== actor).sort();
  const read = async () => {
    const rows = await queryDesk<{ name: string }>(
      server,
      `select distinct account.name from outbox join account on account.id = outbox.account_id
       where outbox.ticket_id = $1 and outbox.payload ->> 'source' = 'S'
         and outbox.payload ->> 'actionId' = (
           select id::text from activity where ticket_id = $1 and type <> 'workNote'
           order by arrived_at desc, occurred_at desc limit 1)`,
      [id],
    );
    return rows.map(({ name }) => name).sort();
  };
  // The action may be on its way still.
  await expect.poll(read, `told at ${stage}`).toEqual(wanted);
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
  await walk(id, "曾美玲", flowTables.incident, [
    {
      who: "黃怡君",
      action: "指派處理人員",
      fields: [["處理人員", "吳宗翰", "pick"]],
      to: "處理關卡",
      not: ["吳宗翰", "指派處理人員", "reassign", { groupId: id, reason: "x" }],
    },
    {
      who: "吳宗翰",
      action: "排除事故",
      fields: [
        ["結案代碼", "已修復", "pick"],
        ["說明", "更換五樓交換器的光纖模組。"],
      ],
      not: [
        "許家豪",
        "排除事故",
        "resolve",
        { closureCode: "fixed", notes: "x", restoredAt: 1_700_000_000_000 },
      ],
    },
  ]);
  await (await phoneOf("吳宗翰")).seesStage("已排除");
  await seesTold(id, "吳宗翰", "曾美玲", "關單", flowTables.incident);
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
  await walk(id, "周俊宏", flowTables.problem, [
    {
      who: "黃怡君",
      action: "指派調查人員",
      fields: [["人員", "吳宗翰", "pick"]],
      to: "調查關卡",
      not: ["吳宗翰", "指派調查人員", "cancel", { reason: "x" }],
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
      not: ["許家豪", "根除問題", "eradicate", { rootCause: "x", permanentFix: "x" }],
    },
  ]);
  await (await phoneOf("黃怡君")).seesStage("已根除");
  await seesTold(id, "黃怡君", "周俊宏", "關單", flowTables.problem);
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
  await walk(id, "周俊宏", flowTables.standard, [
    {
      who: "黃怡君",
      action: "進入計畫",
      to: "計畫階段",
      not: ["許家豪", "進入計畫", "startPlanning"],
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
    { who: "吳宗翰", action: "開始實施", fields: [["實際開始", inHours(-0.05)]] },
    {
      who: "吳宗翰",
      action: "完成",
      fields: [["結果", "更新完成，測試正常。"]],
      to: "完成",
      not: ["周俊宏", "完成", "complete", { actualEnd: 1_700_000_000_000, result: "x" }],
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
    { who: "黃怡君", action: "關單", not: ["吳宗翰", "關單", "confirm"] },
  ]);
  await (await phoneOf("黃怡君")).seesStage("已完成");
  await seesTold(id, "黃怡君", "周俊宏", "關單", flowTables.standard);
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
  await walk(id, "周俊宏", flowTables.normal, [
    {
      who: "周俊宏",
      action: "送審",
      fields: [
        ["範圍", "五樓辦公區"],
        ["風險評估", "停網約 20 分鐘，已公告。"],
      ],
      to: "開發前審核",
      not: ["許家豪", "送審", "submitForReview", { scope: "x", riskAssessment: "x" }],
    },
    { who: "張志豪", action: "核准", to: "計畫階段", not: ["周俊宏", "核准", "approve"] },
    {
      who: "黃怡君",
      action: "送審",
      fields: plan(200, "A-SW-123"),
      to: "上線前審核",
      not: ["張志豪", "送審", "submitForReview", { steps: "x", rollbackPlan: "x" }],
    },
    { who: "謝承恩", action: "核准", to: "已排程", not: ["吳宗翰", "核准", "approve"] },
    { who: "吳宗翰", action: "開始實施", fields: [["實際開始", inHours(-0.05)]] },
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
    { who: "劉佩珊", action: "核准", not: ["黃怡君", "核准", "approve"] },
  ]);
  await (await phoneOf("劉佩珊")).seesStage("已完成");
  await seesTold(id, "劉佩珊", "周俊宏", "關單", flowTables.normal);
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
  await walk(id, "周俊宏", flowTables.emergency, [
    { who: "周俊宏", action: "進入計畫", to: "計畫階段", not: ["許家豪", "進入計畫", "startPlanning"] },
    { who: "黃怡君", action: "送審", fields: plan(300, "A-AP-223"), to: "上線前審核" },
    { who: "張志豪", action: "核准", to: "已排程", not: ["周俊宏", "核准", "approve"] },
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
    { who: "謝承恩", action: "核准" },
  ]);
  await (await phoneOf("謝承恩")).seesStage("已完成");
  await seesTold(id, "謝承恩", "周俊宏", "關單", flowTables.emergency);
});
