/**
 * A real subscription of a real browser: Firefox asks its push service for an address, our job process encrypts and posts,
 * Firefox decrypts and wakes our worker, which shows it. No stub in the browser, no message handed over by the tools.
 */
import { expect, test } from "playwright/test";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { findFirefox } from "../scripts/testing/firefox";
import { queryDesk } from "./fixtures/desk-database";
import { type Display, startDisplay } from "./fixtures/display";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { type NotificationDaemon, startNotificationDaemon } from "./fixtures/notification-daemon";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { type PushService, pushServiceCaFile, startPushService } from "./fixtures/push-service";
import { type PushSocket, startPushSocket } from "./fixtures/push-socket";

const executablePath = findFirefox();
// biome-ignore lint/suspicious/noSkippedTests: said aloud; where it is missing in CI, the run fails (scripts/testing/browser.ts)
test.skip(executablePath === undefined, "not run: Firefox, Xvfb or libnotify is missing");

let push: PushService;
let socket: PushSocket;
let display: Display;
let daemon: NotificationDaemon;
let server: GenbaServer;
let firefox: Browser;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  push = await startPushService();
  socket = await startPushSocket(push);
  display = await startDisplay();
  daemon = await startNotificationDaemon();
  server = await createGenbaServer({ GENBA_PUSH_HOSTS: push.allow, GENBA_PUSH_CA: pushServiceCaFile });
  await server.start();
  firefox = await puppeteer.launch({
    browser: "firefox",
    executablePath: executablePath!,
    // Headless it shows no notification, and says that it did not.
    headless: false,
    env: { ...process.env, DISPLAY: display.name, DBUS_SESSION_BUS_ADDRESS: daemon.address },
    extraPrefsFirefox: {
      "dom.push.serverURL": socket.url,
      "dom.push.testing.allowInsecureServerURL": true,
      "dom.push.connection.enabled": true,
      // Allowed, as after a person's yes.
      "permissions.default.desktop-notification": 1,
      "intl.accept_languages": "zh-TW",
    },
  });
});

test.afterAll(async () => {
  await firefox?.close();
  await server?.remove();
  daemon?.stop();
  display?.stop();
  await socket?.stop();
  await push?.stop();
});

test("Firefox subscribes, receives and decrypts for itself: the first message, and an assignment with no page open", async () => {
  test.setTimeout(150_000);
  const page = await firefox.newPage();
  await signIn(page, "xinhong.pan");
  await page.goto(`${server.origin}/more`);
  await page.locator("::-p-text(開啟通知)").click();
  await page.locator("::-p-text(這支裝置會收到通知)").wait();
  expect(socket.channelCount()).toBe(1);
  await expect.poll(() => daemon.shown.map(({ title }) => title)).toEqual(["通知已開啟"]);
  await page.close();

  const opener = await Phone.start({ origin: server.origin });
  try {
    const requester = new Person(opener.page);
    await requester.signIn(server, "meiling.tseng");
    await requester.open({
      title: "門禁讀卡機不亮",
      category: "門禁與監視",
      impact: "低",
      urgency: "低",
      asset: "A-DR-012",
    });
    await requester.isSynced();
  } finally {
    await opener.close();
  }
  await expect.poll(() => daemon.shown.at(-1)?.title ?? "", { timeout: 30_000 }).toContain("新事故");
  await expect.poll(() => socket.acknowledged).toHaveLength(2);
  expect(socket.acknowledged.filter((version) => version.includes("failed"))).toEqual([]);
  expect(push.complaints).toEqual([]);
  const states = await queryDesk<{ state: string }>(
    server,
    "select state from outbox_delivery join push_subscription on push_subscription.id = subscription_id",
  );
  expect(states.map(({ state }) => state)).toEqual(["sent"]);
});

async function signIn(page: Page, mailbox: string): Promise<void> {
  const account = server.accounts().find(({ email }) => email.startsWith(`${mailbox}@`))!;
  await page.goto(server.origin);
  await page.locator('input[type="email"]').fill(account.email);
  await page.locator('input[type="password"]').fill(account.password);
  await page.locator('button[type="submit"]').click();
  await page.locator("::-p-text(我的工作)").wait();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
