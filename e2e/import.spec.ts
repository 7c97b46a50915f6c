/** 匯入與匯出: an administrator's file is checked, mended, brought in and found again on a dispatcher's phone. */
import { readFile } from "node:fs/promises";
import { expect, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { hands } from "./fixtures/hands";
import { useTeam } from "./fixtures/team";

const demo = useTeam();

const header =
  "reference,kind,title,category,impact,urgency,opener,opened_at,outcome,closed_at,closure_code,notes";

test("tickets of another system come in, and everything can be taken out again", async () => {
  test.setTimeout(120_000);
  const admin = await demo.team.person("何思妤");
  const { page } = admin;
  await page.goto("/admin/data");
  await hands.check(page.getByRole("radio", { name: "工單" }));
  const give = (...rows: readonly string[]) =>
    page.locator("input[type=file]").setInputFiles({
      name: "舊單.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`\ufeff${[header, ...rows].join("\r\n")}\r\n`),
    });
  const category = "電梯與升降設備";
  const old = `HD-77001,事故,舊系統的電梯異音,${category},中,低,meiling.tseng@genba.example,2026-11-20 09:00,已排除,2026-11-20 11:30,已修復,換了滾輪`;
  await give(old, `HD-77002,事故,還沒修好的燈,${category},中,低,nobody@genba.example,2026-11-26 08:00,,,,`);
  await expect(page.getByRole("heading", { name: "1 個問題，什麼都沒有匯入" })).toBeVisible();
  await expect(page.getByText("第 3 行")).toBeVisible();
  await expect(page.getByText("nobody@genba.example")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  const open = `HD-77002,事故,還沒修好的燈,${category},中,低,meiling.tseng@genba.example,2026-11-26 08:00,,,,`;
  await give(old, open);
  await expect(page.getByText("可以匯入，還沒有改變任何資料。").first()).toBeVisible();
  await hands.press(page.getByRole("button", { name: "匯入 2 筆" }));
  await expect(page.getByText("已匯入。").first()).toBeVisible();
  await give(old, open);
  await expect(page.getByText("檔案裡沒有新的東西。")).toBeVisible();

  const opener = await demo.team.person("曾美玲");
  await opener.page.goto("/tickets");
  await expect(opener.page.getByText("還沒修好的燈")).toBeVisible();

  const downloading = page.waitForEvent("download");
  await hands.press(page.getByRole("link", { name: "下載", exact: true }));
  const lines = (await readFile((await (await downloading).path())!, "utf8")).trimEnd().split("\n");
  expect(JSON.parse(lines[0]!)).toMatchObject({ export: "genba" });
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ end: true });
  expect(lines.some((line) => line.includes("HD-77001"))).toBe(true);
  await page.goto("/admin/history");
  await expect(page.getByText("匯出全部資料").first()).toBeVisible();
  await expect(page.getByText("舊單.csv")).toBeVisible();
});
