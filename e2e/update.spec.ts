/**
 * A new version of the app. It changes the worker's file, which all servers of this folder hand out, so it runs after
 * every other journey (playwright.config.ts). Alone: `npx playwright test --project update --no-deps`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "playwright/test";
import { createGenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

const worker = join("public", "sw.js");

test("a new version waits for a tap, which reloads every tab", async () => {
  test.setTimeout(120_000);
  const built = readFileSync(worker);
  const changed = Buffer.concat([built, Buffer.from("\n// a new version\n")]);
  const server = await createGenbaServer();
  let phone: Phone | null = null;
  try {
    await server.start();
    phone = await Phone.start({ origin: server.origin });
    const { page, context } = phone;
    await new Person(page).signIn(server, "bohan.chen");
    const tabs = [page, await context.newPage()];
    // The second time the version before is the new one.
    for (const version of [changed, built]) {
      for (const tab of tabs) {
        await tab.goto("/work");
        await tab.evaluate(() => Object.assign(globalThis, { isBeforeUpdate: true }));
      }
      writeFileSync(worker, version);
      await page.evaluate(() => navigator.serviceWorker.ready.then((worker) => worker.update()));
      for (const tab of tabs) await expect(tab.getByText("有新版本")).toBeVisible();
      await page.getByRole("button", { name: "更新" }).click();
      for (const tab of tabs) {
        await expect.poll(() => isBeforeUpdate(tab)).toBe(false);
        await expect(tab.getByRole("heading", { name: "我的工作" })).toBeVisible();
        await expect(tab.getByText("有新版本")).toBeHidden();
      }
    }
  } finally {
    writeFileSync(worker, built);
    await phone?.close();
    await server.remove();
  }
});

/** True too in the moment of the reload, when there is no page to ask. */
function isBeforeUpdate(tab: Page): Promise<boolean> {
  return tab.evaluate(() => "isBeforeUpdate" in globalThis).catch(() => true);
}
