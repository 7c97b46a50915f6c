/** The life of the app on a phone: never visited addresses, another language, sessions that end, rights. */
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "playwright/test";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

const incident = "東側貨梯停在二樓，門打不開";

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
  await engineer.signIn(server, "bohan.chen");
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
});

test("after one visit, addresses never opened before and the other language work without a network", async () => {
  const { page } = phone;
  await page.goto("/tickets");
  const href = await page.getByRole("link", { name: incident }).getAttribute("href");
  await server.stop();
  await phone.setOffline(true);
  try {
    const tab = await phone.context.newPage();
    await tab.goto(href ?? "");
    await expect(tab.getByRole("heading", { name: incident, level: 1 })).toBeVisible();
    await tab.close();

    await page.goto("/more");
    await page.getByRole("radio", { name: "English" }).check();
    await expect(page.getByRole("heading", { name: "More", level: 1 })).toBeVisible();
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    // Screens without anybody's data have not one word of Chinese left.
    for (const [path, title] of [
      ["/queue", "Waiting to sync"],
      ["/attention", "Came back"],
      ["/reviews", "Reviews"],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
      await expect(page.locator("body")).not.toHaveText(/\p{Script=Han}/u);
    }
    await page.goto("/more");
    await page.getByRole("radio", { name: "中文" }).check();
    await expect(page.getByRole("heading", { name: "更多", level: 1 })).toBeVisible();
  } finally {
    await phone.setOffline(false);
    await server.start();
  }
  await engineer.isSynced();
});

test("a known error shows its workaround to who opens an incident of the same kind", async () => {
  const { page } = phone;
  const workaround = page.getByText("請選擇「依週分批」產生報表，再合併匯出。");
  await page.goto("/new");
  await engineer.pick("類別", "倉儲系統");
  await expect(workaround).toBeVisible();
  await engineer.pick("資產", "A-DR-013");
  await expect(workaround).toBeHidden();
});

test("[C5] a session that ended asks to sign in again, keeps the work and sends it afterwards", async () => {
  const { page } = phone;
  await engineer.goTo(incident);
  await phone.context.clearCookies();
  await engineer.comment("工作階段到期時寫的。");
  await expect(engineer.bar).toContainText("登入已過期");
  await page.reload();
  await expect(page.getByText("工作階段到期時寫的。")).toBeVisible();
  await expect(engineer.bar).toContainText("1 件待同步");
  await page.getByRole("link", { name: "登入", exact: true }).click();
  await expect(page.getByRole("heading", { name: "陳柏翰，請重新登入" })).toBeVisible();
  await page.getByLabel("密碼").fill(passwordOf("bohan.chen"));
  await page.getByRole("button", { name: "登入", exact: true }).click();
  await engineer.isSynced();
  await engineer.goTo(incident);
  const line = page.getByRole("listitem").filter({ hasText: "工作階段到期時寫的。" });
  await expect(line).toBeVisible();
  await expect(line).not.toContainText("待同步");
});

test("[C6] signing out with unsent work offers to send, to export and to discard it", async () => {
  const { page } = phone;
  const sheet = page.getByRole("dialog");
  const button = (name: string) => sheet.getByRole("button", { name });
  const signOut = async () => {
    await page.goto("/more");
    await page.getByRole("button", { name: "登出" }).click();
  };
  await phone.setOffline(true);
  await engineer.goTo(incident);
  await engineer.comment("登出前寫的。");
  await signOut();
  await expect(sheet).toContainText("1 件還沒送出");
  const download = page.waitForEvent("download");
  await button("匯出成檔案").click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain("登出前寫的。");
  await expect(button("立即送出")).toBeVisible();
  // Back in reach it sends by itself, and the sheet then only asks whether to leave.
  await phone.setOffline(false);
  await expect(sheet).toContainText("伺服器上的都在");

  await phone.setOffline(true);
  await engineer.goTo(incident);
  await engineer.comment("不要了。");
  await signOut();
  await button("捨棄並登出").click();
  await expect(page.getByRole("heading", { name: "登入", exact: true })).toBeVisible();
  expect(await replicas(page)).toEqual([]);

  await phone.setOffline(false);
  await engineer.signIn(server, "bohan.chen");
  await engineer.goTo(incident);
  await expect(page.getByText("登出前寫的。")).toBeVisible();
  await expect(page.getByText("不要了。")).toHaveCount(0);
});

test("[R8] a requester sees their own tickets only, whatever address they open", async () => {
  await engineer.goTo(incident);
  const foreign = new URL(phone.page.url()).pathname;
  const requesterPhone = await Phone.start({ origin: server.origin });
  try {
    const requester = new Person(requesterPhone.page);
    const { page } = requester;
    // 曾美玲 reported the lift; 郭建良 has nothing to do with it.
    await requester.signIn(server, "jianliang.kuo");
    await expect(page.getByRole("navigation").getByRole("link")).toHaveText([
      "我的工作",
      "工單",
      "開單",
      "更多",
    ]);
    await expect(page.getByRole("link", { name: incident })).toHaveCount(0);

    await page.goto(foreign);
    await expect(page.getByText("這支手機上沒有這張工單")).toBeVisible();
    await requester.isSynced();
    await expect(page.getByText("這支手機上沒有這張工單")).toBeVisible();
    const ticketId = foreign.split("/").at(-1);
    const pinned = await page.request.post("/api/trpc/tickets.pin", {
      data: { ticketId },
      headers: { origin: server.origin },
    });
    expect(await pinned.json()).toEqual({ result: { data: null } });

    await page.goto("/tickets");
    await page.getByRole("searchbox").fill(incident);
    await page.getByRole("button", { name: "到伺服器找" }).click();
    await expect(page.getByText("伺服器上也沒有")).toBeVisible();
  } finally {
    await requesterPhone.close();
  }
});

function passwordOf(mailbox: string): string {
  return server.accounts().find(({ email }) => email.startsWith(`${mailbox}@`))?.password ?? "";
}

/** The databases of accounts on this phone. */
function replicas(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
    // By the account's id; what the phone knows besides any account stays.
    return names.filter((name) => /^genba-.{36}$/.test(name));
  });
}
