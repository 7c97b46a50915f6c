/**
 * Reviews: sent back and passed the second time, decided at the right vote, and bound to the revision that was read.
 * And what administrators change reaches the phones: the rule of a review, and who belongs to a group (SYNC R3); a
 * password that was lost is replaced, and nobody undoes unseen what another administrator did.
 */
import { expect, type Page, test } from "playwright/test";
import type { Ticket } from "../core/tickets/ticket";
import { queryDesk, readAtDesk } from "./fixtures/desk-database";
import type { FieldSaid, Person } from "./fixtures/person";
import { inHours, useTeam } from "./fixtures/team";

const demo = useTeam();

test.describe.configure({ mode: "serial" });

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
  const opener = await demo.team.person("周俊宏");
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
  const person = await demo.team.person(who);
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

/** At the desk the review of three goes on with so many votes; whoever looks at the ticket sees so, and nobody was told. */
async function goesOn(id: string, stage: string, given: number, onlooker: Person, voter: string) {
  await onlooker.seesDone(`${voter} 核准`);
  await onlooker.seesStage(stages[stage]!);
  const desk = await readAtDesk(demo.server, id);
  expect(desk).toMatchObject({ stage, action: { type: "approve" }, told: [] });
  expect(desk?.votes).toHaveLength(3);
  expect(desk?.votes.filter((vote) => vote !== null)).toHaveLength(given);
}

async function isDecided(id: string, stage: string, told: readonly string[], onlooker: Person) {
  await onlooker.seesStage(stages[stage]!);
  await expect.poll(async () => (await readAtDesk(demo.server, id))?.stage).toBe(stage);
  expect([...(await readAtDesk(demo.server, id))!.told].sort()).toEqual([...told].sort());
}

const stages: Readonly<Record<string, string>> = {
  preDevReview: "開發前審核",
  plan: "計畫階段",
  preLaunchReview: "上線前審核",
  scheduled: "已排程",
};

/** Gone with any reload. */
const markPage = (page: Page) => page.evaluate(() => Object.assign(globalThis, { isNeverReloaded: true }));
const isMarked = (page: Page) => page.evaluate(() => "isNeverReloaded" in globalThis);

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

test("ALL: the last approval decides and no other, the first rejection too; the other cards go without a reload", async () => {
  test.setTimeout(300_000);
  const calm: Change = { title: "核心交換器 A 換電源", asset: "A-SW-101", risk: "高", window: 500 };
  const calmId = await bringToLaunch(calm);
  const [first, second, third] = [
    await demo.team.person("張志豪"),
    await demo.team.person("謝承恩"),
    await demo.team.person("劉佩珊"),
  ];
  const leader = await demo.team.person("黃怡君");
  for (const reviewer of [first, second, third]) {
    await reviewer.page.goto("/reviews");
    await expect(cardOf(reviewer, calm.title)).toContainText("全員");
  }
  await markPage(third.page);
  await cardOf(first, calm.title).getByRole("button", { name: "核准", exact: true }).click();
  await expect(cardOf(third, calm.title)).toContainText("1／3 已核准");
  await goesOn(calmId, "preLaunchReview", 1, leader, "張志豪");
  await cardOf(second, calm.title).getByRole("button", { name: "核准", exact: true }).click();
  await expect(cardOf(third, calm.title)).toContainText("2／3 已核准");
  await goesOn(calmId, "preLaunchReview", 2, leader, "謝承恩");
  await cardOf(third, calm.title).getByRole("button", { name: "核准", exact: true }).click();
  await expect(cardOf(third, calm.title)).toHaveCount(0);
  await isDecided(calmId, "scheduled", ["黃怡君 S", "吳宗翰 S"], leader);

  const risky: Change = { title: "核心交換器 B 換電源", asset: "A-SW-102", risk: "高", window: 600 };
  const riskyId = await bringToLaunch(risky);
  await first.page.goto("/reviews");
  await expect(cardOf(third, risky.title)).toContainText("0／3 已核准");
  await cardOf(first, risky.title).getByRole("button", { name: "駁回" }).click();
  await first.say(because("兩路電源要分開換。"));
  await first.save("駁回");
  await expect(cardOf(third, risky.title)).toHaveCount(0);
  expect(await isMarked(third.page)).toBe(true);
  await isDecided(riskyId, "plan", ["周俊宏 X", "黃怡君 X", "吳宗翰 X"], leader);
});

