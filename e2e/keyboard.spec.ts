/** Everything that a person does, without a pointer: no click, no tap in here. Focus is seen, and never lost. */
import { expect, type Locator, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { reach } from "./fixtures/hands";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeSmallPhoto } from "./fixtures/photo";

const door = "三樓產線入口門禁讀卡機沒有反應";
const label = "標籤印表機印出來的條碼掃不到";
const opened = "二樓會議室門禁打不開";

let server: GenbaServer;
let phone: Phone;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
  phone = await Phone.start({ origin: server.origin });
  await phone.page.emulateMedia({ reducedMotion: "reduce" });
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
});

test("an engineer signs in, takes over, comments with a photo, resolves, opens, and signs out", async () => {
  test.setTimeout(120_000);
  const { page } = phone;
  await signIn("bohan.chen");

  await reach(page.getByRole("navigation").getByRole("link", { name: "工單" }), "Enter");
  await reach(page.getByRole("link", { name: door }), "Enter");
  await hasFocus(page.getByRole("heading", { name: door, level: 1 }));
  await reach(page.getByRole("button", { name: "領單", exact: true }), "Enter");
  await expect(page.getByRole("button", { name: "排除事故", exact: true })).toBeVisible();
  await isIn(page.getByRole("article"));

  const more = page.getByRole("button", { name: "更多動作" });
  await reach(more, "Enter");
  await isIn(page.getByRole("dialog", { name: "更多動作" }));
  await staysIn(page.getByRole("dialog", { name: "更多動作" }));
  await page.keyboard.press("Escape");
  // The browser gives focus back before the app has heard that its sheet is closed.
  await expect(page.locator("dialog")).toHaveCount(0);
  await hasFocus(more);
  await page.keyboard.press("Enter");
  await reach(page.getByRole("dialog").getByRole("button", { name: "留言", exact: true }), "Enter");
  const comment = page.getByRole("dialog", { name: "留言" });
  await isIn(comment);
  await type(comment.getByLabel("內容"), "到場了，讀卡機沒有電。");
  const chooser = page.waitForEvent("filechooser");
  await reach(comment.getByRole("button", { name: "選擇檔案" }), "Enter");
  await (await chooser).setFiles(await takeSmallPhoto("讀卡機.jpg"));
  await expect(page.getByRole("button", { name: /移除 讀卡機\.jpg/ })).toBeVisible();
  await reach(comment.getByRole("button", { name: "留言", exact: true }), "Enter");
  await expect(comment).toBeHidden();
  await isIn(page.getByRole("article"));

  await reach(page.getByRole("button", { name: "排除事故", exact: true }), "Enter");
  const resolve = page.getByRole("dialog", { name: "排除事故" });
  const code = resolve.getByRole("button", { name: /^結案代碼/ });
  await reach(code, "Enter");
  const codes = page.getByRole("dialog", { name: "結案代碼" });
  await isIn(codes);
  // The sheet on top only.
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog")).toHaveCount(1);
  await hasFocus(code);
  await page.keyboard.press("Enter");
  await reach(codes.getByRole("button", { name: "已修復" }), "Enter");
  await hasFocus(code);
  await type(resolve.getByLabel("說明"), "換了電源供應器，刷卡正常。");
  await reach(resolve.getByRole("button", { name: "排除事故", exact: true }), "Enter");
  await expect(resolve).toBeHidden();
  await isIn(page.getByRole("article"));
  // It is closed, so its row is gone; another's is where it was.
  const back = page.getByRole("button", { name: "返回", exact: true });
  await reach(back, "Enter");
  await isIn(page.locator("[data-kind=list]"));
  const other = page.getByRole("link", { name: label });
  await reach(other, "Enter");
  await hasFocus(page.getByRole("heading", { name: label, level: 1 }));
  await reach(back, "Enter");
  await hasFocus(other);

  await reach(page.getByRole("navigation").getByRole("link", { name: "開單" }), "Enter");
  await type(page.getByLabel("標題"), opened);
  await pick("類別", "門禁");
  await pick("資產", "A-DR-013");
  await choose("影響");
  await choose("急迫性");
  await reach(page.getByRole("main").getByRole("button", { name: "開單", exact: true }), "Enter");
  await hasFocus(page.getByRole("heading", { name: opened, level: 1 }));
});

