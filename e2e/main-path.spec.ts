/**
 * The product's main job, as its people do it: an engineer works without a network, the phone dies, everything
 * arrives once when the server is back, the others see it, and the colleague's phone rings.
 */
import { expect, test } from "playwright/test";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { type NotificationDaemon, startNotificationDaemon } from "./fixtures/notification-daemon";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { deliverPush, pushStub } from "./fixtures/push-device";
import { type PushService, pushServiceCaFile, startPushService } from "./fixtures/push-service";
import { turnOnPush } from "./fixtures/turn-on-push";

const commented = "三樓產線入口門禁讀卡機沒有反應";
const takenOver = "標籤印表機印出來的條碼掃不到";
const opened = "地下二樓排水泵異音，水位警示";
const comment = "已請保全改用人工登記，讀卡機電源正常。";
const notes = "清潔印字頭並更換碳帶，試印 20 張都掃得到。";
/** What the phone's measured clock offset may add to a time: both clocks are this machine's. */
const clockToleranceMs = 1_000;
/** After an outage a browser tries again every half a minute at the latest (client/sync/back-off.ts). */
const reconnectTimeoutMs = 40_000;

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

test("an engineer's day without a network reaches the desk and the colleague's phone", async () => {
  test.setTimeout(300_000);
  const device = push.createDevice();
  const engineerPhone = await Phone.start({ origin: server.origin });
  const deskBrowser = await Phone.start({ origin: server.origin, viewport: { width: 1280, height: 800 } });
  const colleaguePhone = await Phone.start({
    origin: server.origin,
    busAddress: daemon.address,
    initScript: pushStub(device),
  });
  try {
    let engineer = new Person(engineerPhone.page);
    const dispatcher = new Person(deskBrowser.page);
    const colleague = new Person(colleaguePhone.page);
    await engineer.signIn(server, "bohan.chen");
    await engineerPhone.reopen();
    engineer = new Person(engineerPhone.page);
    await engineer.page.goto("/work");
    await engineer.isSynced();
    await dispatcher.signIn(server, "shufen.wang");
    await colleague.signIn(server, "xinhong.pan");
    await turnOnPush(colleague, colleaguePhone, push, device);
    await dispatcher.goTo(takenOver);
    // Gone with any reload.
    await dispatcher.page.evaluate(() => Object.assign(globalThis, { isNeverReloaded: true }));

    await test.step("the network goes: server stopped, browser offline; a reload opens the app all the same", async () => {
      await server.stop();
      await engineerPhone.setOffline(true);
      await engineer.page.reload();
      await expect(engineer.bar).toContainText("離線");
    });

    const taps: Span[] = [];
    const noteTap = async () => {
      await engineer.seesWaiting(taps.length + 1);
      taps.push({ from: engineer.tappedAt, until: Date.now() });
    };
    await test.step("opens, comments, takes over, resolves", async () => {
      await engineer.open({
        title: opened,
        category: "空調與環控",
        impact: "高",
        urgency: "中",
        asset: "A-DR-013",
      });
      await noteTap();
      await engineer.goTo(commented);
      await engineer.comment(comment);
      await noteTap();
      await engineer.goTo(takenOver);
      await engineer.press("領單");
      await noteTap();
      await engineer.resolve("排除事故", notes);
      await noteTap();
      await engineer.seesQueue(["開單", "留言", "領單", "排除事故"]);
    });

    await test.step("the system kills the app; nothing that was saved is gone", async () => {
      await engineerPhone.kill();
      await engineerPhone.restart({ offline: true });
      engineer = new Person(engineerPhone.page);
      await engineer.seesQueue(["開單", "留言", "領單", "排除事故"]);
      await engineer.goTo(takenOver);
      await expect(engineer.page.getByText(notes).first()).toBeVisible();
    });

    await test.step("the network comes back: all arrive once, in order, with the phone's times", async () => {
      const backAt = Date.now();
      await server.start();
      await engineerPhone.setOffline(false);
      await engineer.isSynced();
      const arrived = await readArrivals();
      expect(arrived.map(({ type }) => type)).toEqual(["open", "comment", "claim", "resolve"]);
      expect(arrived.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
      expect(arrived.every(({ kind }) => kind === "applied")).toBe(true);
      for (const [index, { from, until }] of taps.entries()) {
        const { occurredAt, arrivedAt } = arrived[index]!;
        expect(occurredAt).toBeGreaterThan(from - clockToleranceMs);
        expect(occurredAt).toBeLessThan(until + clockToleranceMs);
        expect(arrivedAt).toBeGreaterThan(backAt);
      }
      const occurred = arrived.map(({ occurredAt }) => occurredAt);
      expect(occurred).toEqual([...occurred].sort((a, b) => a - b));
    });

    await test.step("the desk sees it all without a reload and assigns a colleague", async () => {
      const { page } = dispatcher;
      const timeline = page.getByRole("article").getByRole("listitem");
      // The ticket that was open all the time.
      const resolution = timeline.filter({ hasText: notes });
      await expect(resolution).toContainText("陳柏翰 排除事故", { timeout: reconnectTimeoutMs });
      await expect(timeline.filter({ hasText: "陳柏翰 領單" })).toBeVisible();
      await expect(timeline.filter({ hasText: "已排除" })).toContainText("現在");
      await page.getByRole("searchbox").fill("");
      await page.getByRole("link", { name: commented }).click();
      await expect(timeline.filter({ hasText: comment })).toContainText("陳柏翰 留言");
      await page.getByRole("link", { name: opened }).click();
      await expect(dispatcher.heading(opened)).toBeVisible();
      expect(await page.evaluate(() => "isNeverReloaded" in globalThis)).toBe(true);
      await dispatcher.assign("潘信宏");
      await dispatcher.isSynced();
    });

    let url = "";
    let text = "";
    await test.step("the colleague's phone rings: VAPID checked, decrypted by this device only", async () => {
      // Not the message of the opening, which tells the whole group.
      text = (await push.waitForKind("assignHandler", device)).text;
      expect(push.complaints).toEqual([]);
      url = (JSON.parse(text) as { url: string }).url;
      await colleague.page.goto("/work");
      await deliverPush(colleaguePhone.context, colleague.page, text);
      await expect.poll(() => daemon.shown.at(-1)?.title ?? "").toContain("指派給你處理");
      const shown = daemon.shown.at(-1);
      expect(shown!.body).toContain("P2");
      daemon.click(shown!);
      await expect(colleague.heading(opened)).toBeVisible();
      expect(new URL(colleague.page.url()).pathname).toBe(url);
    });

    await test.step("with no network and no page open, the notification opens the ticket from the phone", async () => {
      await colleague.page.goto("/work");
      const countShown = daemon.shown.length;
      await deliverPush(
        colleaguePhone.context,
        colleague.page,
        JSON.stringify({ ...JSON.parse(text), id: "again" }),
      );
      await expect.poll(() => daemon.shown.length).toBe(countShown + 1);
      await server.stop();
      await colleaguePhone.setOffline(true);
      await colleague.page.goto("about:blank");
      daemon.click(daemon.shown.at(-1)!);
      const findPage = () => colleaguePhone.context.pages().find((page) => page.url().endsWith(url));
      await expect.poll(() => findPage() !== undefined).toBe(true);
      await expect(new Person(findPage()!).heading(opened)).toBeVisible();
    });
  } finally {
    await engineerPhone.close();
    await deskBrowser.close();
    await colleaguePhone.close();
  }
});

/** Epoch ms of this machine. */
interface Span {
  readonly from: number;
  readonly until: number;
}

interface Arrival {
  readonly seq: number;
  readonly type: string;
  readonly kind: string;
  readonly occurredAt: number;
  readonly arrivedAt: number;
}

/** What the database holds of the engineer's phone, by the phone's numbering. */
async function readArrivals(): Promise<readonly Arrival[]> {
  return queryDesk<Arrival>(
    server,
    `select outcome.seq, activity.type, outcome.outcome ->> 'kind' as kind,
            (extract(epoch from activity.occurred_at) * 1000)::float8 as "occurredAt",
            (extract(epoch from activity.arrived_at) * 1000)::float8 as "arrivedAt"
     from action_outcome as outcome
     join account on account.id = outcome.account_id and account.email like 'bohan.chen@%'
     left join activity on activity.id = outcome.action_id
     where outcome.client_id = (select id from sync_client where account_id = account.id order by created_at desc limit 1)
     order by outcome.seq`,
  );
}
