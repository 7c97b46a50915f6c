/** C7 in a real browser: a phone that is full, an old tab in the way, an IndexedDB that hangs, one that was cleared. */
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "playwright/test";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

const incident = "東側貨梯停在二樓，門打不開";
/** Of our origin, and none of the app. */
const emptyPage = "/api/health";

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

test("[C7] [P2] a full phone: what is typed stays, also over a reload, can be exported, and is saved when there is room", async () => {
  const words = "貨梯門感應器要換，先圍起來。";
  // Chromium asks for the quota when it first opens the database, and then believes that for a while.
  await phone.reopen();
  engineer = new Person(phone.page);
  const { page, context } = phone;
  const sheet = page.getByRole("dialog");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 1 });
  await engineer.goTo(incident);
  await engineer.press("留言");
  await sheet.getByLabel("內容").fill(words);
  await sheet.getByRole("button", { name: "留言", exact: true }).click();
  await expect(sheet.getByRole("alert")).toHaveText("手機空間滿了，沒有存成，內容還在");
  await expect(sheet.getByLabel("內容")).toHaveValue(words);
  await expect(engineer.bar).toContainText("手機存不進新內容");

  await page.keyboard.press("Escape");
  await page.getByRole("banner").getByRole("link", { name: "查看" }).click();
  await expect(page.getByRole("heading", { name: "手機空間滿了", level: 1 })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "匯出成檔案" }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain(words);

  await engineer.goTo(incident);
  await engineer.press("留言");
  await expect(sheet.getByLabel("內容")).toHaveValue(words);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await sheet.getByRole("button", { name: "留言", exact: true }).click();
  await expect(sheet).toBeHidden();
  await engineer.isSynced();
  const rows = await queryDesk(server, "select id from activity where text = $1", [words]);
  expect(rows).toHaveLength(1);
});

test("[C7] an IndexedDB that hangs is told in both languages, and waited for all the same", async () => {
  const page = await phone.context.newPage();
  await page.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    const held: (() => void)[] = [];
    // As iOS does it: neither success nor error, until the system has come to itself.
    indexedDB.open = (...asked: [string, number?]) => {
      const request = open(...asked);
      const names = ["onsuccess", "onerror", "onupgradeneeded"] as const;
      const handlers: Partial<Record<(typeof names)[number], (event: Event) => void>> = {};
      for (const name of names) {
        request.addEventListener(name.slice(2), (event) => {
          event.stopImmediatePropagation();
          held.push(() => handlers[name]?.call(request, event));
        });
        Object.defineProperty(request, name, {
          set: (handler: (event: Event) => void) => {
            handlers[name] = handler;
          },
          get: () => handlers[name],
        });
      }
      return request;
    };
    const release = () => {
      for (const call of held.splice(0)) call();
    };
    Object.assign(globalThis, { comesToItself: () => setInterval(release, 20) });
  });
  try {
    await page.goto("/work");
    await expect(page.getByRole("heading", { name: "手機的儲存沒有回應" })).toBeVisible({ timeout: 8_000 });
    await expect(page.getByRole("button", { name: "重新載入" })).toBeVisible();
    await inEnglish(page, async () => {
      await expect(page.getByRole("heading", { name: "This phone's storage does not answer" })).toBeVisible({
        timeout: 8_000,
      });
      await expect(page.locator("body")).not.toHaveText(/\p{Script=Han}/u);
    });
    await page.evaluate(() => (globalThis as unknown as { comesToItself: () => void }).comesToItself());
    await expect(page.getByRole("heading", { name: "我的工作" })).toBeVisible();
  } finally {
    await page.close();
  }
});

