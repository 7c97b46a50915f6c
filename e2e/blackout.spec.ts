/** 凍結期: named by an administrator, it stops who plans a change on a phone without a network, and offers what is free. */
import { expect, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { hands } from "./fixtures/hands";
import { inHours, useTeam } from "./fixtures/team";

const demo = useTeam();

test("a change is planned around it", async () => {
  test.setTimeout(180_000);
  const lead = await demo.team.person("黃怡君");
  const id = await lead.openOf("change", [
    ["類型", "標準", "radio"],
    ["標準變更範本", "交換器韌體更新", "pick"],
    ["標題", "四樓交換器韌體例行更新"],
    ["變更原因", "廠商發布安全更新。"],
    ["資產", "A-SW-122", "pick"],
    ["風險", "低", "radio"],
  ]);
  await lead.act("進入計畫");
  await lead.isSynced();

  const admin = await demo.team.person("何思妤");
  await admin.page.goto("/admin/blackouts");
  await hands.press(admin.page.getByRole("button", { name: "新增凍結期" }));
  await admin.say([
    ["名稱", "月底結帳"],
    ["從", inHours(240)],
    ["到", inHours(264)],
  ]);
  await hands.press(admin.page.getByRole("dialog").getByRole("button", { name: "新增" }));
  await expect(admin.page.getByRole("main").getByText("月底結帳")).toBeVisible();
  await expect(admin.page.getByRole("main").getByText("所有據點")).toBeVisible();

  const phone = await demo.team.phone("黃怡君");
  await lead.isSynced();
  await lead.press("排程");
  const sheet = phone.page.getByRole("dialog");
  await lead.say([
    ["變更時段", inHours(250)],
    ["實施人員", "吳宗翰", "pick"],
    ["回復計畫", "切回舊映像"],
  ]);
  const note = sheet.getByRole("status").filter({ hasText: "凍結期，不能排" });
  // It comes while the form is open.
  await expect(note).toContainText("月底結帳");
  await phone.setOffline(true);
  await hands.press(sheet.getByRole("button", { name: "排程", exact: true }));
  await expect(sheet.getByText("這個時段在凍結期").first()).toBeVisible();
  expect(await findFaults(phone.page)).toEqual([]);
  await hands.press(note.getByRole("button", { name: /^改用下一個空檔/ }));
  await expect(note).toBeHidden();
  await expect(sheet.getByLabel("變更時段")).toHaveValue(inHours(264));
  await lead.save("排程");
  await lead.seesStage("已排程");
  await lead.seesWaiting(1);
  await phone.setOffline(false);
  await lead.isSynced();
  await lead.goToId(id);
  await lead.seesStage("已排程");

  await hands.press(admin.page.getByRole("button", { name: "刪除凍結期 月底結帳" }));
  await expect(admin.page.getByText("沒有凍結期")).toBeVisible();
});
