/** Each line of PRODUCT.md's table that is about a phone, in ms; one value a round. */
import type { Page } from "playwright";
import { type BenchPhone, openBenchPhone } from "./phone";

export interface Account {
  readonly email: string;
  readonly password: string;
}

export interface FirstSync {
  /** From the answer to the sign-in: the first tickets are on the screen. */
  readonly firstUsableMs: number;
  /** All of them are there, and the app says so. */
  readonly allMs: number;
}

/** An empty phone signs in; it stays open for what comes next. */
export async function measureFirstSync(phone: BenchPhone, account: Account): Promise<FirstSync> {
  const { page } = phone;
  await page.goto("/");
  await page.getByLabel("電子郵件").fill(account.email);
  await page.getByLabel("密碼").fill(account.password);
  await page.getByRole("button", { name: "登入", exact: true }).click();
  await page.waitForFunction(() => (genbaSeen.list ?? -1) > 0 && genbaSeen.synced !== undefined);
  const { list = 0, synced = 0, signedIn = 0 } = await page.evaluate(() => genbaSeen);
  return { firstUsableMs: list - signedIn, allMs: synced - signedIn };
}

/** The worker holds the app, and what is done when nobody waits (search index, lines in packs) is done. */
export async function settle({ page }: BenchPhone): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const isTidy = (): Promise<boolean> =>
    page.evaluate(async () => {
      const name = (await indexedDB.databases()).find((one) => /^genba-.{36}$/.test(one.name ?? ""))?.name;
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? "");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const count = (store: string): Promise<number> =>
        new Promise((resolve) => {
          const request = db.transaction(store).objectStore(store).count();
          request.onsuccess = () => resolve(request.result);
        });
      const [tickets, indexed, packed] = await Promise.all(["tickets", "search", "packed"].map(count));
      db.close();
      return tickets === indexed && packed === 0;
    });
  // Not `waitForFunction`, which takes the promise itself for a yes.
  while (!(await isTidy())) await page.waitForTimeout(500);
}

export interface ColdStart {
  readonly firstPaintMs: number;
  readonly listMs: number;
}

/** The browser was closed; the icon is tapped without a network. */
export async function measureColdStart(phone: BenchPhone): Promise<ColdStart> {
  await phone.reopen({ offline: true, slow: true });
  const { page } = phone;
  await page.goto("/tickets", { waitUntil: "commit" });
  await page.waitForFunction(() => (genbaSeen.list ?? -1) > 0);
  return page.evaluate(() => ({
    firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    listMs: genbaSeen.list ?? 0,
  }));
}

/**
 * From the tap to the frame that shows what it did, offline: comments and assignments in turn, each on another ticket.
 */
export async function measureActions(phone: BenchPhone, count: number): Promise<readonly number[]> {
  await phone.reopen({ offline: true, slow: true });
  const { page } = phone;
  await page.goto("/tickets");
  const addresses = await page.evaluate(async (most) => {
    const name = (await indexedDB.databases()).find((one) => /^genba-.{36}$/.test(one.name ?? ""))?.name;
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? "");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const request = db.transaction("tickets").objectStore("tickets").getAllKeys(undefined, most);
      request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return keys.map((key) => `/tickets/${String(key)}`);
  }, count);
  const taken: number[] = [];
  for (let round = 0; round < count; round += 1) {
    await page.goto(addresses[round] ?? "");
    await page.getByRole("article").waitFor();
    taken.push(round % 2 === 0 ? await timeComment(page, round) : await timeAssignment(page));
  }
  return taken;
}

/** A person looks before tapping; the draft is on the disk by then. */
const thinkMs = 600;

async function timeComment(page: Page, round: number): Promise<number> {
  await press(page, "留言");
  const sheet = page.getByRole("dialog", { name: "留言" });
  await sheet.getByLabel("內容").fill(`第 ${round} 次`);
  await page.waitForTimeout(thinkMs);
  const done = watchTap(page, `第 ${round} 次`);
  await sheet.getByRole("button", { name: "留言", exact: true }).click();
  return done;
}

async function timeAssignment(page: Page): Promise<number> {
  await press(page, "指派處理人員");
  const sheet = page.getByRole("dialog", { name: "指派處理人員" });
  await sheet.getByRole("button", { name: /^處理人員 / }).click();
  const people = page.getByRole("dialog", { name: "處理人員", exact: true });
  await people.getByRole("button").filter({ hasText: "two" }).first().click();
  await page.waitForTimeout(thinkMs);
  const done = watchTap(page, "指派處理人員");
  await sheet.getByRole("button", { name: "指派處理人員", exact: true }).click();
  return done;
}

async function press(page: Page, name: string): Promise<void> {
  const direct = page.getByRole("button", { name, exact: true }).first();
  const more = page.getByRole("button", { name: "更多動作" });
  await direct.or(more).first().waitFor();
  if (!(await direct.isVisible())) await more.click();
  await page.getByRole("button", { name, exact: true }).last().click();
}

/** From the next click to the frame after a line of the timeline says `words` and waits. */
function watchTap(page: Page, words: string): Promise<number> {
  return page.evaluate(
    (said) =>
      new Promise<number>((resolve) => {
        let tappedAt = 0;
        addEventListener(
          "click",
          (event) => {
            tappedAt = event.timeStamp;
          },
          { capture: true, once: true },
        );
        const isShown = (): boolean =>
          [...document.querySelectorAll("article li")].some(
            ({ textContent }) => textContent?.includes(said) && textContent.includes("待同步"),
          );
        const observer = new MutationObserver(() => {
          if (tappedAt === 0 || !isShown()) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - tappedAt)));
        });
        observer.observe(document, { childList: true, subtree: true, characterData: true });
      }),
    words,
  );
}

/** A phone that holds all of the account's tickets. */
export async function openFilledPhone(origin: string, account: Account): Promise<BenchPhone> {
  const phone = await openBenchPhone(origin);
  await measureFirstSync(phone, account);
  await settle(phone);
  return phone;
}