test("[C7] a database that does not open: reload, or take what is unsent out of it as it is", async () => {
  const page = await phone.context.newPage();
  await page.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (name: string, version?: number) => {
      // As iOS says it; what is there can still be read.
      if (version !== undefined && /^genba-.{36}$/.test(name)) throw new DOMException("lost", "UnknownError");
      return version === undefined ? open(name) : open(name, version);
    };
  });
  try {
    await page.goto("/work");
    await expect(page.getByRole("heading", { name: "開不了這支手機上的資料" })).toBeVisible();
    await expect(page.getByRole("button", { name: "重新載入" })).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "匯出成檔案" }).click();
    expect(readFileSync(await (await download).path(), "utf8")).toContain('"format": "genba-queue"');
  } finally {
    await page.close();
  }
});

test("[C7] an old tab holds an old version: it is told which tab to close, and goes on when that is done", async () => {
  const { page, context } = phone;
  await page.goto(emptyPage);
  const name = await replicaName(page);
  const frozen = await context.newPage();
  await frozen.goto(emptyPage);
  // The database as version 1 of the app made it, held by a tab that does not hear anything.
  await frozen.evaluate(readFileSync("node_modules/dexie/dist/dexie.min.js", "utf8"));
  await frozen.evaluate(async (replica) => {
    const { Dexie } = globalThis as unknown as { Dexie: new (name: string) => OldDatabase };
    const old = new Dexie(replica);
    await old.delete();
    old.version(1).stores({
      tickets:
        "id, *awaits, [unassignedGroup+rank], [openerId+open+recent], [holderId+open+recent], [groupId+open+recent], [flow+open+recent], [open+recent]",
      base: "id",
      activities: "id, [ticketId+occurredAt], pendingFor",
      directory: "[kind+id]",
      queue: "actionId, seq, *touches",
      returned: "actionId, [open+at], ticketId",
      drafts: "id, ticketId",
      search: "++doc, &id, *terms",
      meta: "key",
    });
    await old.open();
    old.backendDB().onversionchange = null;
  }, name);

  await page.goto("/work");
  await expect(page.getByRole("heading", { name: "還有一個舊分頁開著" })).toBeVisible();
  await expect(page.getByText("好了之後，這裡會自己繼續。")).toBeVisible();
  await frozen.close();
  await expect(page.getByRole("heading", { name: "我的工作" })).toBeVisible();
  await engineer.isSynced();
});

test("[C7] data that the system cleared: it says how much was not sent, once, and fills the phone again", async () => {
  const { page } = phone;
  await engineer.goTo(incident);
  const tab = await phone.context.newPage();
  await tab.goto(emptyPage);
  // Offline until the data is gone: not a moment in which it could be sent.
  await phone.setOffline(true);
  await engineer.comment("這一句會不見。");
  await engineer.seesWaiting(1);
  await page.goto("/queue");
  const name = await replicaName(page);
  await page.close();
  await tab.evaluate(
    (replica) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(replica);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
    name,
  );
  await phone.setOffline(false);
  await tab.goto("/work");
  const sheet = tab.getByRole("dialog", { name: "這支手機上的資料被清掉了" });
  await expect(sheet).toContainText("當時有 1 件可能還沒送出");
  await sheet.getByRole("button", { name: "知道了" }).click();
  await expect(tab.getByRole("status").first()).toContainText("全部已同步", { timeout: 30_000 });
  await tab.reload();
  await expect(tab.getByRole("heading", { name: "我的工作" })).toBeVisible();
  await expect(sheet).toBeHidden();
});

interface OldDatabase {
  delete(): Promise<void>;
  version(version: number): { stores(schema: Record<string, string>): void };
  open(): Promise<void>;
  backendDB(): { onversionchange: unknown };
}

/** Loads the page again in English, does what is asked, and puts it back. */
async function inEnglish(page: Page, look: () => Promise<void>): Promise<void> {
  const speak = (locale: string) =>
    page.evaluate((chosen) => {
      localStorage.setItem("genba-look", JSON.stringify({ locale: chosen, theme: "auto" }));
    }, locale);
  await speak("en");
  await page.reload();
  await look();
  await speak("zh-TW");
  await page.reload();
}

async function replicaName(page: Page): Promise<string> {
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));
  return names.find((name) => /^genba-.{36}$/.test(name)) ?? "";
}
