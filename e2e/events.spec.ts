/**
 * 事件: an administrator sets monitoring up on a phone. What the example of a key sends is in the preview of the rule;
 * saved, it makes an incident of what fires, on a dispatcher's phone; a recovery resolves it, maintenance silences.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, type Page, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { hands, reach } from "./fixtures/hands";
import { inHours, useTeam } from "./fixtures/team";

test.describe.configure({ mode: "serial" });

const demo = useTeam();
const asset = "A-SW-123";
const title = "Uplink lost";

let key = "";

interface Fired {
  readonly id: string;
  readonly status?: "firing" | "recovered";
  readonly severity?: "critical" | "warning";
  readonly title?: string;
  readonly asset?: string;
}

/** As monitoring does, a second apart at least. */
async function post(...events: readonly Fired[]): Promise<void> {
  const whole = events.map((event, index) => ({
    at: Date.now() - (events.length - 1 - index) * 1_000,
    status: "firing",
    severity: "critical",
    title,
    asset,
    ...event,
  }));
  const answer = await fetch(`${demo.server.origin}/api/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ events: whole }),
  });
  expect(await answer.json()).toEqual({ accepted: events.length, repeated: 0 });
}

/** What a sheet shows to be pasted, under its title. */
const pasted = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("region", { name, exact: true }).locator("pre");

/** An example, as it is pasted into a shell. */
async function runs(example: string): Promise<void> {
  const { stdout } = await promisify(execFile)("sh", ["-c", example]);
  expect(JSON.parse(stdout)).toEqual({ accepted: 1, repeated: 0 });
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("a source is made: its key is shown once, and its example works as it is pasted", async () => {
  test.setTimeout(120_000);
  const { page } = await demo.team.person("何思妤");
  await page.goto("/more");
  await hands.press(page.getByRole("link", { name: "管理" }));
  await hands.press(page.getByRole("link", { name: "事件", exact: true }));
  await expect(page.getByText("先新增一個來源")).toBeVisible();
  await hands.press(page.getByRole("link", { name: "觸發條件" }));
  await hands.press(page.getByRole("link", { name: "新增觸發條件" }));
  await expect(page.getByText("用它的例子送一個測試事件")).toBeVisible();
  await page.goto("/admin/events/sources");
  await hands.press(button(page, "新增來源"));
  const sheet = page.getByRole("dialog");
  await hands.press(button(page, "新增"));
  await expect(sheet.getByText("請填")).toBeVisible();
  await hands.fill(sheet.getByLabel("名稱"), "Zabbix 機房");
  await hands.press(button(page, "新增"));
  key = await sheet.getByRole("region", { name: "金鑰" }).locator("pre").innerText();
  expect(key).toMatch(/^gev_[\w-]{43}$/);
  expect(await findFaults(page)).toEqual([]);
  await expect(sheet.getByRole("region", { name: "Alertmanager 的設定" })).toContainText(
    `credentials: ${key}`,
  );
  await runs(await pasted(page, "送一個測試事件").innerText());
  await hands.press(button(page, "關閉").last());
  await expect(page.getByRole("button", { name: /Zabbix 機房.*最近收到/ })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(key);
});

test("a rule is written with what came in sight, and opens one incident of what fires", async () => {
  test.setTimeout(180_000);
  await post({ id: "p1" }, { id: "p2" }, { id: "p3", title: "Fan slow", severity: "warning" });
  const admin = await demo.team.person("何思妤");
  const { page } = admin;
  await page.goto("/admin/events/rules");
  await hands.press(page.getByRole("link", { name: "新增觸發條件" }));
  const summary = page.locator("footer").getByRole("status");
  // The example's own event too.
  await expect(summary).toHaveText("4 個事件裡符合 4 個，會開 3 張事故");
  await hands.press(button(page, "儲存"));
  await expect(page.locator("footer").getByRole("alert")).toContainText("請填名稱");
  await hands.fill(page.getByLabel("名稱"), "上行斷線");
  await hands.press(button(page, "加一個條件"));
  await hands.fill(page.getByLabel("值（不分大小寫）"), "uplink");
  await expect(summary).toHaveText("4 個事件裡符合 2 個，會開 1 張事故");
  const preview = page.getByRole("main").getByRole("listitem");
  await expect(preview.filter({ hasText: "併入開著的事故" }).first()).toContainText("1");
  await admin.pick("類別", "有線網路");
  await admin.pick("受派組織", "網路系統組");
  expect(await findFaults(page)).toEqual([]);
  await hands.press(button(page, "儲存"));
  await expect(page.getByRole("link", { name: /上行斷線/ })).toContainText("一次就開");

  await post({ id: "f1" }, { id: "f2" });
  const dispatcher = await demo.team.person("黃怡君");
  await dispatcher.page.goto("/work");
  const incident = dispatcher.page.getByRole("main").getByRole("link", { name: title });
  await expect(incident).toHaveCount(1);
  await hands.press(incident);
  await dispatcher.seesStage("指派關卡");
  const events = dispatcher.page.getByRole("region", { name: "監控事件" });
  await hands.press(button(dispatcher.page, "看監控事件"));
  await expect(events.getByRole("listitem")).toHaveCount(2);
  await expect(events).toContainText("併入開著的事故");
  await expect(events).toContainText("開了事故");
  expect(await findFaults(dispatcher.page)).toEqual([]);

  await post({ id: "r1", status: "recovered" });
  await dispatcher.seesStage("已排除");
  await expect(dispatcher.page.getByRole("article")).toContainText("自動恢復");
});

test("the same rule in two hands: what both changed is told, and nothing typed is lost", async () => {
  test.setTimeout(120_000);
  const { page } = await demo.team.person("何思妤");
  await page.goto("/admin/events/rules");
  await hands.press(page.getByRole("link", { name: /上行斷線/ }));
  await expect(page.getByLabel("名稱")).toHaveValue("上行斷線");
  const { context } = await demo.team.phone("何思妤");
  const other = await context.newPage();
  await other.goto(page.url());
  await hands.fill(other.getByLabel("名稱"), "斷線（夜班）");
  await hands.fill(other.getByLabel("標題樣板"), "{title} @ {asset}");
  await hands.press(button(other, "儲存"));
  await expect(other.getByRole("link", { name: /斷線（夜班）/ })).toBeVisible();
  await other.close();

  await hands.fill(page.getByLabel("名稱"), "斷線（日班）");
  await hands.press(button(page, "儲存"));
  const told = page.getByRole("alert").filter({ hasText: "有人剛改了同樣的地方" });
  await expect(told).toContainText("斷線（夜班）");
  await expect(page.getByLabel("名稱")).toHaveValue("斷線（日班）");
  // What only the other one changed is here already.
  await expect(page.getByLabel("標題樣板")).toHaveValue("{title} @ {asset}");
  expect(await findFaults(page)).toEqual([]);
  await hands.press(button(page, "儲存"));
  await expect(page.getByRole("link", { name: /斷線（日班）/ })).toBeVisible();
});

test("maintenance silences what fires, and recent events say so", async () => {
  test.setTimeout(120_000);
  const admin = await demo.team.person("何思妤");
  const { page } = admin;
  await page.goto("/admin/events/windows");
  await hands.press(button(page, "新增維護時段"));
  await admin.say([
    ["名稱", "換交換器"],
    ["資產", "A-SW-122", "pick"],
    ["從", inHours(-1)],
    ["到", inHours(1)],
  ]);
  await hands.press(button(page, "新增"));
  await expect(page.getByRole("button", { name: /換交換器.*進行中/ })).toBeVisible();
  await post({ id: "m1", asset: "A-SW-122" });
  await page.goto("/admin/events/recent");
  const rows = page.getByRole("main").getByRole("listitem");
  await expect(rows.first()).toContainText("只記錄：在維護時段或變更時段內");
  await expect(rows.nth(1)).toContainText("自動恢復，事故已排除");
  expect(await findFaults(page)).toEqual([]);

  await page.goto("/admin/events/windows");
  await hands.press(page.getByRole("button", { name: /換交換器/ }));
  await hands.press(button(page, "刪除這個時段"));
  await expect(page.getByRole("dialog")).toContainText("照常開事故");
  await hands.press(button(page, "刪除這個時段"));
  await expect(page.getByText("沒有維護時段")).toBeVisible();
  await post({ id: "m2", asset: "A-SW-122" });
  await page.goto("/admin/events/recent");
  await expect(rows.first()).toContainText("開了事故");
  await hands.press(rows.first().getByRole("link", { name: "看事故" }));
  await expect(admin.heading(`${title} @ A-SW-122`)).toBeVisible();
});

test("the order of rules is changed by a keyboard, and focus stays where it is", async () => {
  test.setTimeout(120_000);
  const { page } = await demo.team.person("何思妤");
  await page.goto("/admin/events/rules/new");
  await hands.fill(page.getByLabel("名稱"), "其他");
  const admin = await demo.team.person("何思妤");
  await admin.pick("類別", "伺服器");
  await hands.press(button(page, "儲存"));
  const rules = page.getByRole("main").getByRole("link");
  await expect(rules.filter({ hasText: "其他" })).toContainText("2.");
  await hands.press(button(page, "調整順序"));
  const up = button(page, "其他 往上");
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(up).toBeFocused();
  await expect(up).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("其他 現在第 1")).toBeVisible();
  await hands.press(button(page, "儲存順序"));
  await expect(rules.filter({ hasText: "其他" })).toContainText("1.");
});

test("a new key and secret leave the former good for a day; a source that is deactivated sends nothing until it is on again", async () => {
  test.setTimeout(120_000);
  const { page } = await demo.team.person("何思妤");
  await page.goto("/admin/events/sources");
  await hands.press(page.getByRole("button", { name: /Zabbix 機房/ }));
  await hands.press(button(page, "換金鑰"));
  const shown = pasted(page, "金鑰");
  await expect(shown).toHaveText(/^gev_/);
  await post({ id: "k1", title: "Fan slow" });
  key = await shown.innerText();
  await post({ id: "k2", title: "Fan slow" });
  await hands.press(button(page, "關閉").last());
  await hands.press(page.getByRole("button", { name: /Zabbix 機房.*舊金鑰還能用到/ }));
  await hands.press(button(page, "停用這個來源"));
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("一概不收");
  await hands.press(button(page, "停用，不再收"));
  await expect(page.getByRole("button", { name: /Zabbix 機房.*已停用/ })).toBeVisible();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const refused = await fetch(`${demo.server.origin}/api/events`, { method: "POST", headers, body: "{}" });
  expect(refused.status).toBe(403);
  await hands.press(page.getByRole("button", { name: /Zabbix 機房.*已停用/ }));
  await expect(page.getByRole("dialog")).toContainText("金鑰照舊能用");
  expect(await findFaults(page)).toEqual([]);
  await hands.press(button(page, "重新啟用這個來源"));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Zabbix 機房/ })).not.toContainText("已停用");
  await post({ id: "k3", title: "Fan slow" });

  await hands.press(button(page, "新增來源"));
  await hands.fill(page.getByRole("dialog").getByLabel("名稱"), "CI 簽章");
  // It cannot sign.
  await reach(page.getByRole("dialog").getByLabel("Alertmanager", { exact: true }), "Space");
  await hands.check(page.getByRole("dialog").getByLabel("要求簽章（Standard Webhooks）"));
  await hands.press(button(page, "新增"));
  const former = {
    secret: await pasted(page, "簽章密鑰").innerText(),
    example: await pasted(page, "送一個測試事件").innerText(),
  };
  await hands.press(button(page, "關閉").last());
  await hands.press(page.getByRole("button", { name: /CI 簽章/ }));
  await expect(page.getByRole("dialog")).toContainText("簽章密鑰一起換");
  await hands.press(button(page, "換金鑰"));
  await expect(pasted(page, "簽章密鑰")).toHaveText(/^whsec_/);
  await expect(pasted(page, "簽章密鑰")).not.toHaveText(former.secret);
  await runs(await pasted(page, "送一個測試事件").innerText());
  await runs(former.example);
});
