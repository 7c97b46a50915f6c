/** Work in every state: done and synced, waiting with photos, come back. Its own person's, on this phone. */
import type { Page } from "playwright";
import type { GenbaServer } from "../../e2e/fixtures/genba-server";
import { Person } from "../../e2e/fixtures/person";
import { Phone } from "../../e2e/fixtures/phone";
import { takeLargePhoto, takeSmallPhoto } from "../../e2e/fixtures/photo";
import { shareTo } from "../../e2e/fixtures/share-sheet";

/** Of the tickets that the pictures are of: a person's, and one that monitoring opened. */
export const made = { ticket: "/tickets", alarm: "/tickets" };

/** Whoever was here is forgotten with all that was theirs. */
export async function signIn(page: Page, server: GenbaServer, mailbox: string): Promise<void> {
  await page.context().setOffline(false);
  await page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    await fetch("/api/auth/sign-out", { method: "POST", headers, body: "{}" });
    localStorage.clear();
    for (const { name } of await indexedDB.databases())
      if (name !== undefined) indexedDB.deleteDatabase(name);
  });
  await new Person(page).signIn(server, mailbox);
}

export async function makeWork({ page, context }: Phone, device: string): Promise<void> {
  const engineer = new Person(page);
  await page.goto("/new");
  await page.getByLabel("標題").fill(device === "phone" ? "三樓機房冷氣漏水" : "二樓門禁讀卡機沒反應");
  await engineer.pick("類別", "空調與環控");
  await page.getByRole("group", { name: "影響" }).getByRole("radio", { name: "高" }).check();
  await page.getByRole("group", { name: "急迫性" }).getByRole("radio", { name: "高" }).check();
  await addPhotos(page, "機房");
  await page.getByRole("button", { name: "開單", exact: true }).last().click();
  await page.getByRole("article").waitFor();
  made.ticket = new URL(page.url()).pathname;
  await engineer.isSynced();
  await context.setOffline(true);
  await engineer.press("留言");
  await page.getByRole("dialog").getByLabel("內容").fill("先用塑膠布蓋住機櫃，水盤滿了。");
  await addPhotos(page, "水盤");
  await engineer.save("留言");
}

/** Two people do one thing, one of them without a network: theirs comes back. For 張志豪. */
export async function makeReturned({ page, context }: Phone, server: GenbaServer): Promise<void> {
  const incident = "機房 B 區溫度持續上升";
  const reviewer = new Person(page);
  const colleaguePhone = await Phone.start({ origin: server.origin });
  try {
    const colleague = new Person(colleaguePhone.page);
    await colleague.signIn(server, "guanting.li");
    await colleague.goTo(incident);
    // Claimed for the pictures of another device.
    if (await colleague.page.getByRole("button", { name: "排除事故", exact: true }).isVisible()) {
      await colleague.doBecause("返回指派", "換人處理");
      await colleague.seesDone("我 返回指派");
    }
    await reviewer.goTo(incident);
    await reviewer.seesStage("指派關卡");
    await context.setOffline(true);
    await reviewer.resolve("立即解決", "更換風扇，溫度回到 24 度。");
    await colleague.press("領單");
    await colleague.seesDone("我 領單");
  } finally {
    await colleaguePhone.close();
  }
  await context.setOffline(false);
  await reviewer.isSynced();
  await page.getByRole("link", { name: "1 件待處理", exact: true }).waitFor();
}

export async function addPhotos(page: Page, name: string): Promise<void> {
  const files = page.locator('input[type="file"]').last();
  await files.setInputFiles([
    await takeSmallPhoto(`${name} 1.jpg`),
    await takeLargePhoto(`${name} 2.jpg`, 7),
    { name: `${name}.log`, mimeType: "text/plain", buffer: Buffer.from("fan 3: stalled\n".repeat(900)) },
  ]);
  await page
    .getByRole("button", { name: new RegExp(`(移除|Remove) ${name}.log`) })
    .first()
    .waitFor();
}

/** More than a ticket holds, so that some of it waits; once, whatever the language. */
export async function shareTooMuch(page: Page): Promise<void> {
  const unused = page.getByRole("region", { name: /分享|Shared/ });
  const isShared = await unused.waitFor({ timeout: 1_500 }).then(
    () => true,
    () => false,
  );
  if (isShared) return;
  const notes = Array.from({ length: 12 }, (_, index) => ({
    name: `讀值 ${index + 1}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from(`${index} °C`),
  }));
  const { origin } = new URL(page.url());
  await shareTo(page, origin, { title: "冷氣出風口讀值", text: "早上八點到現在", files: notes });
  await unused.waitFor();
}
