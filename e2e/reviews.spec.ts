/** Reviews: sent back and passed the second time, decided at the right vote, and bound to the revision that was read. */
import { expect, test } from "playwright/test";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import type { FieldSaid, Person } from "./fixtures/person";
import { inHours, Team } from "./fixtures/team";

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

interface Change {
  readonly title: string;
  readonly asset: string;
  readonly risk: "高" | "中";
  /** Hours from now: no two changes of this file overlap. */
  readonly window: number;
}

const scope: readonly FieldSaid[] = [
  ["範圍", "一樓辦公區"],
  ["風險評估", "停網約 20 分鐘。"],
];
const plan = ({ window }: Change): readonly FieldSaid[] => [
  ["實施步驟", "1 備份 2 更換"],
  ["回復計畫", "接回原來的"],
  ["變更時段", inHours(window)],
  ["實施人員", "吳宗翰", "pick"],
];
const evidence: readonly FieldSaid[] = [
  ["結案代碼", "成功", "pick"],
  ["佐證", "監控圖"],
];

/** Opened by 周俊宏 for 網路系統組. Answers its id. */
async function open({ title, asset, risk }: Change): Promise<string> {
  const opener = await team.person("周俊宏");
  const id = await opener.openOf("change", [
    ["類型", "一般", "radio"],
    ["標題", title],
    ["變更原因", "舊機種已停止支援。"],
    ["資產", asset, "pick"],
    ["風險", risk, "radio"],
  ]);
  await opener.isSynced();
  return id;
}

/** Does an action of the ticket and sees the stage it leads to. */
async function step(id: string, who: string, action: string, fields: readonly FieldSaid[], to: string) {
  const person = await team.person(who);
  await person.goToId(id);
  await person.act(action, fields);
  await person.seesStage(to);
  await person.isSynced();
}

const because = (reason: string): readonly FieldSaid[] => [["理由", reason]];

/** Opened and through its first review, with this plan up for the second. */
async function bringToLaunch(change: Change): Promise<string> {
  const id = await open(change);
  await step(id, "周俊宏", "送審", scope, "開發前審核");
  await step(id, "張志豪", "核准", [], "計畫階段");
  await step(id, "黃怡君", "送審", plan(change), "上線前審核");
  return id;
}

function cardOf(person: Person, title: string) {
  return person.page.getByRole("article").filter({ has: person.page.getByRole("heading", { name: title }) });
}

test("rejected at each of its three reviews, and through the second time", async () => {
  test.setTimeout(300_000);
  const change: Change = { title: "一樓交換器換新機種", asset: "A-SW-121", risk: "中", window: 400 };
  const id = await open(change);
  await step(id, "周俊宏", "送審", scope, "開發前審核");
  await step(id, "張志豪", "駁回", because("範圍要寫到機櫃。"), "新建");
  await step(id, "周俊宏", "送審", [["範圍", "一樓辦公區 A 櫃"], scope[1]!], "開發前審核");
  await step(id, "張志豪", "核准", [], "計畫階段");
  await step(id, "黃怡君", "送審", plan(change), "上線前審核");
  await step(id, "謝承恩", "駁回", because("少了驗證。"), "計畫階段");
  // The rest of the plan is in the form as it was.
  await step(id, "黃怡君", "送審", [["實施步驟", "1 備份 2 更換 3 驗證"]], "上線前審核");
  await step(id, "謝承恩", "核准", [], "已排程");
  await step(id, "吳宗翰", "完成", [["結果", "正常。"]], "完成");
  await step(id, "黃怡君", "送結案審核", evidence, "結案審核");
  await step(id, "劉佩珊", "退回補件", because("請附連線測試。"), "完成");
  await step(id, "黃怡君", "送結案審核", evidence, "結案審核");
  await step(id, "劉佩珊", "核准", [], "已完成");
});

test("ALL: the last approval decides, the first rejection too; the other cards go without a reload", async () => {
  test.setTimeout(300_000);
  const calm: Change = { title: "核心交換器 A 換電源", asset: "A-SW-101", risk: "高", window: 500 };
  await bringToLaunch(calm);
  const [first, second, third] = [
    await team.person("張志豪"),
    await team.person("謝承恩"),
    await team.person("劉佩珊"),
  ];
  for (const reviewer of [first, second, third]) {
    await reviewer.page.goto("/reviews");
    await expect(cardOf(reviewer, calm.title)).toContainText("全員");
  }
  await cardOf(first, calm.title).getByRole("button", { name: "核准" }).click();
  await expect(cardOf(third, calm.title)).toContainText("1／3 已核准");
  await cardOf(second, calm.title).getByRole("button", { name: "核准" }).click();
  await expect(cardOf(third, calm.title)).toContainText("2／3 已核准");
  await cardOf(third, calm.title).getByRole("button", { name: "核准" }).click();
  await expect(cardOf(third, calm.title)).toHaveCount(0);
  const leader = await team.person("黃怡君");
  await leader.goTo(calm.title);
  await leader.seesStage("已排程");

  const risky: Change = { title: "核心交換器 B 換電源", asset: "A-SW-102", risk: "高", window: 600 };
  await bringToLaunch(risky);
  for (const reviewer of [first, third]) await reviewer.page.goto("/reviews");
  await expect(cardOf(third, risky.title)).toBeVisible();
  await cardOf(first, risky.title).getByRole("button", { name: "駁回" }).click();
  await first.say(because("兩路電源要分開換。"));
  await first.save("駁回");
  await expect(cardOf(third, risky.title)).toHaveCount(0);
});

test("[A6] a vote given offline on a plan that changed comes back with the difference and counts for nothing", async () => {
  test.setTimeout(300_000);
  const change: Change = { title: "三樓基地台換頻道", asset: "A-AP-201", risk: "中", window: 700 };
  const id = await bringToLaunch(change);
  const reviewer = await team.person("張志豪");
  const phone = await team.phone("張志豪");
  await reviewer.page.goto("/reviews");
  await expect(cardOf(reviewer, change.title)).toBeVisible();
  await phone.setOffline(true);
  await cardOf(reviewer, change.title).getByRole("button", { name: "核准" }).click();
  await reviewer.seesWaiting(1);

  await step(id, "謝承恩", "駁回", because("頻道會和隔壁棟重疊。"), "計畫階段");
  await step(id, "黃怡君", "送審", [["實施步驟", "1 掃描頻道 2 換到 44"]], "上線前審核");
  await phone.setOffline(false);
  await reviewer.isSynced();
  await reviewer.page.goto("/attention");
  const card = reviewer.page.getByRole("article").filter({ hasText: change.title });
  await expect(card).toContainText("你看過之後改了");
  await expect(card).toContainText("1 備份 2 更換");
  await expect(card).toContainText("1 掃描頻道 2 換到 44");
  const leader = await team.person("黃怡君");
  await leader.goToId(id);
  await leader.seesStage("上線前審核");
  // The card to vote on shows the new plan; this time the vote decides.
  await reviewer.page.goto("/reviews");
  await expect(cardOf(reviewer, change.title)).toContainText("1 掃描頻道 2 換到 44");
  await cardOf(reviewer, change.title).getByRole("button", { name: "核准" }).click();
  await leader.seesStage("已排程");
});
