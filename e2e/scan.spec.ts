/** Labels: printed at the desk, held before a camera in a basement, chosen as a photo, or typed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "playwright/test";
import { findSmallTargets, findWithAxe } from "./fixtures/audit";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { filmLabel } from "./fixtures/held-label";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";
import { takeSmallPhoto } from "./fixtures/photo";

const lift = { tag: "A-EL-001", name: "貨梯", ticket: "東側貨梯停在二樓，門打不開" } as const;
const reader = { tag: "A-DR-017", name: "門禁讀卡機" } as const;

let server: GenbaServer;
let folder: string;
/** Its camera sees the lift's label. */
let phone: Phone;
let engineer: Person;
let liftPath: string;
/** Of a label that the desk printed. */
let photo: Buffer;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), "genba-labels-"));
  server = await createGenbaServer();
  await server.start();
  liftPath = `/assets/${await assetId(lift.tag)}`;
  const camera = join(folder, "lift.y4m");
  filmLabel(camera, `${server.origin}${liftPath}`);
  phone = await Phone.start({ origin: server.origin, camera, initScript: keepStreams });
  await phone.page.emulateMedia({ reducedMotion: "reduce" });
  engineer = new Person(phone.page);
  await engineer.signIn(server, "bohan.chen");
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function assetId(tag: string): Promise<string> {
  const [row] = await queryDesk<{ id: string }>(server, "SELECT id FROM asset WHERE tag = $1", [tag]);
  if (row === undefined) throw new Error(`The demo desk has no ${tag}.`);
  return row.id;
}

/** So that a test can ask whether the camera still runs. */
const keepStreams = `
  const given = [];
  const { mediaDevices } = navigator;
  if (mediaDevices !== undefined) {
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      given.push(...stream.getTracks());
      return stream;
    };
  }
  globalThis.runningTracks = () => given.filter((track) => track.readyState === "live").length;
`;
const runningTracks = (page: Page): Promise<number> => page.evaluate("runningTracks()");

async function loseNetwork(): Promise<void> {
  await server.stop();
  await phone.setOffline(true);
}
async function findNetwork(): Promise<void> {
  await server.start();
  await phone.setOffline(false);
}

