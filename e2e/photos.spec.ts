/**
 * [C8] Photos over a real network: taken without one, the app killed, the server cut in the middle of them twice. They
 * arrive as they were kept, a colleague sees them, and the ticket has waited for none of it.
 */
import { createHash } from "node:crypto";
import { expect, type Page, test } from "playwright/test";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { readHeldHere } from "./fixtures/held-on-phone";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeLargePhoto } from "./fixtures/photo";
import { Team } from "./fixtures/team";

let server: GenbaServer;
let team: Team;
let phone: Phone;
let engineer: Person;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
  team = new Team(server);
  phone = await Phone.start({ origin: server.origin });
  engineer = new Person(phone.page);
  await engineer.signIn(server, "bohan.chen");
  // Its cookies are on the disk from here on.
  await phone.reopen();
  engineer = new Person(phone.page);
  await phone.page.goto("/work");
  await engineer.isSynced();
});
test.afterAll(async () => {
  await phone?.close();
  await team?.close();
  await server?.remove();
});

/** The link is slow, upwards: kilobytes a second. */
async function slowDown(page: Page, kilobytes: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: kilobytes * 1_024,
  });
}

const heldOnPhone = (page: Page) => page.evaluate(readHeldHere);

const sentInAll = async (): Promise<number> =>
  Object.values(await heldOnPhone(phone.page)).reduce((sum, { sent }) => sum + sent, 0);

test("two photos taken offline, the app killed, the server cut in mid-upload twice: both arrive byte-identical", async () => {
  test.setTimeout(240_000);
  const { page } = phone;
  await engineer.goTo("東側貨梯停在二樓，門打不開");
  const id = engineer.ticketId();
  await server.stop();
  await phone.setOffline(true);
  await engineer.press("留言");
  const sheet = page.getByRole("dialog", { name: "留言" });
  await sheet.getByLabel("內容").fill("控制箱裡的樣子");
  const [camera, files] = [
    sheet.locator('input[type="file"]').first(),
    sheet.locator('input[type="file"]').last(),
  ];
  await camera.setInputFiles(await takeLargePhoto("控制箱.jpg", 1));
  await expect(sheet.getByRole("button", { name: "移除 控制箱.jpg" })).toBeVisible();
  await files.setInputFiles([await takeLargePhoto("接線.jpg", 2)]);
  await expect(sheet.getByRole("button", { name: "移除 接線.jpg" })).toBeVisible();

  // Killed with the form half typed: it goes on where it was left, with its photos.
  await phone.kill();
  await phone.restart({ offline: true });
  engineer = new Person(phone.page);
  await phone.page.goto(`/tickets/${id}`);
  await engineer.press("留言");
  const again = phone.page.getByRole("dialog", { name: "留言" });
  await expect(again.getByLabel("內容")).toHaveValue("控制箱裡的樣子");
  await expect(again.getByRole("button", { name: /^移除 / })).toHaveCount(2);
  await engineer.save("留言");
  await expect(engineer.bar).toContainText("1 件待同步");
  await expect(engineer.bar).toContainText("2 檔待上傳");
  const line = phone.page.getByRole("article").getByRole("listitem").filter({ hasText: "控制箱裡的樣子" });
  await expect(line.getByRole("button", { name: /^開啟 .* 待上傳$/ })).toHaveCount(2);
  const kept = await heldOnPhone(phone.page);

  await phone.kill();
  await server.start();
  await phone.restart({ offline: false });
  engineer = new Person(phone.page);
  await slowDown(phone.page, 150);
  await phone.page.goto(`/tickets/${id}`);
  for (const _ of ["first cut", "second cut"]) {
    const before = await sentInAll();
    await expect.poll(sentInAll, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(before);
    await server.kill9();
    // A ticket never waits for its photo.
    await server.start();
    expect((await linesOf(id)).filter((text) => text === "控制箱裡的樣子")).toHaveLength(1);
  }
  expect(await sentInAll(), "cut in the middle").toBeGreaterThan(0);
  await slowDown(phone.page, 20_000);
  await engineer.isSynced();
  expect(await heldOnPhone(phone.page)).toEqual({});

  // Byte for byte, as another person gets them.
  const colleague = await team.person("吳宗翰");
  await colleague.goToId(id);
  const theirs = colleague.page
    .getByRole("article")
    .getByRole("listitem")
    .filter({ hasText: "控制箱裡的樣子" });
  await expect(theirs.getByRole("button", { name: "開啟 控制箱.jpg" })).toBeVisible();
  await expect(theirs.locator("img")).toHaveCount(2);
  for (const [name, { sha256 }] of Object.entries(kept)) {
    const stored = await queryDesk<{ id: string }>(
      server,
      "SELECT id FROM attachment WHERE name = $1 AND state = 'stored'",
      [name],
    );
    const answer = await colleague.page.request.get(`/api/attachments/${stored[0]?.id}`);
    expect(answer.headers()).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    expect(
      createHash("sha256")
        .update(await answer.body())
        .digest("hex"),
    ).toBe(sha256);
  }
  await theirs.getByRole("button", { name: "開啟 控制箱.jpg" }).click();
  const full = colleague.page
    .getByRole("dialog", { name: "控制箱.jpg" })
    .getByRole("img", { name: "控制箱.jpg" });
  await expect.poll(() => full.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(2_048);
});

test("small pictures stay without a network, and the full one says that it needs one", async () => {
  const { page } = phone;
  const id = engineer.ticketId();
  await server.stop();
  await phone.setOffline(true);
  await page.goto(`/tickets/${id}`);
  const line = page.getByRole("article").getByRole("listitem").filter({ hasText: "控制箱裡的樣子" });
  await expect(line.locator("img")).toHaveCount(2);
  await line.getByRole("button", { name: /^開啟 控制箱/ }).click();
  await expect(page.getByText("原圖需要網路才能開啟，這是縮圖。")).toBeVisible();
  await page.keyboard.press("Escape");
  await phone.setOffline(false);
  await server.start();
});

async function linesOf(id: string): Promise<readonly string[]> {
  const rows = await queryDesk<{ text: string }>(server, "SELECT text FROM activity WHERE ticket_id = $1", [
    id,
  ]);
  return rows.map(({ text }) => text);
}
