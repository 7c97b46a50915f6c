/**
 * What happens again is a problem: it is suggested to who may raise one, opened by one tap with all of it linked, its
 * workaround found on another phone without a network, and its eradication resolves what waits for it.
 */
import { expect, test } from "playwright/test";
import { findFaults } from "./fixtures/audit";
import { useTeam } from "./fixtures/team";

const incident = { category: "有線網路", impact: "中", urgency: "中", asset: "A-SW-123" } as const;
const first = "五樓會議室網路全斷";
const again = "五樓會議室網路又斷了";

const demo = useTeam();

test("an incident that repeats becomes a problem", async () => {
  test.setTimeout(240_000);
  const engineer = await demo.team.person("吳宗翰");
  await engineer.open({ ...incident, title: first });
  await engineer.isSynced();
  await expect(engineer.page.getByRole("region", { name: /又發生了/ })).toHaveCount(0);
  await engineer.press("領單");
  await engineer.resolve("排除事故", "更換光纖模組。");
  await engineer.isSynced();

  const opener = await demo.team.person("曾美玲");
  await opener.open({ ...incident, title: again });
  await opener.isSynced();
  // It says nothing to who cannot raise one.
  await expect(opener.page.getByText(/又發生了/)).toHaveCount(0);

  const lead = await demo.team.person("黃怡君");
  await lead.page.goto("/work");
  const row = lead.page.getByRole("main").getByRole("link", { name: again });
  await expect(row).toContainText("再發");
  await row.click();
  const note = lead.page.getByRole("article").getByRole("region", { name: "又發生了：之前已解決 1 次" });
  await expect(note.getByRole("link", { name: first })).toBeVisible();
  expect(await findFaults(lead.page)).toEqual([]);
  await note.getByRole("button", { name: "開問題，連結這 2 張事故" }).click();
  await expect(note).toBeHidden();
  await lead.isSynced();
  const id = lead.ticketId();
  await lead.assign("吳宗翰");
  await lead.isSynced();
  await lead.page
    .getByRole("article")
    .getByRole("link", { name: /PRB-\d{6}/ })
    .click();
  const problem = lead.page.getByRole("article").getByRole("region", { name: "相關工單" });
  await expect(problem.getByRole("link", { name: first })).toBeVisible();
  await expect(problem.getByRole("link", { name: again })).toBeVisible();
  await lead.seesStage("指派關卡");
  const problemId = lead.ticketId();
  await lead.page.goto("/work");
  await expect(lead.page.getByRole("main").getByText("一再發生")).toHaveCount(0);

  await engineer.goToId(id);
  await engineer.press("暫停");
  await engineer.page.getByRole("dialog").getByRole("radio", { name: "問題" }).check();
  await engineer.pick("在等的工單", again);
  await engineer.save("暫停");
  await engineer.isSynced();

  await lead.goToId(problemId);
  await lead.act("指派調查人員", [["人員", "吳宗翰", "pick"]]);
  await engineer.goToId(problemId);
  await engineer.act("分析並指派處理人員", [
    ["分析（根因或假設）", "機櫃溫度過高，模組過熱。"],
    ["人員", "黃怡君", "pick"],
  ]);
  await lead.seesStage("處理關卡");
  await lead.act("排除現況", [
    ["替代方案", "改插備援埠 24，再等模組降溫。"],
    ["為何不根除", "風扇下週到貨。"],
  ]);
  await lead.isSynced();

  const third = await demo.team.phone("周俊宏");
  const colleague = await demo.team.person("周俊宏");
  await colleague.page.goto("/more");
  await expect(colleague.page.getByRole("link", { name: "已知錯誤" })).toBeVisible();
  await colleague.isSynced();
  await third.setOffline(true);
  await colleague.page.getByRole("link", { name: "已知錯誤" }).click();
  await colleague.page.getByRole("searchbox").fill("a-sw-123 備援");
  await expect(colleague.page.getByRole("article")).toHaveCount(1);
  await expect(colleague.page.getByRole("article")).toContainText("改插備援埠 24");
  await colleague.page.goto("/new");
  await colleague.pick("類別", incident.category);
  await colleague.pick("資產", incident.asset);
  await expect(colleague.page.getByRole("main").getByText("改插備援埠 24")).toBeVisible();
  await third.setOffline(false);

  await lead.act("重啟調查", [["理由", "風扇已更換，模組不再過熱。"]]);
  await engineer.seesStage("調查關卡");
  await engineer.act("分析並指派處理人員", [
    ["分析（根因或假設）", "機櫃風扇停轉。"],
    ["人員", "黃怡君", "pick"],
  ]);
  await lead.seesStage("處理關卡");
  await lead.act("根除問題", [
    ["根因", "機櫃風扇停轉。"],
    ["永久修復", "更換風扇並加裝溫度告警。"],
  ]);
  await lead.isSynced();
  await engineer.goToId(id);
  await engineer.seesStage("已排除");
  await expect(engineer.page.getByRole("article")).toContainText("由問題修復");
});
