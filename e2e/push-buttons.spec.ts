/**
 * Deciding from a notification: its buttons, pressed by a trusted click with no page of the app open; online, without
 * a network, and too late. The reviewer hears how each ended, and never that something was done which was not.
 */
import { expect, type Page, test } from "playwright/test";
import { findSmallTargets, findWithAxe } from "./fixtures/audit";
import { queryDesk, readAtDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import {
  type NotificationDaemon,
  type ShownNotification,
  startNotificationDaemon,
} from "./fixtures/notification-daemon";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { deliverPush, pushStub } from "./fixtures/push-device";
import { type PushService, pushServiceCaFile, startPushService } from "./fixtures/push-service";
import { Team } from "./fixtures/team";
import { turnOnPush } from "./fixtures/turn-on-push";

let server: GenbaServer;
let push: PushService;
let daemon: NotificationDaemon;
let team: Team;
let device: ReturnType<PushService["createDevice"]>;
let phone: Phone;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  push = await startPushService();
  daemon = await startNotificationDaemon();
  server = await createGenbaServer({ GENBA_PUSH_HOSTS: push.allow, GENBA_PUSH_CA: pushServiceCaFile });
  await server.start();
  team = new Team(server);
  device = push.createDevice();
  phone = await Phone.start({
    origin: server.origin,
    busAddress: daemon.address,
    initScript: pushStub(device),
  });
  const reviewer = new Person(phone.page);
  await reviewer.signIn(server, "zhihao.zhang");
  await turnOnPush(reviewer, phone, push, device);
});

test.afterAll(async () => {
  await phone?.close();
  await team?.close();
  await server?.remove();
  daemon?.stop();
  await push?.stop();
});

/** Opened by 周俊宏 and sent to its first review; the notification is on the reviewer's phone, no page is open there. */
async function askForReview(
  title: string,
): Promise<{ readonly id: string; readonly shown: ShownNotification }> {
  const opener = await team.person("周俊宏");
  const id = await opener.openOf("change", [
    ["類型", "一般", "radio"],
    ["標題", title],
    ["變更原因", "舊機種已停止支援。"],
    ["資產", "A-SW-121", "pick"],
    ["風險", "中", "radio"],
  ]);
  await opener.goToId(id);
  await opener.act("送審", [
    ["範圍", "一樓辦公區"],
    ["風險評估", "停網約 20 分鐘。"],
  ]);
  await opener.seesStage("開發前審核");
  await opener.isSynced();
  return { id, shown: await receive(id) };
}

/** The newest message about this ticket, handed to the phone's worker. */
async function receive(id: string): Promise<ShownNotification> {
  const { text } = await push.waitForKind("submitForReview", device, id);
  await phone.leaveApp();
  const count = daemon.shown.length;
  await deliverPush(phone.context, phone.page, text, server.origin);
  await expect.poll(() => daemon.shown.length).toBeGreaterThan(count);
  return daemon.shown.at(-1)!;
}

const newest = () => daemon.shown.at(-1)?.title ?? "";
const isWithoutPages = () => phone.context.pages().every((page) => page.url() === "about:blank");

function backgroundSyncTags(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (registration as unknown as { sync: { getTags(): Promise<string[]> } }).sync.getTags();
  });
}

/** What the desk counted of this reviewer's votes on a ticket. */
async function votesOf(id: string): Promise<readonly string[]> {
  const rows = await queryDesk<{ kind: string }>(
    server,
    `select outcome.outcome ->> 'kind' as kind from action_outcome as outcome
     join account on account.id = outcome.account_id and account.email like 'zhihao.zhang@%'
     where outcome.ticket_id = '${id}'`,
  );
  return rows.map(({ kind }) => kind);
}

test("approved from the notification, with the app closed", async () => {
  test.setTimeout(120_000);
  const { id, shown } = await askForReview("一樓交換器換新機種");
  expect(shown.title).toContain("請你審核：開發前審核");
  expect(shown.body).toContain("風險 中");
  daemon.press(shown, "核准");
  await expect.poll(newest).toContain("你的核准已計入");
  expect(await readAtDesk(server, id)).toMatchObject({ stage: "plan", action: { type: "approve" } });
  expect(await votesOf(id)).toEqual(["applied"]);
  expect(isWithoutPages()).toBe(true);
});