test("what came back is decided about", async () => {
  test.setTimeout(90_000);
  const { page } = phone;
  const colleaguePhone = await Phone.start({ origin: server.origin });
  try {
    const colleague = new Person(colleaguePhone.page);
    await colleague.signIn(server, "xinhong.pan");
    await colleague.goTo(label);
    await page.goto("/tickets");
    await phone.setOffline(true);
    await reach(page.getByRole("link", { name: label }), "Enter");
    await reach(page.getByRole("button", { name: "領單", exact: true }), "Enter");
    await new Person(page).seesWaiting(1);
    await colleague.press("領單");
    await colleague.seesDone("我 領單");
  } finally {
    await colleaguePhone.close();
  }
  await phone.setOffline(false);
  await reach(page.getByRole("link", { name: "1 件待處理", exact: true }), "Enter");
  const choices = page.getByRole("main").getByRole("article");
  await expect(choices).toBeVisible();
  await reach(choices.getByRole("button").last(), "Enter");
  await expect(choices).toBeHidden();
  await isIn(page.getByRole("main"));
});

test("a reviewer votes", async () => {
  test.setTimeout(90_000);
  const { page } = phone;
  await signOut();
  await signIn("zhihao.zhang");
  await reach(page.getByRole("navigation").getByRole("link", { name: "審核" }), "Enter");
  const cards = page.getByRole("main").getByRole("article");
  await expect(cards.first()).toBeVisible();
  const before = await cards.count();
  await reach(page.getByRole("button", { name: "核准", exact: true }).first(), "Enter");
  await expect(cards).toHaveCount(before - 1);
  await isIn(page.getByRole("main"));
  await signOut();
});