test("[A6] a vote given offline on a plan that changed comes back with the difference and counts for nothing", async () => {
  test.setTimeout(300_000);
  const change: Change = { title: "三樓基地台換頻道", asset: "A-AP-201", risk: "中", window: 700 };
  const id = await bringToLaunch(change);
  const reviewer = await demo.team.person("張志豪");
  const phone = await demo.team.phone("張志豪");
  await reviewer.page.goto("/reviews");
  await expect(cardOf(reviewer, change.title)).toBeVisible();
  await phone.setOffline(true);
  await cardOf(reviewer, change.title).getByRole("button", { name: "核准", exact: true }).click();
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
  const leader = await demo.team.person("黃怡君");
  await leader.goToId(id);
  await leader.seesStage("上線前審核");
  // It counted for nothing: at the desk, and on every card.
  const desk = await readAtDesk(demo.server, id);
  expect(desk).toMatchObject({
    stage: "preLaunchReview",
    votes: [null, null, null],
    action: { type: "submitForReview" },
  });
  expect(await votesThatCameBack(id)).toEqual([{ person: "張志豪", type: null, code: "review.revision" }]);
  for (const name of ["張志豪", "謝承恩", "劉佩珊"]) {
    const asked = await demo.team.person(name);
    await asked.page.goto("/reviews");
    await expect(cardOf(asked, change.title)).toContainText("0／3 已核准");
  }
  // The card to vote on shows the new plan; this time the vote decides.
  await reviewer.page.goto("/reviews");
  await expect(cardOf(reviewer, change.title)).toContainText("1 掃描頻道 2 換到 44");
  await cardOf(reviewer, change.title).getByRole("button", { name: "核准", exact: true }).click();
  await leader.seesStage("已排程");
});

/** Of this ticket, all that were not applied; `type`: what the desk has a line of. */
function votesThatCameBack(id: string) {
  return queryDesk<{ person: string; type: string | null; code: string }>(
    demo.server,
    `select account.name as person, activity.type, outcome ->> 'code' as code
     from action_outcome join account on account.id = account_id left join activity on activity.id = action_id
     where action_outcome.ticket_id = $1 and outcome ->> 'kind' <> 'applied'`,
    [id],
  );
}

test("AT_LEAST(2): the second approval decides and no other, the third reviewer's card goes without a reload", async () => {
  test.setTimeout(240_000);
  const admin = await demo.team.person("何思妤");
  await admin.page.goto("/admin/parameters");
  const rule = admin.page.getByRole("group", { name: "開發前審核" });
  await rule.getByRole("radio", { name: "至少 n 人" }).check();
  await admin.page.getByLabel("至少幾人").fill("2");
  await admin.page.getByRole("button", { name: "儲存", exact: true }).click();
  const saved = "select 1 from parameter where name = 'review_rules' and value::text like '%atLeast%'";
  await expect.poll(() => queryDesk(demo.server, saved)).toHaveLength(1);

  const change: Change = { title: "三樓交換器加裝光纖模組", asset: "A-SW-122", risk: "中", window: 800 };
  const id = await open(change);
  await step(id, "周俊宏", "送審", scope, "開發前審核");
  const opener = await demo.team.person("周俊宏");
  const [first, second, third] = [
    await demo.team.person("張志豪"),
    await demo.team.person("謝承恩"),
    await demo.team.person("劉佩珊"),
  ];
  for (const reviewer of [first, second, third]) {
    await reviewer.page.goto("/reviews");
    await expect(cardOf(reviewer, change.title)).toContainText("至少 2 人");
  }
  await markPage(third.page);
  await cardOf(first, change.title).getByRole("button", { name: "核准並附意見" }).click();
  await first.say([["理由", "模組要先驗光功率。"]]);
  await first.save("核准");
  await expect(cardOf(third, change.title)).toContainText("1／3 已核准");
  // Who votes later reads what was said, and the timeline keeps it.
  await expect(cardOf(third, change.title)).toContainText("張志豪 核准模組要先驗光功率。");
  await expect(opener.page.getByText("模組要先驗光功率。")).toBeVisible();
  await goesOn(id, "preDevReview", 1, opener, "張志豪");
  await cardOf(second, change.title).getByRole("button", { name: "核准", exact: true }).click();
  await expect(cardOf(third, change.title)).toHaveCount(0);
  expect(await isMarked(third.page)).toBe(true);
  await isDecided(id, "plan", [], opener);
});

