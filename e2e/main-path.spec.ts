/**
 * The product's main job, as its people do it: an engineer works without a network, the phone dies, everything
 * arrives once when the server is back, the others see it, and the colleague's phone rings.
 */
import pg from "pg";
import { expect, test } from "playwright/test";
import { findRunningDesk } from "../scripts/running-desk";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { type NotificationDaemon, startNotificationDaemon } from "./fixtures/notification-daemon";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { deliverPush, pushStub } from "./fixtures/push-device";
import { type PushService, pushServiceCaFile, startPushService } from "./fixtures/push-service";

const commented = "三樓產線入口門禁讀卡機沒有反應";
const takenOver = "標籤印表機印出來的條碼掃不到";
const opened = "地下二樓排水泵異音，水位警示";

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
  test.setTimeout(240_000);
  const device = push.createDevice();
  const engineerPhone = await Phone.start({ origin: server.origin });
  const colleaguePhone = await Phone.start({
    origin: server.origin,
    busAddress: daemon.address,
    initScript: pushStub(device),
  });
  try {
    let engineer = new Person(engineerPhone.page);
    const colleague = new Person(colleaguePhone.page);
    await engineer.signIn(server, "shufen.wang");
    await colleague.signIn(server, "bohan.chen");
    await colleague.page.goto("/more");
    await colleague.page.getByRole("button", { name: "開啟通知" }).click();
    await expect(colleague.page.getByText("這支手機會收到通知")).toBeVisible();
    await colleague.page.goto("/tickets");

    // The network goes: server stopped and the browser offline. A reload opens the app all the same.
    await server.stop();
    await engineerPhone.setOffline(true);
    await engineer.page.reload();
    await expect(engineer.bar).toContainText("離線");

    await engineer.open({
      title: opened,
      category: "空調與環控",
      impact: "高",
      urgency: "中",
      asset: "A-DR-013",
    });
    await engineer.seesWaiting(1);
    await engineer.assign("陳柏翰");
    await engineer.goTo(commented);
    await engineer.comment("已請保全改用人工登記，讀卡機電源正常。");
    await engineer.goTo(takenOver);
    await engineer.press("領單");
    await engineer.resolve("排除事故", "清潔印字頭並更換碳帶，試印 20 張都掃得到。");
    await engineer.seesWaiting(5);
    await engineer.page.goto("/queue");
    const entries = engineer.page.getByRole("main").getByRole("link", { name: /等待送出/ });
    await expect(entries).toHaveCount(5);
    await expect(entries.first()).toContainText("開單");
    await expect(entries.last()).toContainText("排除事故");

    // The system kills the app; nothing that was saved is gone.
    await engineerPhone.kill();
    await engineerPhone.restart({ offline: true });
    engineer = new Person(engineerPhone.page);
    await engineer.page.goto("/queue");
    await expect(engineer.page.getByRole("main").getByRole("link", { name: /等待送出/ })).toHaveCount(5);
    await engineer.goTo(takenOver);
    await expect(engineer.page.getByText("清潔印字頭").first()).toBeVisible();

    // The network comes back: all arrive, once, in order, with the times of the phone.
    const backAt = Date.now();
    await server.start();
    await engineerPhone.setOffline(false);
    await engineer.isSynced();
    const arrived = await readArrivals();
    expect(arrived.map(({ type }) => type)).toEqual(["open", "assignHandler", "comment", "claim", "resolve"]);
    expect(arrived.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(arrived.every(({ kind }) => kind === "applied")).toBe(true);
    for (const { occurredAt, arrivedAt } of arrived) {
      expect(occurredAt).toBeLessThan(backAt);
      expect(arrivedAt).toBeGreaterThan(backAt);
    }
    const occurred = arrived.map(({ occurredAt }) => occurredAt);
    expect(occurred).toEqual([...occurred].sort((a, b) => a - b));

    // The colleague's screen shows it all without a reload.
    await expect(colleague.page.getByRole("link", { name: opened })).toBeVisible({ timeout: 30_000 });
    await colleague.page.getByRole("link", { name: opened }).click();
    await expect(colleague.heading(opened)).toBeVisible();
    await expect(colleague.page.getByText("現場", { exact: false }).first()).toBeVisible();

    // And the phone rings: the push service accepted a message signed by VAPID that only this device can read.
    const [message] = await push.waitForMessages(1, device);
    expect(push.complaints).toEqual([]);
    const payload = JSON.parse(message!.text) as { ticketId: string; title: string; url: string };
    expect(payload.url).toBe(`/tickets/${payload.ticketId}`);
    await colleague.page.goto("/work");
    await deliverPush(colleaguePhone.context, colleague.page, message!.text);
    await expect.poll(() => daemon.shown.length).toBe(1);
    const [shown] = daemon.shown;
    expect(`${shown!.title} ${shown!.body}`).toContain(opened);
    daemon.click(shown!);
    await expect(colleague.heading(opened)).toBeVisible();

    // The same with no network at all and no page open: the notification opens the ticket from the phone.
    await deliverPush(colleaguePhone.context, colleague.page, message!.text);
    await expect.poll(() => daemon.shown.length).toBe(2);
    await server.stop();
    await colleaguePhone.setOffline(true);
    await colleague.page.goto("about:blank");
    daemon.click(daemon.shown[1]!);
    await expect
      .poll(() => colleaguePhone.context.pages().some((page) => page.url().endsWith(payload.url)))
      .toBe(true);
    const openedPage = colleaguePhone.context.pages().find((page) => page.url().endsWith(payload.url))!;
    await expect(new Person(openedPage).heading(opened)).toBeVisible();
  } finally {
    await engineerPhone.close();
    await colleaguePhone.close();
  }
});

interface Arrival {
  readonly seq: number;
  readonly type: string;
  readonly kind: string;
  readonly occurredAt: number;
  readonly arrivedAt: number;
}

/** What the database holds of the engineer's phone, by the phone's numbering. */
async function readArrivals(): Promise<readonly Arrival[]> {
  const { databaseUrl } = findRunningDesk({ GENBA_DATA: server.dataFolder });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Arrival>(
      `select outcome.seq, activity.type, outcome.outcome ->> 'kind' as kind,
              (extract(epoch from activity.occurred_at) * 1000)::float8 as "occurredAt",
              (extract(epoch from activity.arrived_at) * 1000)::float8 as "arrivedAt"
       from action_outcome as outcome
       join account on account.id = outcome.account_id and account.email like 'shufen.wang@%'
       left join activity on activity.id = outcome.action_id
       where outcome.client_id = (select id from sync_client where account_id = account.id order by created_at desc limit 1)
       order by outcome.seq`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