test("a label held before the camera opens its asset without a network, and a ticket about it is saved", async () => {
  test.setTimeout(120_000);
  const { page } = phone;
  await loseNetwork();
  await page.goto("/more");
  await page.getByRole("link", { name: "掃描標籤" }).click();
  await expect(page.getByRole("heading", { name: lift.tag, level: 1 })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(liftPath);
  await expect(page.getByRole("heading", { name: lift.name })).toBeVisible();
  await expect(page.getByRole("link", { name: lift.ticket })).toBeVisible();
  expect(await runningTracks(page), "the camera is let go of").toBe(0);

  await page.getByRole("main").getByRole("link", { name: "開單", exact: true }).click();
  await expect(page.getByRole("list", { name: "資產" })).toContainText(lift.tag);
  await expect(page.getByRole("button", { name: /^據點 .*南港廠/ })).toBeVisible();
  await engineer.say([
    ["標題", "貨梯到三樓不停"],
    ["類別", "電梯與升降設備", "pick"],
    ["影響", "高", "radio"],
    ["急迫性", "中", "radio"],
  ]);
  await page.getByRole("main").getByRole("button", { name: "開單", exact: true }).click();
  await expect(engineer.heading("貨梯到三樓不停")).toBeVisible();
  await engineer.seesWaiting(1);
  await page.goto(liftPath);
  await expect(page.getByRole("link", { name: "貨梯到三樓不停" })).toBeVisible();

  await findNetwork();
  await engineer.isSynced();
  const sql =
    "SELECT a.tag FROM ticket t, asset a WHERE t.title = $1 AND a.id::text = ANY(t.asset_ids::text[])";
  expect(await queryDesk(server, sql, ["貨梯到三樓不停"])).toEqual([{ tag: lift.tag }]);
});

test("scanning within a form puts the asset in, and keeps what was typed", async () => {
  const { page } = phone;
  await page.goto("/new");
  await page.getByLabel("標題").fill("打到一半的標題");
  await page.getByRole("button", { name: "掃描", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("list", { name: "資產" })).toContainText(lift.tag);
  await expect(page.getByLabel("標題")).toHaveValue("打到一半的標題");
  expect(await runningTracks(page)).toBe(0);
});

test("the desk prints pages of labels, and nothing of the app around them", async () => {
  const { page } = phone;
  await page.goto("/assets");
  await page.getByRole("searchbox").fill("ａｄｒ０１７");
  await expect(page.getByRole("main").getByRole("link", { name: reader.name })).toHaveCount(1);
  await page.getByRole("link", { name: "印標籤" }).click();
  for (const site of ["台中資料中心", "南港廠"]) {
    await page.getByRole("searchbox").fill(site);
    await page.getByLabel(`${site}全部`).check();
  }
  await page.getByLabel("第一頁已用掉的格數").fill("2");
  const printed = page.locator("[data-paper] figure");
  const count = await printed.count();
  expect(count, "more than a page").toBeGreaterThan(24);
  await expect(page.getByRole("button", { name: `列印 ${count} 張` })).toBeEnabled();

  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(Math.ceil((count + 2) / 24));
  // A4 in points.
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);

  // A code in light on dark is no code: the theme stays on the screen.
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const label = printed.filter({ hasText: reader.tag });
  await expect(label).toBeVisible();
  await expect(page.getByRole("navigation")).toBeHidden();
  photo = await label.screenshot();
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
});

test("the browser's own detector is preferred where there is one", async () => {
  const { page } = phone;
  await seesOnly(reader.tag);
  await page.goto("/scan");
  await expect(page.getByRole("heading", { name: reader.tag, level: 1 })).toBeVisible();
});

test("a hidden app lets the camera go and takes it again when it is shown", async () => {
  const { page } = phone;
  await seesOnly("nothing");
  await page.goto("/scan");
  await expect.poll(() => runningTracks(page)).toBe(1);
  await hide(page, true);
  await expect.poll(() => runningTracks(page)).toBe(0);
  await hide(page, false);
  await expect.poll(() => runningTracks(page)).toBe(1);
});

test("without a camera there is always another way: a photo of a printed label, or the tag typed", async () => {
  test.setTimeout(120_000);
  const other = await Phone.start({ origin: server.origin });
  try {
    const { page } = other;
    await new Person(page).signIn(server, "meiling.tseng");
    await page.goto("/scan");
    const said = page.getByRole("main").getByRole("alert");
    await expect(said).toContainText("相機沒有被允許");
    await expect(said).toContainText("改成「允許」");
    const file = page.locator('input[type="file"]');
    await file.setInputFiles(await takeSmallPhoto("牆.jpg"));
    await expect(said.last()).toContainText("照片裡找不到條碼");
    await file.setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
    await expect(said.last()).toContainText("不是照片");
    await file.setInputFiles({ name: "label.png", mimeType: "image/png", buffer: photo });
    await expect(page.getByRole("heading", { name: reader.tag, level: 1 })).toBeVisible();

    await page.goto("/scan");
    const tag = page.getByLabel("標籤上的編號");
    const find = page.getByRole("button", { name: "查詢" });
    await tag.fill("ａ－ｄｒ－０１７");
    await find.click();
    await expect(page.getByRole("heading", { name: reader.tag, level: 1 })).toBeVisible();

    await page.goto("/scan");
    await tag.fill("https://elsewhere.example/assets/1");
    await find.click();
    await expect(page.getByRole("heading", { name: "資產清單裡沒有" })).toBeVisible();
    await expect(said).toContainText("https://elsewhere.example/assets/1");
    await page.getByRole("button", { name: "再掃一次" }).click();
    await tag.fill(" X-99 ");
    await find.click();
    await page.getByRole("link", { name: "開單，附上這段文字" }).click();
    await expect(page.getByLabel("描述")).toHaveValue("標籤：X-99");

    await page.goto("/assets/0190b0a0-0000-7000-8000-00000000ffff");
    await expect(page.getByRole("heading", { name: "這支手機不認得這項資產" })).toBeVisible();
    // Who asks for help does not print labels.
    await page.goto("/assets/labels");
    await expect(page.getByRole("heading", { name: "標籤由處理人員列印" })).toBeVisible();
  } finally {
    await other.close();
  }
});

test("what helped before stands with the asset", async () => {
  const { page } = phone;
  const ids = [await assetId(lift.tag)];
  await queryDesk(server, "UPDATE known_error SET asset_ids = $1::uuid[]", [ids]);
  await page.goto(liftPath);
  const known = page.locator("section").filter({ hasText: "已知錯誤" }).last();
  await expect(known).toContainText("依週分批", { timeout: 30_000 });
  await expect(known.getByRole("link", { name: "看問題單" })).toBeVisible();
});

test("an asset out of use says so, and what to do", async () => {
  const { page } = phone;
  await queryDesk(server, "UPDATE asset SET active = false WHERE tag = $1", [reader.tag]);
  await page.goto(`/assets/${await assetId(reader.tag)}`);
  await expect(page.getByText("這項資產已停用", { exact: false })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "開單，編號寫在描述裡" }).click();
  await expect(page.getByLabel("描述")).toHaveValue(`標籤：${reader.tag}`);
});

for (const look of [
  { locale: "zh-TW", theme: "light" },
  { locale: "en", theme: "dark" },
] as const) {
  test(`axe finds nothing and targets are 48 px: ${look.locale}, ${look.theme}`, async () => {
    const { page } = phone;
    await seesOnly("nothing");
    await page.evaluate((chosen) => localStorage.setItem("genba-look", JSON.stringify(chosen)), look);
    for (const path of ["/assets", liftPath, "/assets/labels", "/scan"]) {
      await page.goto(path);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      await engineer.bar.getByText(/全部已同步|all synced/).waitFor();
      await audit(page, path);
    }
    await page.getByRole("textbox").fill("?? 7");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await audit(page, "an unknown label");
  });
}

/** From the next page on: a browser with a detector of its own, which finds this text; "nothing" finds none. */
async function seesOnly(text: string): Promise<void> {
  await phone.page.addInitScript((found) => {
    class BarcodeDetector {
      static getSupportedFormats = async () => ["qr_code", "code_128"];
      detect = async () => (found === "nothing" ? [] : [{ rawValue: found }]);
    }
    Object.assign(globalThis, { BarcodeDetector });
  }, text);
}

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

async function audit(page: Page, screen: string): Promise<void> {
  expect.soft(await findWithAxe(page), `axe: ${screen}`).toEqual([]);
  expect.soft(await findSmallTargets(page), `targets: ${screen}`).toEqual([]);
}