test("[R3] who leaves a group while offline keeps what was not sent, sends it, hears of each, and then holds its tickets no more", async () => {
  test.setTimeout(240_000);
  const opener = await demo.team.person("曾美玲");
  const incident = "五樓無線網路時好時壞";
  await opener.open({
    title: incident,
    category: "無線網路",
    impact: "中",
    urgency: "低",
    asset: "A-AP-202",
  });
  await opener.isSynced();
  const id = opener.ticketId();

  const engineer = await demo.team.person("吳宗翰");
  const phone = await demo.team.phone("吳宗翰");
  const [found] = await queryDesk<{ account: string; group: string }>(
    demo.server,
    `select account.id as account, desk_group.id as group from account, desk_group
     where account.name = '吳宗翰' and desk_group.name = '網路系統組'`,
  );
  const { account, group } = found!;
  const heldByGroup = () => heldOnlyByGroup(engineer.page, account, group);
  await engineer.goTo(incident);
  expect(await heldByGroup()).toContain(incident);
  expect((await heldByGroup()).length).toBeGreaterThan(3);
  await phone.setOffline(true);
  await engineer.comment("已在現場量過訊號，-70 dBm。");
  await engineer.press("領單");
  await engineer.seesStage("處理關卡");
  // A ticket that is open on the screen would be asked for again: it is still in an agent's sight (R8).
  await engineer.seesQueue(["留言", "領單"]);
  await engineer.seesWaiting(2);
  const admin = await demo.team.person("何思妤");
  await admin.page.goto("/admin/groups");
  await admin.page.getByRole("link", { name: /網路系統組/ }).click();
  await admin.page.getByRole("button", { name: "移出 吳宗翰" }).click();
  await admin.page.getByRole("button", { name: "儲存成員" }).click();
  const membership = "select 1 from membership where account_id = $1 and group_id = $2";
  await expect.poll(() => queryDesk(demo.server, membership, [account, group])).toHaveLength(0);

  await phone.setOffline(false);
  await engineer.isSynced();
  // The comment is any agent's to make; to claim is the group's.
  const outcomes = await queryDesk<{ type: string | null; kind: string; code: string | null }>(
    demo.server,
    `select activity.type, outcome ->> 'kind' as kind, outcome ->> 'code' as code
     from action_outcome left join activity on activity.id = action_id
     where account_id = $1 and action_outcome.ticket_id = $2 order by seq`,
    [account, id],
  );
  expect(outcomes).toEqual([
    { type: "comment", kind: "applied", code: null },
    { type: null, kind: "returned", code: "right.missing" },
  ]);
  expect(await readAtDesk(demo.server, id)).toMatchObject({ stage: "assign", action: { type: "open" } });
  const leader = await demo.team.person("黃怡君");
  await leader.goToId(id);
  await leader.seesDone("吳宗翰 留言", "已在現場量過訊號，-70 dBm。");
  await leader.seesStage("指派關卡");
  await expect.poll(heldByGroup).toEqual([]);

  await expect(engineer.page.getByRole("link", { name: "1 件待處理", exact: true })).toBeVisible();
  await engineer.page.goto("/attention");
  const card = engineer.page.getByRole("article");
  await expect(card).toHaveCount(1);
  await expect(card).toContainText(incident);
  await expect(card.getByRole("heading", { level: 2 })).toHaveText("你的「領單」沒有生效");
  await expect(card).toContainText("這個動作不是由你執行");
  await expect(card).toContainText("可以執行的是：受派組織成員");
  await card.getByRole("button", { name: "捨棄我的動作" }).click();
  await expect(engineer.page.getByText("沒有退回的動作")).toBeVisible();
});

