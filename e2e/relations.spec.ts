/** 資產依賴: named by an administrator, seen on the asset's page of a phone without a network, and taken away again. */
import { expect, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { hands } from "./fixtures/hands";
import { useTeam } from "./fixtures/team";

const demo = useTeam();

test("what an asset depends on is named, and everybody's phone knows it", async () => {
  test.setTimeout(120_000);
  const admin = await demo.team.person("何思妤");
  const { page } = admin;
  await page.goto("/admin/relations");
  const main = page.getByRole("main");
  await expect(main.getByText("A-SW-122").first()).toBeVisible();
  await hands.press(page.getByRole("button", { name: "新增依賴" }));
  const sheet = page.getByRole("dialog");
  await hands.press(sheet.getByRole("button", { name: "新增", exact: true }));
  await expect(sheet.getByText("請填這一欄").first()).toBeVisible();
  await admin.say([
    ["資產", "A-BC-403", "pick"],
    ["依賴的資產", "A-UPS-005", "pick"],
  ]);
  expect(await findFaults(page)).toEqual([]);
  await hands.press(sheet.getByRole("button", { name: "新增", exact: true }));
  const remove = page.getByRole("button", { name: "移除：A-BC-403 依賴 A-UPS-005" });
  await expect(remove).toBeVisible();

  const engineer = await demo.team.person("黃怡君");
  const phone = await demo.team.phone("黃怡君");
  await engineer.isSynced();
  await phone.setOffline(true);
  await phone.page.goto("/assets");
  await hands.fill(phone.page.getByRole("searchbox"), "A-UPS-005");
  await hands.press(phone.page.getByRole("link", { name: /A-UPS-005/ }));
  await expect(phone.page.getByRole("heading", { name: /依賴它的/ })).toBeVisible();
  await hands.press(phone.page.getByRole("link", { name: /A-BC-403/ }));
  await expect(phone.page.getByRole("heading", { level: 1, name: "A-BC-403" })).toBeVisible();
  await expect(phone.page.getByRole("link", { name: /A-UPS-005/ })).toBeVisible();
  expect(await findFaults(phone.page)).toEqual([]);
  await phone.setOffline(false);

  await hands.press(remove);
  await expect(remove).toBeHidden();
  await page.goto("/admin/history");
  await expect(page.getByText("移除資產依賴").first()).toBeVisible();
});
