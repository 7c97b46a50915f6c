/**
 * What the phone does while no page of the app is open: the worker alone sends what was saved without a network and
 * fetches what a push tells of.
 */
import { expect, test } from "playwright/test";
import { readPushPayload } from "../core/push/push-payload";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { type NotificationDaemon, startNotificationDaemon } from "./fixtures/notification-daemon";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeLargePhoto } from "./fixtures/photo";
import { deliverPush, pushStub } from "./fixtures/push-device";
import { type PushService, pushServiceCaFile, startPushService } from "./fixtures/push-service";
import { turnOnPush } from "./fixtures/turn-on-push";

const commented = "三樓產線入口門禁讀卡機沒有反應";
const comment = "讀卡機已換新，等電梯時沒有訊號，先存著。";
const unseen = "地下一樓卸貨區讀卡機外殼脫落";

let server: GenbaServer;
let push: PushService;
let daemon: NotificationDaemon;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  push = await startPushService();
  daemon = await startNotificationDaemon();
  server = await createGenbaServer({ GENBA_PUSH_HOSTS: push.allow, GENBA_PUSH_CA: pushServiceCaFile });
  await server.start();
});

test.afterAll(async () => {
  await server?.remove();
  daemon?.stop();
  await push?.stop();
});

test("[C4] [C8] what was saved without a network is sent when it comes back, photos too, with no page open", async () => {
  test.setTimeout(120_000);
  const phone = await Phone.start({ origin: server.origin });
  try {
    const engineer = new Person(phone.page);
    await engineer.signIn(server, "bohan.chen");
    await engineer.goTo(commented);
    await server.stop();
    await phone.setOffline(true);
    await engineer.press("留言");
    const sheet = phone.page.getByRole("dialog");
    await sheet.getByLabel("內容").fill(comment);
    await sheet
      .locator('input[type="file"]')
      .first()
      .setInputFiles(await takeLargePhoto("讀卡機.jpg", 3));
    await expect(sheet.getByRole("button", { name: "移除 讀卡機.jpg" })).toBeVisible();
    await engineer.save("留言");
    await engineer.seesWaiting(1);
    await expect.poll(() => backgroundSyncTags(phone)).toEqual(["genba-drain"]);
    await phone.leaveApp();

    await server.start();
    expect(await countArrived()).toBe(0);
    // The browser itself fires the event: offline as the tools emulate it holds Background Sync back too.
    await phone.setOffline(false);
    await expect.poll(countArrived, { timeout: 30_000 }).toBe(1);
    await expect.poll(countStored, { timeout: 30_000 }).toBe(1);
    expect(phone.context.pages().map((page) => page.url())).toEqual(["about:blank"]);

    await engineer.goTo(commented);
    await engineer.isSynced();
    const line = engineer.page.getByRole("listitem").filter({ hasText: comment });
    await expect(line).toBeVisible();
    await expect(line).not.toContainText("待同步");
    expect(await countArrived()).toBe(1);
  } finally {
    await phone.close();
  }
});

test("a push brings a ticket that the phone never saw; its click opens it without a network", async () => {
  test.setTimeout(120_000);
  const device = push.createDevice();
  const phone = await Phone.start({
    origin: server.origin,
    busAddress: daemon.address,
    initScript: pushStub(device),
  });
  const openerPhone = await Phone.start({ origin: server.origin });
  try {
    const colleague = new Person(phone.page);
    await colleague.signIn(server, "xinhong.pan");
    await turnOnPush(colleague, phone, push, device);
    await phone.leaveApp();

    const opener = new Person(openerPhone.page);
    await opener.signIn(server, "meiling.tseng");
    await opener.open({
      title: unseen,
      category: "門禁與監視",
      impact: "低",
      urgency: "低",
      asset: "A-DR-012",
    });
    const { text } = await push.waitForKind("open", device);
    const { ticketId, url } = readPushPayload(text)!;
    expect(await holdsTicket(phone, ticketId)).toBe(false);

    await deliverPush(phone.context, phone.page, text, server.origin);
    await expect.poll(() => daemon.shown.at(-1)?.title ?? "").toContain("新事故");
    const shown = daemon.shown.at(-1);
    // What it is about is not for everybody who sees the screen.
    expect(shown!.body).toContain("P4");
    expect(shown!.body).not.toContain(unseen);
    await expect.poll(() => holdsTicket(phone, ticketId)).toBe(true);

    await server.stop();
    await phone.setOffline(true);
    expect(phone.context.pages().map((page) => page.url())).toEqual(["about:blank"]);
    daemon.click(shown!);
    const findPage = () => phone.context.pages().find((page) => page.url().endsWith(url));
    await expect.poll(() => findPage() !== undefined).toBe(true);
    await expect(new Person(findPage()!).heading(unseen)).toBeVisible();
  } finally {
    await phone.close();
    await openerPhone.close();
  }
});

async function countStored(): Promise<number> {
  const found = await queryDesk(server, "SELECT id FROM attachment WHERE state = 'stored'");
  return found.length;
}

async function countArrived(): Promise<number> {
  const rows = await queryDesk(server, "select id from activity where type = 'comment' and text = $1", [
    comment,
  ]);
  return rows.length;
}

function backgroundSyncTags(phone: Phone): Promise<readonly string[]> {
  return phone.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (registration as unknown as { sync: { getTags(): Promise<string[]> } }).sync.getTags();
  });
}

/** Asked of the worker: a page of the app would fetch by itself. */
async function holdsTicket(phone: Phone, ticketId: string): Promise<boolean> {
  const [worker] = phone.context.serviceWorkers();
  if (worker === undefined) return false;
  return worker.evaluate(async (id) => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
    const name = names.find((one) => /^genba-.{36}$/.test(one));
    const db = await done(indexedDB.open(name ?? ""));
    try {
      return (await done(db.transaction("tickets").objectStore("tickets").count(id))) > 0;
    } finally {
      db.close();
    }
  }, ticketId);
}
