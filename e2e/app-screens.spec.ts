/** Every screen, in both languages and both themes, with work waiting and work that came back. */
import { expect, type Page, test } from "playwright/test";
import { findSmallTargets, findWithAxe } from "./fixtures/audit";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeSmallPhoto } from "./fixtures/photo";

const incident = "機房 B 區溫度持續上升";
/** Contrast belongs to the theme, names and sizes to the language: each of them once. */
const looks = [
  { locale: "zh-TW", theme: "light" },
  { locale: "en", theme: "dark" },
] as const;

let server: GenbaServer;
let phone: Phone;
let ticketPath: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
  phone = await Phone.start({ origin: server.origin });
  // Colours are judged as they stay, not while a sheet rises.
  await phone.page.emulateMedia({ reducedMotion: "reduce" });
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
});

test("the sign-in screen of a new phone", async () => {
  await phone.page.goto("/");
  await expect(phone.page.getByRole("heading", { name: "登入" })).toBeVisible();
  await audit(phone.page, "sign in");
});

test("a reviewer has work of every kind: a review, one that waits, one that came back", async () => {
  const reviewer = new Person(phone.page);
  await reviewer.signIn(server, "zhihao.zhang");
  await audit(phone.page, "work, online");
  await reviewer.goTo(incident);
  ticketPath = new URL(phone.page.url()).pathname;

  await phone.setOffline(true);
  await reviewer.resolve("立即解決", "更換風扇，溫度回到 24 度。");
  const colleaguePhone = await Phone.start({ origin: server.origin });
  const colleague = new Person(colleaguePhone.page);
  await colleague.signIn(server, "guanting.li");
  await colleague.goTo(incident);
  await colleague.press("領單");
  const claim = colleague.page.getByRole("listitem").filter({ hasText: "我 領單" });
  await expect(claim).toBeVisible();
  await expect(claim).not.toContainText("待同步");
  await colleaguePhone.close();

  await phone.setOffline(false);
  await reviewer.isSynced();
  await expect(phone.page.getByRole("link", { name: "1 件待處理", exact: true })).toBeVisible();
  await phone.setOffline(true);
  await phone.page.goto(ticketPath);
  await reviewer.press("留言");
  await phone.page.getByRole("dialog").getByLabel("內容").fill("溫度又升到 29 度。");
  await addPhoto(phone.page, "溫度計.jpg");
  await reviewer.save("留言");
  await reviewer.seesWaiting(1);
});

const administration = [
  "/admin",
  "/admin/people",
  "/admin/groups",
  "/admin/parameters",
  "/admin/templates",
  "/admin/history",
  "/admin/notifications",
  "/admin/undelivered",
  "/delegates",
  "/push",
  "/inbox",
];

for (const { locale, theme } of looks) {
  test(`axe finds nothing and targets are 48 px: ${locale}, ${theme}`, async () => {
    const { page } = phone;
    await page.goto("/more");
    await page.locator(`input[value="${locale}"]`).check();
    await page.locator(`input[value="${theme}"]`).check();
    await expect(page.locator("html")).toHaveAttribute("lang", locale);
    await auditOffline(page, "more");
    await page.getByRole("button", { name: locale === "en" ? "Sign out" : "登出" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await auditOffline(page, "sign-out sheet");

    for (const path of ["/work", "/tickets", "/inbox", "/queue", "/attention", "/reviews", "/signin"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(
        page
          .locator("main")
          .getByRole(path === "/signin" ? "button" : "link")
          .first(),
      ).toBeVisible();
      await (path === "/signin" ? audit(page, path) : auditOffline(page, path));
    }
    for (const kind of ["problem", "change"]) {
      await page.goto(`/new?kind=${kind}`);
      await expect(page.getByRole("main").getByRole("textbox").first()).toBeVisible();
      await page.locator("details").evaluate((more) => more.setAttribute("open", ""));
      await auditOffline(page, `new ${kind}`);
    }
    await page.goto("/storage");
    await expect(page.getByRole("main").getByRole("term").first()).toBeVisible();
    await auditOffline(page, "storage");
    await page.goto("/more");
    await page
      .getByRole("button", { name: locale === "en" ? "Put it on the home screen" : "安裝到主畫面" })
      .click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await auditOffline(page, "install");
    await page.goto("/new");
    await addPhoto(page, "風扇.jpg");
    await auditOffline(page, "new, with a photo");
    await page.getByRole("button", { name: locale === "en" ? /^Category/ : /^類別/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await auditOffline(page, "picker");

    await page.goto(ticketPath);
    await expect(page.getByRole("heading", { name: incident })).toBeVisible();
    await auditOffline(page, "ticket");
    await page.getByRole("button", { name: /溫度計\.jpg/ }).click();
    await expect(page.getByRole("dialog", { name: "溫度計.jpg" }).getByRole("img")).toBeVisible();
    await auditOffline(page, "a photo");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: locale === "en" ? "Resolve" : "排除事故" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await auditOffline(page, "action sheet");
  });
}

test("administration, its history and the inbox: axe and 48 px, in both themes", async () => {
  test.setTimeout(120_000);
  const desk = await Phone.start({ origin: server.origin });
  try {
    const { page } = desk;
    await page.emulateMedia({ reducedMotion: "reduce" });
    const admin = new Person(page);
    await admin.signIn(server, "siyu.ho");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const path of administration) {
        await page.goto(path);
        await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
        await admin.isSynced();
        await audit(page, `${path}, ${colorScheme}`);
      }
    }
    await page.goto("/more");
    const wanted = page.getByLabel("每日摘要寄到我的信箱");
    await expect(wanted).not.toBeChecked();
    await wanted.check();
    await page.getByLabel("勿擾時段", { exact: true }).check();
    await page.getByLabel("每天幾點").fill("07:30");
    await audit(page, "my notifications");
    await page.getByRole("main").getByRole("button", { name: "儲存" }).click();
    await expect(page.getByRole("main").getByRole("button", { name: "儲存" })).toHaveCount(0);
    await page.reload();
    await expect(wanted).toBeChecked();
    await expect(page.getByLabel("每天幾點")).toHaveValue("07:30");
  } finally {
    await desk.close();
  }
});

/** Into the form that is open. */
async function addPhoto(page: Page, name: string): Promise<void> {
  await page
    .locator('input[type="file"]')
    .last()
    .setInputFiles(await takeSmallPhoto(name));
  await expect(page.getByRole("button", { name: new RegExp(`(移除|Remove) ${name}`) }).first()).toBeVisible();
}

/** Once the bar has found out that there is no network: colours must not change while they are read. */
async function auditOffline(page: Page, screen: string): Promise<void> {
  await expect(page.locator("header [role=status]").first()).toContainText(/離線|Offline/);
  await audit(page, screen);
}

async function audit(page: Page, screen: string): Promise<void> {
  expect.soft(await findWithAxe(page), `axe: ${screen}`).toEqual([]);
  expect.soft(await findSmallTargets(page), `targets: ${screen}`).toEqual([]);
}