test("on a desk, single keys walk, open and go back; they can be turned off", async () => {
  test.setTimeout(90_000);
  const { page } = phone;
  await page.setViewportSize({ width: 1_280, height: 860 });
  await signIn("shufen.wang");
  await keys("g", "t");
  await expect(page).toHaveURL(/\/tickets$/);
  const rows = page.locator("[data-kind=list]").getByRole("link");
  await expect(rows.first()).toBeVisible();
  await keys("j", "j");
  await hasFocus(rows.nth(1));
  await keys("k");
  await hasFocus(rows.first());
  await keys("ArrowDown");
  await hasFocus(rows.nth(1));
  const title = (await rows.nth(1).innerText()).split("\n")[0] ?? "";
  await keys("Enter");
  await hasFocus(page.getByRole("heading", { name: title, level: 1 }));
  await keys("e");
  await isIn(page.getByRole("dialog", { name: "留言" }));
  await keys("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  const main = page.getByRole("article").locator("footer [data-kind=main]");
  const action = await main.innerText();
  await keys("m");
  await isIn(page.getByRole("dialog", { name: action }));
  await keys("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await keys("Escape");
  await hasFocus(rows.nth(1));
  await keys("/");
  await hasFocus(page.getByRole("searchbox"));
  await page.keyboard.type("cj?");
  await expect(page.getByRole("searchbox")).toHaveValue("cj?");
  await expect(page).toHaveURL(/\/tickets$/);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await reach(page.getByRole("navigation").getByRole("link", { name: "更多" }), null);

  await keys("g", "r");
  await expect(page).toHaveURL(/\/reviews$/);
  await keys("g", "w");
  await expect(page).toHaveURL(/\/work$/);
  await keys("g", "t");
  await expect(page).toHaveURL(/\/tickets$/);

  await keys("?");
  const help = page.getByRole("dialog", { name: "鍵盤快捷鍵" });
  await isIn(help);
  expect(await findFaults(page)).toEqual([]);
  const count = await help.getByRole("term").count();
  await reach(help.getByRole("checkbox"), "Space");
  await keys("Escape");
  await expect(help).toBeHidden();
  await keys("g", "m");
  await keys("?");
  await expect(help).toBeHidden();
  await expect(page).toHaveURL(/\/tickets$/);
  // From 更多 they are turned on again.
  await reach(page.getByRole("navigation").getByRole("link", { name: "更多" }), "Enter");
  await reach(page.getByRole("button", { name: /鍵盤快捷鍵/ }), "Enter");
  await reach(help.getByRole("checkbox"), "Space");
  await keys("Escape");
  await keys("c");
  await expect(page).toHaveURL(/\/new$/);
  await speak("en");
  await page.goto("/tickets");
  const english = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  // The keys come with what is loaded after the first screen.
  await expect(async () => {
    await keys("?");
    await expect(english).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(english.getByRole("term")).toHaveCount(count);
  await expect(english).not.toContainText(/[\u3400-\u9fff]/);
  await keys("Escape");
  await speak("zh-TW");
});

test("on a desk, several tickets are assigned at once, without a network", async () => {
  test.setTimeout(90_000);
  const { page } = phone;
  const person = new Person(page);
  await page.goto("/tickets");
  await person.isSynced();
  await phone.setOffline(true);
  const rows = page.locator("[data-kind=list]");
  await expect(rows.getByRole("link", { name: opened })).toBeVisible();
  await expect(page.getByRole("button", { name: "選取多張" })).toBeVisible();
  await reach(rows.getByRole("link", { name: opened }), null);
  // The keys come with what is loaded after the first screen.
  await expect(async () => {
    await keys("x");
    await expect(rows.getByRole("checkbox").first()).toBeVisible({ timeout: 500 });
  }).toPass();
  for (const name of [opened, label, "卸貨區攝影機緊急更換"]) {
    const box = rows.getByRole("checkbox", { name });
    await reach(box, null);
    // Its own key, as every box has.
    if (!(await box.isChecked())) await keys("Space");
  }
  await expect(rows.getByRole("checkbox", { checked: true })).toHaveCount(3);
  expect(await findFaults(page)).toEqual([]);
  await reach(page.getByRole("button", { name: "指派處理人員" }), "Enter");
  const sheet = page.getByRole("dialog", { name: "指派處理人員" });
  await isIn(sheet);
  await pick("人員", "陳柏翰");
  await expect(sheet.getByRole("listitem")).toContainText("你現在不能指派");
  expect(await findFaults(page)).toEqual([]);
  await reach(sheet.getByRole("button", { name: "指派 2 張" }), "Enter");
  await expect(page.getByText(/已指派 2 張，1 張不行：CHG-\d+ 你現在不能指派/).first()).toBeVisible();
  await isIn(page.locator("[data-kind=list]"));
  await person.seesWaiting(2);
  // Only what was not assigned is still selected.
  await expect(rows.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await phone.setOffline(false);
  await person.isSynced();
  await page.goto("/tickets");
  await reach(rows.getByRole("link", { name: opened }), "Enter");
  await expect(page.getByRole("article").getByText("陳柏翰").first()).toBeVisible();
  await person.seesStage("處理關卡");
});

/** As 更多 does it, from the next load. */
async function speak(locale: string): Promise<void> {
  await phone.page.evaluate(
    (one) => localStorage.setItem("genba-look", JSON.stringify({ locale: one })),
    locale,
  );
}

async function signIn(mailbox: string): Promise<void> {
  const { page } = phone;
  const account = server.accounts().find(({ email }) => email.startsWith(`${mailbox}@`));
  if (account === undefined) throw new Error(`No demo account ${mailbox}.`);
  await page.goto("/");
  await type(page.getByLabel("電子郵件"), account.email);
  await type(page.getByLabel("密碼"), account.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "我的工作" })).toBeVisible();
  await new Person(page).isSynced();
}

async function signOut(): Promise<void> {
  const { page } = phone;
  await reach(page.getByRole("navigation").getByRole("link", { name: "更多" }), "Enter");
  await reach(page.getByRole("button", { name: "登出" }), "Enter");
  await reach(page.getByRole("dialog").getByRole("button", { name: /登出/ }).last(), "Enter");
  await expect(page.getByLabel("電子郵件")).toBeVisible();
}

async function keys(...pressed: readonly string[]): Promise<void> {
  for (const key of pressed) await phone.page.keyboard.press(key);
}

async function type(field: Locator, text: string): Promise<void> {
  await reach(field, null);
  await phone.page.keyboard.insertText(text);
}

/** Through a picker's sheet, by its search where it has one. */
async function pick(name: string, option: string): Promise<void> {
  const { page } = phone;
  const button = page.getByRole("button", { name: new RegExp(`^${name} `) }).last();
  await reach(button, "Enter");
  const sheet = page.getByRole("dialog", { name, exact: true });
  await isIn(sheet);
  if (await sheet.getByRole("searchbox").isVisible()) await type(sheet.getByRole("searchbox"), option);
  await reach(sheet.getByRole("button", { name: option }).first(), "Enter");
  await expect(sheet).toBeHidden();
  await hasFocus(button);
}

/** The first of a few. */
async function choose(group: string): Promise<void> {
  await reach(phone.page.getByRole("group", { name: group }).getByRole("radio").first(), "Space");
}

async function hasFocus(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
}

/** Not lost to the page, nor anywhere else. */
async function isIn(place: Locator): Promise<void> {
  await expect(async () => {
    expect(await place.first().evaluate((one) => one.contains(document.activeElement))).toBe(true);
  }).toPass({ timeout: 3_000 });
}

/** Once around: what lies behind a sheet is never reached (the browser's own bar is, between its ends). */
async function staysIn(sheet: Locator): Promise<void> {
  const { page } = phone;
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const isBehind = await sheet.evaluate(
      (one) => document.activeElement !== document.body && !one.contains(document.activeElement),
    );
    expect(isBehind).toBe(false);
  }
}
