/** What another app shares becomes a ticket: kept by the worker first, without a network, a window or a person. */
import { expect, type Page, test } from "playwright/test";
import { attachmentMaxBytes, attachmentsMax } from "../core/attachments/attachment";
import { findSmallTargets, findWithAxe } from "./fixtures/audit";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeLargePhoto, takeSmallPhoto } from "./fixtures/photo";
import { shareTo } from "./fixtures/share-sheet";

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
  // Its cookies are on the disk from here on.
  await phone.reopen();
  engineer = new Person(phone.page);
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
});

const photo = (page: Page, name: string) => page.getByRole("button", { name: `移除 ${name}` });

async function saveTicket(): Promise<string> {
  const { page } = phone;
  await engineer.pick("類別", "空調與環控");
  for (const field of ["影響", "急迫性"])
    await page.getByRole("group", { name: field }).getByRole("radio", { name: "中" }).check();
  await page.getByRole("button", { name: "開單", exact: true }).last().click();
  await expect(page.getByRole("article")).toBeVisible();
  return engineer.ticketId();
}

async function storedOf(ticketId: string): Promise<readonly string[]> {
  const rows = await queryDesk<{ name: string }>(
    server,
    `SELECT name FROM attachment
     WHERE ticket_id = $1 AND state = 'stored' ORDER BY name`,
    [ticketId],
  );
  return rows.map(({ name }) => name);
}

test("[P2] shared twice in a row without a network, killed, saved: the ticket arrives with every photo once", async () => {
  test.setTimeout(180_000);
  await server.stop();
  await phone.setOffline(true);
  const large = await takeLargePhoto("水盤.jpg", 3);
  await shareTo(phone.page, server.origin, {
    title: "三樓機房冷氣漏水",
    text: "從通訊軟體轉來",
    files: [large, await takeSmallPhoto("天花板.jpg")],
  });
  await expect(phone.page.getByLabel("標題")).toHaveValue("三樓機房冷氣漏水");
  await expect(photo(phone.page, "水盤.jpg")).toBeVisible();
  await shareTo(phone.page, server.origin, {
    text: "又滴到機櫃了",
    files: [await takeSmallPhoto("機櫃.jpg")],
  });
  await expect(photo(phone.page, "機櫃.jpg")).toBeVisible();

  await phone.kill();
  await phone.restart({ offline: true });
  engineer = new Person(phone.page);
  await phone.page.goto("/new");
  await expect(phone.page.getByLabel("標題")).toHaveValue("三樓機房冷氣漏水");
  await expect(phone.page.getByLabel("描述")).toHaveValue("從通訊軟體轉來\n\n又滴到機櫃了");
  await expect(phone.page.getByRole("button", { name: /^移除 / })).toHaveCount(3);
  await expect(phone.page.getByRole("region", { name: "分享進來，還沒用到" })).toHaveCount(0);

  const id = await saveTicket();
  await engineer.seesWaiting(1);
  await server.start();
  await phone.setOffline(false);
  await engineer.isSynced();
  await expect
    .poll(() => storedOf(id), { timeout: 30_000 })
    .toEqual(["天花板.jpg", "機櫃.jpg", "水盤.jpg"].sort());
});

test("what is too large or too much is named, stays to be dealt with, and the rest is in the form", async () => {
  const { page } = phone;
  const film = { name: "film.mp4", type: "video/mp4", sizeBytes: attachmentMaxBytes + 1 };
  const notes = Array.from({ length: attachmentsMax + 1 }, (_, index) => ({
    name: `note-${index}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from(`line ${index}`),
  }));
  await shareTo(page, server.origin, { text: "全部都在這裡", large: film, files: notes });
  await expect(page.getByRole("button", { name: /^移除 / })).toHaveCount(attachmentsMax);
  const unused = page.getByRole("region", { name: "分享進來，還沒用到" });
  await unused.waitFor();
  expect(await findSmallTargets(page)).toEqual([]);
  expect(await findWithAxe(page)).toEqual([]);
  await expect(unused.getByRole("listitem")).toHaveText([
    "film.mp4 沒有收下 (太大)",
    `note-${attachmentsMax}.txt 沒有收下 (超過一張單的上限)`,
  ]);
  // The form is full: the next share waits beside it, also under 待同步.
  await shareTo(page, server.origin, { files: [await takeSmallPhoto("再一張.jpg")] });
  await expect(unused.getByText("再一張.jpg")).toContainText("超過一張單的上限");
  await page.goto("/queue");
  await expect(unused.getByText("再一張.jpg")).toBeVisible();
  await page.goto("/new");
  await page.getByLabel("標題").fill("很多檔案");
  await saveTicket();

  await page.goto("/queue");
  await unused.getByRole("link", { name: "放進新單" }).click();
  await expect(photo(page, "再一張.jpg")).toBeVisible();
  await unused.getByRole("button", { name: "知道了" }).click();
  await expect(unused).toHaveCount(0);
});

test("the form of the home screen: the title has the focus, its words suggest a category and what was reported", async () => {
  const { page } = phone;
  const known = "東側貨梯停在二樓，門打不開";
  await page.goto("/new");
  const title = page.getByLabel("標題");
  await expect(title).toBeFocused();
  await page.keyboard.type("咖啡太苦");
  await expect(page.getByRole("group", { name: "建議的類別" })).toHaveCount(0);
  await title.fill("東側貨梯門又打不開");
  const chip = page.getByRole("group", { name: "建議的類別" }).getByRole("button").first();
  await expect(chip).toHaveText("電梯與升降設備");
  await chip.click();
  await expect(page.getByRole("button", { name: /^類別 / })).toContainText("電梯與升降設備");
  expect(await findSmallTargets(page)).toEqual([]);
  expect(await findWithAxe(page)).toEqual([]);
  await page.getByRole("region", { name: "是不是已經有人報了？" }).getByRole("link", { name: known }).click();
  await expect(engineer.heading(known)).toBeVisible();
  await page.goBack();
  await expect(title).toHaveValue("東側貨梯門又打不開");
  await page.getByRole("button", { name: /清空/ }).click();
});

test("[C6] shared while nobody is signed in: kept, told, and in the form of who signs in", async () => {
  const fresh = await Phone.start({ origin: server.origin });
  try {
    const { page } = fresh;
    await page.goto("/");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await shareTo(page, server.origin, { title: "門口積水", files: [await takeSmallPhoto("門口.jpg")] });
    await expect(page.getByText("分享的內容已經存在這支手機")).toBeVisible();
    const account = server.accounts().find(({ email }) => email.startsWith("meiling.tseng@"));
    await page.getByLabel("電子郵件").fill(account?.email ?? "");
    await page.getByLabel("密碼").fill(account?.password ?? "");
    await page.getByRole("button", { name: "登入", exact: true }).click();
    await expect(page.getByLabel("標題")).toHaveValue("門口積水");
    await expect(photo(page, "門口.jpg")).toBeVisible();
    await expect(page.getByText("已放進分享的內容與 1 個檔案")).toBeVisible();
  } finally {
    await fresh.close();
  }
});

test("before the worker is there, a share opens the form and says that nothing was kept", async () => {
  const answer = await fetch(`${server.origin}/share`, {
    method: "POST",
    body: new FormData(),
    redirect: "manual",
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/new?shared=lost"]);
  await phone.page.goto("/new?shared=lost");
  await expect(phone.page.getByText("這次沒有收到分享的內容：App 還沒準備好")).toBeVisible();
  await expect(phone.page).toHaveURL(/\/new$/);
});
