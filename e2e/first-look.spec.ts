import { type Browser, expect, type Page, test } from "playwright/test";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";

let server: GenbaServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
});

test.afterAll(() => server.remove());

const lead = {
  "zh-TW": "沒有網路的地方，也能開單、處理、結案。",
  "en-GB": "Open, handle and finish tickets where there is no network.",
} as const;

/** A phone on which `stored` is kept; `withScripts: false`: as it is painted before any has run. */
async function openPhone(
  browser: Browser,
  locale: keyof typeof lead,
  stored: Readonly<Record<string, string>>,
  { withScripts }: { readonly withScripts: boolean },
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("ERR_")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript((kept) => {
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, stored);
  if (!withScripts) await page.route("**/*.js", (route) => route.abort());
  await page.goto(server.origin, { waitUntil: "commit" });
  return { page, complaints };
}

for (const locale of ["zh-TW", "en-GB"] as const) {
  test(`a phone of nobody's paints the head of its sign-in screen before any script has run (${locale})`, async ({
    browser,
  }) => {
    const { page } = await openPhone(browser, locale, {}, { withScripts: false });
    await expect(page.getByText(lead[locale])).toBeVisible();
    await expect(page.getByText(lead[locale === "en-GB" ? "zh-TW" : "en-GB"])).toBeHidden();
    await page.context().close();
  });

  for (const theme of ["light", "dark"]) {
    test(`what it paints first is what the app finds: no mismatch (${locale}, ${theme})`, async ({
      browser,
    }) => {
      const look = { "genba-look": JSON.stringify({ locale: locale === "en-GB" ? "en" : locale, theme }) };
      const { page, complaints } = await openPhone(browser, locale, look, { withScripts: true });
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByText(lead[locale])).toHaveCount(1);
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  }
}

test("[C6] a phone with somebody's work paints nothing of signing in first; once they have left it does again", async ({
  browser,
}) => {
  const { page } = await openPhone(browser, "zh-TW", { "genba-home": "1" }, { withScripts: false });
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.getByText(lead["zh-TW"])).toBeHidden();
  await page.context().close();

  const home = (on: Page) => on.evaluate(() => localStorage.getItem("genba-home"));
  const [account] = server.accounts();
  const { page: used } = await openPhone(browser, "zh-TW", {}, { withScripts: true });
  await used.getByLabel("電子郵件").fill(account?.email ?? "");
  await used.getByLabel("密碼").fill(account?.password ?? "");
  await used.getByRole("button", { name: "登入", exact: true }).click();
  await expect(used.getByText("全部已同步")).toBeVisible({ timeout: 30_000 });
  expect(await home(used)).toBe("1");
  await expect(used.locator("html[data-fresh]")).toHaveCount(0);
  await used.goto(`${server.origin}/more`);
  await used.getByRole("button", { name: "登出" }).first().click();
  await used.getByRole("dialog").getByRole("button", { name: "登出" }).last().click();
  await expect(used.getByLabel("密碼")).toBeVisible();
  expect(await home(used)).toBeNull();
  await used.context().close();
});