test("a lost password: a new one is shown once, signs in, and ends what the old one opened", async () => {
  test.setTimeout(240_000);
  const lost = await demo.team.person("許家豪");
  await lost.page.goto("/work");
  const { page } = await demo.team.person("何思妤");
  await page.goto("/admin/people");
  await page.getByRole("link", { name: /許家豪/ }).click();
  await page.getByRole("button", { name: "設定新密碼" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "設定新密碼" }).click();
  const password = await page.getByRole("dialog").locator("code").innerText();
  await expect(page.getByRole("button", { name: "複製密碼" })).toBeInViewport();

  const signIn = async (given: string) => {
    const email = "jiahao.hsu@genba.example";
    const answer = await fetch(`${demo.server.origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: demo.server.origin },
      body: JSON.stringify({ email, password: given }),
    });
    return answer.status;
  };
  expect(await signIn("genba-demo")).toBe(401);
  expect(await signIn(password)).toBe(200);
  const sessions = await queryDesk(
    demo.server,
    "select 1 from session join account on account.id = account_id where account.name = '許家豪'",
  );
  expect(sessions).toHaveLength(1);
  await page.goto("/admin/history");
  await expect(page.getByRole("listitem").filter({ hasText: "設定新密碼 許家豪" })).toHaveCount(1);
  await expect(page.getByText(password)).toHaveCount(0);
});

test("what another administrator changed meanwhile is shown; what they changed elsewhere stays", async () => {
  test.setTimeout(240_000);
  const { page } = await demo.team.person("何思妤");
  await page.goto("/admin/groups");
  await page.getByRole("link", { name: /台中機房組/ }).click();
  const name = page.getByLabel("名稱");
  await expect(name).toHaveValue("台中機房組");
  await name.fill("資料中心組");
  // Another administrator, whose change has not come to this phone yet.
  const rename = "update desk_group set name = '台中一組', owns_incidents = not owns_incidents";
  const [former] = await queryDesk(
    demo.server,
    `${rename} where name = '台中機房組' returning id, owns_incidents as owns`,
  );
  await page.getByRole("button", { name: "儲存", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "別人剛改了" })).toContainText("名稱：台中一組");
  await expect(name).toHaveValue("資料中心組");
  await page.getByRole("button", { name: "儲存", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "資料中心組" })).toBeVisible();
  const [stored] = await queryDesk(
    demo.server,
    `select name, owns_incidents as owns from desk_group where id = '${former?.id}'`,
  );
  expect(stored).toEqual({ name: "資料中心組", owns: former?.owns });
});

/**
 * The titles of the tickets in this phone's own database that it has for the group's sake alone: its person has no part
 * in them, nor in a ticket that they are linked to (R8).
 */
function heldOnlyByGroup(page: Page, accountId: string, groupId: string): Promise<readonly string[]> {
  return page.evaluate(
    async ([me, group]) => {
      const databases = await indexedDB.databases();
      const name = databases.find((one) => /^genba-[0-9a-f]{8}-/.test(one.name ?? ""))?.name ?? "";
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const rows = await new Promise<{ ticket: Ticket }[]>((resolve, reject) => {
        const request = opened.transaction("tickets").objectStore("tickets").getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      opened.close();
      const tickets = rows.map(({ ticket }) => ticket);
      const people = ["openerId", "reportedById", "holderId", "investigatorId"] as const;
      const own = tickets
        .filter((ticket) => people.some((field) => ticket[field] === me))
        .map(({ id }) => id);
      return tickets
        .filter(({ assignedGroupId, id }) => assignedGroupId === group && !own.includes(id))
        .filter(({ links }) => !links.some(({ ticketId }) => own.includes(ticketId)))
        .map(({ title }) => title);
    },
    [accountId, groupId] as const,
  );
}