test("without a network it is kept and said so, and sent by itself when the network is back", async () => {
  test.setTimeout(150_000);
  const { id, shown } = await askForReview("二樓交換器換新機種");
  await server.stop();
  await phone.setOffline(true);
  daemon.press(shown, "核准");
  await expect.poll(newest, { timeout: 20_000 }).toContain("「核准」已存下，還沒送出");
  // Only a window may ask for Background Sync, and there the reviewer sees what waits.
  const findPage = () => phone.context.pages().find((page) => page.url().endsWith(`/tickets/${id}`));
  await expect.poll(() => findPage() !== undefined).toBe(true);
  await expect(findPage()!.getByText("待同步").first()).toBeVisible();
  // Should this life of the worker end, another is woken (worker.spec.ts shows that it is, and sends).
  await expect.poll(() => backgroundSyncTags(findPage()!)).toEqual(["genba-drain"]);
  await phone.leaveApp();
  await server.start();
  await phone.setOffline(false);
  await expect.poll(newest, { timeout: 60_000 }).toContain("你的核准已計入");
  expect(await readAtDesk(server, id)).toMatchObject({ stage: "plan" });
  expect(await votesOf(id)).toEqual(["applied"]);
  expect(isWithoutPages()).toBe(true);
});

test("too late, it says that it did not count and why, and waits in 待處理", async () => {
  test.setTimeout(150_000);
  const { id, shown } = await askForReview("三樓交換器換新機種");
  const other = await team.person("謝承恩");
  await other.goToId(id);
  await other.act("駁回", [["理由", "範圍要寫到機櫃。"]]);
  await other.seesStage("新建");
  await other.isSynced();
  daemon.press(shown, "核准");
  await expect.poll(newest).toContain("「核准」沒有生效");
  expect(daemon.shown.at(-1)!.body).toContain("送達時工單已在別的關卡");
  expect(await readAtDesk(server, id)).toMatchObject({ stage: "new" });
  expect(await votesOf(id)).toEqual(["returned"]);
  const reviewer = new Person(phone.page);
  await reviewer.page.goto(`${server.origin}/attention`);
  await expect(reviewer.page.getByText("三樓交換器換新機種")).toBeVisible();
});

test("rejecting asks for its reason, in the app", async () => {
  test.setTimeout(120_000);
  const { id, shown } = await askForReview("四樓交換器換新機種");
  daemon.press(shown, "駁回");
  const findPage = () => phone.context.pages().find((page) => page.url().includes(`/tickets/${id}`));
  await expect.poll(() => findPage() !== undefined).toBe(true);
  const sheet = findPage()!.getByRole("dialog", { name: "駁回" });
  await expect(sheet).toBeVisible();
  await expect.poll(() => findPage()!.url()).toMatch(new RegExp(`/tickets/${id}$`));
  await sheet.getByLabel("理由").fill("請附回復計畫。");
  await sheet.getByRole("button", { name: "駁回" }).click();
  await expect.poll(async () => (await readAtDesk(server, id))?.stage).toBe("new");
});

test("push health says each hop of a test, shows titles only where one wants them, and says when it is deaf", async () => {
  test.setTimeout(150_000);
  await phone.leaveApp();
  const { page } = phone;
  const reviewer = new Person(page);
  await page.goto("/push");
  await expect(page.getByText("這支裝置會收到通知")).toBeVisible();
  await page.getByRole("button", { name: "傳送測試通知" }).click();
  const hop = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await expect(hop("推播服務收下")).toContainText(" s");
  await expect(hop("裝置收到")).toContainText("–");
  await deliverPush(phone.context, page, await push.waitForProbe("test", device));
  await expect(page.getByText("收得到：每一站都到了。")).toBeVisible();
  expect(newest()).toContain("測試通知");
  expect(await findWithAxe(page)).toEqual([]);
  expect(await findSmallTargets(page)).toEqual([]);

  await page.getByLabel("通知上顯示工單標題").check();
  await expect
    .poll(async () =>
      queryDesk(server, "select 1 from push_subscription where shows_titles and active_at is not null"),
    )
    .toHaveLength(1);
  const { shown } = await askForReview("五樓交換器換新機種");
  expect(shown.body).toContain("五樓交換器換新機種");

  // As when its person, or the system, forbids it: whatever is not granted is denied.
  await phone.context.clearPermissions();
  await phone.context.grantPermissions(["background-sync"]);
  await page.goto("/work");
  await reviewer.isSynced();
  await page
    .getByRole("complementary", { name: "通知健康" })
    .getByRole("link", { name: "看怎麼修好" })
    .click();
  await expect(page).toHaveURL(/\/push$/);
  await expect(page.getByText("所以這支裝置收不到")).toBeVisible();
  // The steps of this browser.
  await expect(page.getByRole("listitem").filter({ hasText: "網址列" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "再開啟通知" })).toBeVisible();
});
