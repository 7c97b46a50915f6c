/** A lead looks at the desk's figures on a phone: what the table says is what the desk holds. */
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { queryDesk } from "./fixtures/desk-database";
import { hands } from "./fixtures/hands";
import { useTeam } from "./fixtures/team";

const demo = useTeam();

const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Its rows as texts, the key first; the disclosure opened. */
async function readTable(page: Page, name: string): Promise<string[][]> {
  const numbers = card(page, name).locator("details");
  if ((await numbers.getAttribute("open")) === null) await hands.press(numbers.getByText("看數字"));
  const rows = numbers.getByRole("table").getByRole("row");
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "")),
  );
}

test("a lead reads the plots on a phone, keeps the numbers, and is told when there is no network", async () => {
  test.setTimeout(240_000);
  const phone = await demo.team.phone("黃怡君");
  const { page } = phone;
  await page.goto("/more");
  await hands.press(page.getByRole("link", { name: "圖表" }));
  await expect(page).toHaveURL(/\/plots/);
  await expect(page.getByRole("heading", { name: "圖表" })).toBeVisible();

  const [counted] = await queryDesk<{ open: number; answered: number; closed: number }>(
    demo.server,
    `select
       (select count(*)::int from ticket where stage <> 'closed' and not restricted) as open,
       (select count(distinct ticket_id)::int from activity join ticket on ticket.id = ticket_id
        where type in ('claim', 'assignHandler', 'resolveNow') and flow = 'incident'
          and outcome is distinct from 'cancelled' and not restricted) as answered,
       (select count(*)::int from ticket
        where flow = 'incident' and outcome = 'resolved' and not restricted) as closed`,
  );
  await expect(
    card(page, "未結工單").getByText(String(counted?.open), { exact: true }).first(),
  ).toBeVisible();
  const open = await readTable(page, "未結工單");
  const sum = (cells: readonly string[]) => cells.slice(1).reduce((total, cell) => total + Number(cell), 0);
  expect(sum(open.at(-1) ?? [])).toBe(counted?.open);
  expect(open.slice(1, -1).reduce((total, cells) => total + sum(cells), 0)).toBe(counted?.open);
  const answers = await readTable(page, "回應時間 MTTA");
  expect(Number(answers.at(-1)?.[1])).toBe(counted?.answered);
  const times = await readTable(page, "解決時間 MTTR");
  expect(Number(times.at(-1)?.[1])).toBe(counted?.closed);
  await expect(card(page, "未結工單").getByRole("img")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  const download = page.waitForEvent("download");
  await hands.press(card(page, "解決時間 MTTR").getByRole("button", { name: "下載 CSV" }));
  const csv = readFileSync(await (await download).path(), "utf8");
  expect(csv.startsWith("\ufeff日,")).toBe(true);
  const lines = csv.slice(1).trimEnd().split("\r\n");
  expect(lines.map((line) => line.split(",").map((cell) => cell || "–"))).toEqual(times);

  await hands.check(page.getByRole("radio", { name: "變更" }));
  await expect(page).toHaveURL(/flow=change/);
  await expect(card(page, "解決時間 MTTR")).toHaveCount(0);
  await expect(card(page, "變更成功率")).toBeVisible();
  await hands.check(page.getByRole("radio", { name: "事故" }));
  await hands.press(card(page, "解決時間 MTTR").getByRole("button", { name: "看工單" }));
  const list = page.getByRole("dialog").getByRole("listitem");
  await expect(list).toHaveCount(counted?.closed ?? 0);
  await page.keyboard.press("Escape");

  await phone.setOffline(true);
  await expect(card(page, "解決時間 MTTR").getByRole("status")).toContainText("離線，這是");
  await expect(card(page, "解決時間 MTTR").getByRole("img")).toBeVisible();
  await hands.check(page.getByRole("radio", { name: "90" }));
  await expect(card(page, "解決時間 MTTR").getByRole("status")).toContainText("要有網路才能讀取");
  await phone.setOffline(false);
  await expect(card(page, "解決時間 MTTR").getByRole("status")).toHaveCount(0);
  await expect(card(page, "解決時間 MTTR").getByText("解決時間中位數")).toBeVisible();

  const requester = await demo.team.phone("曾美玲");
  await requester.page.goto("/more");
  await expect(requester.page.getByRole("link", { name: "已知錯誤" })).toHaveCount(0);
  await expect(requester.page.getByRole("link", { name: "圖表" })).toHaveCount(0);
});
