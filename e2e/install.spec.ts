/** Getting the app onto the home screen, and how much room it has: said when it helps, not before. */
import { expect, test } from "playwright/test";
import { findSmallTargets, findWithAxe } from "./fixtures/audit";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeSmallPhoto } from "./fixtures/photo";

const incident = "東側貨梯停在二樓，門打不開";
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1";

let server: GenbaServer;
let phone: Phone;
let engineer: Person;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
  phone = await Phone.start({ origin: server.origin });
  engineer = new Person(phone.page);
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
});

test("an iPhone's tab says to install first, before anybody signs in; other phones are not told", async () => {
  const { page } = phone;
  await page.goto("/signin");
  await expect(page.getByRole("heading", { name: "登入" })).toBeVisible();
  const first = page.getByRole("complementary", { name: "iPhone 請先安裝，再登入" });
  await expect(first).toHaveCount(0);
  const tab = await phone.context.newPage();
  await tab.addInitScript((agent) => {
    Object.defineProperty(Navigator.prototype, "userAgent", { get: () => agent });
    // No iPhone offers it.
    addEventListener("beforeinstallprompt", (event) => event.stopImmediatePropagation());
  }, iphone);
  await tab.goto("/signin");
  const told = tab.getByRole("complementary", { name: "iPhone 請先安裝，再登入" });
  await expect(told).toContainText("加入主畫面");
  expect(await findWithAxe(tab)).toEqual([]);
  await tab.close();
});

test("the invitation comes after something was saved, uses the browser's own offer, and goes for good", async () => {
  const { page } = phone;
  await engineer.signIn(server, "bohan.chen");
  const card = page.getByRole("complementary", { name: "安裝到主畫面" });
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
  await expect(card).toHaveCount(0);
  await engineer.goTo(incident);
  await engineer.comment("先圍起來。");
  await page.goto("/work");
  await expect(card).toBeVisible();

  // As Chromium makes it, once it finds the app worth it.
  await page.evaluate(() => {
    const prompt = () => {
      document.title = "prompted";
      return Promise.resolve();
    };
    dispatchEvent(Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt }));
  });
  expect(await findSmallTargets(page)).toEqual([]);
  expect(await findWithAxe(page)).toEqual([]);
  await card.getByRole("button", { name: "安裝", exact: true }).click();
  await expect(page).toHaveTitle("prompted");

  await card.getByRole("button", { name: "不用了" }).click();
  await page.reload();
  await expect(page.getByRole("heading", { name: "我的工作" })).toBeVisible();
  await expect(card).toHaveCount(0);
  await page.goto("/more");
  await page.getByRole("button", { name: "安裝到主畫面" }).click();
  // Chromium itself offers it by now, early, to a page that listens from the first moment.
  const sheet = page.getByRole("dialog", { name: "安裝到主畫面" });
  await expect(sheet.getByRole("button", { name: "安裝", exact: true })).toBeVisible();
});

test("[C7] storage says what is used and unsent, and warns before the system clears it", async () => {
  const { page } = phone;
  await engineer.goTo(incident);
  await phone.setOffline(true);
  await engineer.press("留言");
  await page
    .locator('input[type="file"]')
    .last()
    .setInputFiles(await takeSmallPhoto("門機.jpg"));
  await expect(page.getByRole("button", { name: "移除 門機.jpg" })).toBeVisible();
  await page.goto("/storage");
  await expect(page.getByRole("term").filter({ hasText: "只在這裡的照片與檔案" })).toBeVisible();
  await expect(page.getByText(/^\d+ KB$/)).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
  expect(await findSmallTargets(page)).toEqual([]);
  expect(await findWithAxe(page)).toEqual([]);

  // Chromium's own estimate goes on saying what it said first, whatever its quota is by now.
  await page.addInitScript(() => {
    navigator.storage.estimate = async () => ({ usage: 90_000_000, quota: 100_000_000 });
  });
  await page.goto("/work");
  await page.getByRole("complementary", { name: "手機空間" }).getByRole("link", { name: "查看" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("系統可能會清掉資料");
  expect(await findWithAxe(page)).toEqual([]);
});
