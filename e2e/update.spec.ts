/** A new version of the app. It changes the worker's file, which all servers of a checkout hand out: so it has its own. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "playwright/test";
import { copyCheckout } from "./fixtures/checkout";
import { createGenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

test("a new version waits for a tap, which reloads every tab", async () => {
  test.setTimeout(240_000);
  const checkout = copyCheckout();
  const worker = join(checkout, "public", "sw.js");
  const built = readFileSync(worker);
  const changed = Buffer.concat([built, Buffer.from("\n// a new version\n")]);
  const server = await createGenbaServer({}, { checkout });
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
    await phone?.close();
    await server.remove();
    rmSync(checkout, { recursive: true, force: true });
  }
});

/** True too in the moment of the reload, when there is no page to ask. */
function isBeforeUpdate(tab: Page): Promise<boolean> {
  return tab.evaluate(() => "isBeforeUpdate" in globalThis).catch(() => true);
}
