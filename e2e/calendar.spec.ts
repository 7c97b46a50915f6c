/**
 * 變更行事曆 on two phones: changes of two groups on assets of which one depends on the other say so as they are planned
 * and in the calendar, a free window is one tap away, what the phone holds shows without a network, and a private link
 * brings it into another calendar until it is renewed.
 */
import { expect, type Page, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { hands } from "./fixtures/hands";
import { inHours, useTeam } from "./fixtures/team";

const demo = useTeam();
test.describe.configure({ mode: "serial" });
const day = inHours(300).slice(0, 10);
/** The free time after it is of the same day, whenever this runs. */
const start = `${day}T10:00`;
const upper = "三樓交換器加裝模組";
const lower = "三樓弱電間電池更換";

const calendar = (view: "list" | "week" | "month") => `/calendar?view=${view}&day=${day}`;
const rowOf = (page: Page, title: string) =>
  page.getByRole("main").getByRole("link", { name: new RegExp(title) });
const conflicts = (page: Page) => page.getByRole("main").getByRole("list", { name: "衝突" });

test("two groups plan around each other", async () => {
  test.setTimeout(240_000);
  const lead = await demo.team.person("黃怡君");
  await lead.openOf("change", [
    ["類型", "標準", "radio"],
    ["標準變更範本", "交換器韌體更新", "pick"],
    ["標題", upper],
    ["變更原因", "擴充上行頻寬。"],
    ["資產", "A-SW-122", "pick"],
    ["風險", "低", "radio"],
  ]);
  await lead.act("進入計畫");
  await lead.act("排程", [
    ["變更時段", start],
    ["實施人員", "吳宗翰", "pick"],
    ["回復計畫", "拆下模組"],
  ]);
  await lead.seesStage("已排程");
  await lead.isSynced();

  const dispatcher = await demo.team.person("王淑芬");
  const id = await dispatcher.openOf("change", [
    ["類型", "標準", "radio"],
    ["標準變更範本", "一般標準變更", "pick"],
    ["標題", lower],
    ["變更原因", "電池膨脹。"],
    ["資產", "A-UPS-005", "pick"],
    ["風險", "中", "radio"],
  ]);
  await dispatcher.act("進入計畫");
  await dispatcher.isSynced();
  await dispatcher.press("排程");
  const { page } = dispatcher;
  const sheet = page.getByRole("dialog");
  await dispatcher.say([
    ["變更時段", start],
    ["實施人員", "陳柏翰", "pick"],
    ["回復計畫", "裝回舊電池"],
  ]);
  // The other group's change is not on this phone: the server tells of it, and the directory why it matters.
  const note = sheet.getByRole("status").filter({ hasText: "時段重疊" });
  await expect(note).toContainText(upper);
  await expect(note).toContainText("A-SW-122 依賴 A-UPS-005");
  await hands.press(sheet.getByRole("button", { name: "排程", exact: true }));
  await expect(sheet.getByLabel(/時段重疊的理由/)).toBeVisible();
  await expect(sheet.getByText("請填這一欄").first()).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await hands.fill(sheet.getByLabel(/時段重疊的理由/), "與網路組同時進行，停機一次");
  await dispatcher.save("排程");
  await dispatcher.isSynced();
  await dispatcher.seesStage("已排程");

  await hands.press(page.getByRole("article").getByRole("link", { name: "在變更行事曆上看" }));
  await expect(rowOf(page, lower)).toContainText("已排程");
  await expect(conflicts(page).first()).toContainText("A-SW-122 依賴 A-UPS-005");
  await expect(rowOf(page, upper)).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  await lead.page.goto(calendar("list"));
  await expect(conflicts(lead.page).filter({ hasText: lower })).toContainText("A-SW-122 依賴 A-UPS-005");
  await hands.press(lead.page.getByRole("button", { name: "篩選" }));
  await hands.check(lead.page.getByRole("dialog").getByRole("radio", { name: "我的組" }));
  await hands.press(lead.page.getByRole("dialog").getByRole("button", { name: "關閉" }).first());
  await expect(rowOf(lead.page, lower)).toBeHidden();
  await expect(rowOf(lead.page, upper)).toBeVisible();

  await page.goto(calendar("week"));
  await expect(rowOf(page, lower)).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await page.goto(calendar("month"));
  const grid = page.getByRole("grid");
  const chosen = grid.locator("td[aria-selected=true]").getByRole("button");
  await expect(chosen).toHaveAccessibleName(/2 項變更、2 個衝突/);
  expect(await findFaults(page)).toEqual([]);
  await chosen.focus();
  await page.keyboard.press("PageDown");
  await expect(chosen).toBeFocused();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(chosen).toBeFocused();
  await expect(chosen).toHaveAccessibleName(/2 項變更/);
  await expect(rowOf(page, lower)).toBeVisible();

  await dispatcher.goToId(id);
  await dispatcher.press("改期");
  const moved = sheet.getByRole("status").filter({ hasText: "時段重疊" });
  await hands.press(moved.getByRole("button", { name: /^改用下一個空檔/ }));
  await expect(moved).toBeHidden();
  await hands.fill(sheet.getByLabel("理由", { exact: true }), "等網路組做完");
  await dispatcher.save("改期");
  await dispatcher.isSynced();
  await dispatcher.seesStage("計畫階段");
  await page.goto(calendar("list"));
  await expect(rowOf(page, lower)).toContainText("計畫階段");
  await expect(conflicts(page)).toHaveCount(0);

  const phone = await demo.team.phone("王淑芬");
  await phone.setOffline(true);
  await page.goto(calendar("list"));
  await expect(page.getByText("離線中：只有這支手機上的變更和凍結期")).toBeVisible();
  await expect(rowOf(page, lower)).toBeVisible();
  await page.goto(calendar("month"));
  await expect(chosen).toHaveAccessibleName(/1 項變更/);
  await phone.setOffline(false);
  await dispatcher.isSynced();
});

test("a private link brings it into another calendar, until it is renewed", async () => {
  test.setTimeout(120_000);
  const { page } = await demo.team.person("王淑芬");
  await page.goto(calendar("list"));
  await hands.press(page.getByRole("button", { name: "在別的行事曆訂閱" }));
  const sheet = page.getByRole("dialog");
  const link = sheet.getByRole("status", { name: "你的連結" });
  await hands.press(sheet.getByRole("button", { name: "建立連結" }));
  await expect(link).toContainText(/\/api\/calendar\/[\w-]{43}\.ics$/);
  expect(await findFaults(page)).toEqual([]);
  // As a calendar asks: without a session.
  const ask = (url: string) => fetch(url);
  const first = await link.innerText();
  const answer = await ask(first);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  const text = (await answer.text()).replaceAll("\r\n ", "");
  expect(text).toMatch(new RegExp(`SUMMARY:CHG-\\d{6} ${lower}`));
  expect(text).toContain(upper);

  await hands.press(sheet.getByRole("button", { name: "換新連結" }));
  await expect(link).not.toHaveText(first);
  const second = await link.innerText();
  expect((await ask(first)).status).toBe(404);
  expect((await ask(second)).status).toBe(200);
  await hands.press(sheet.getByRole("button", { name: "收回連結" }));
  await expect(sheet.getByText("你還沒有連結。")).toBeVisible();
  expect((await ask(second)).status).toBe(404);
});

test("other assets in a plan are held against what is planned then", async () => {
  test.setTimeout(120_000);
  const dispatcher = await demo.team.person("王淑芬");
  const { page } = dispatcher;
  await dispatcher.openOf("change", [
    ["類型", "標準", "radio"],
    ["標準變更範本", "一般標準變更", "pick"],
    ["標題", "大廳讀卡機更換"],
    ["變更原因", "感應不良。"],
    ["資產", "A-DR-011", "pick"],
    ["風險", "低", "radio"],
  ]);
  await dispatcher.act("進入計畫");
  await dispatcher.act("排程", [
    ["變更時段", start],
    ["實施人員", "陳柏翰", "pick"],
    ["回復計畫", "裝回舊機"],
  ]);
  await dispatcher.seesStage("已排程");
  const sheet = page.getByRole("dialog");
  await dispatcher.press("改期");
  await hands.fill(sheet.getByLabel("變更時段"), `${day}T10:30`);
  await hands.fill(sheet.getByLabel("理由", { exact: true }), "等大廳開門");
  await dispatcher.save("改期");
  await dispatcher.isSynced();
  await dispatcher.seesStage("計畫階段");

  await dispatcher.press("編輯");
  await dispatcher.pick("資產", "A-UPS-005");
  await expect(sheet.getByRole("status").filter({ hasText: "時段重疊" })).toContainText(upper);
  await hands.press(sheet.getByRole("button", { name: "儲存", exact: true }));
  await expect(sheet.getByText("請填這一欄")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await hands.fill(sheet.getByLabel("時段重疊的理由"), "同一次停機");
  await dispatcher.save("儲存");
  await dispatcher.isSynced();
  await expect(page.getByRole("article")).toContainText("A-UPS-005");
  await expect(page.getByRole("article").getByText("同一次停機").first()).toBeVisible();
});
