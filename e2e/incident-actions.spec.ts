/**
 * Every action of an incident, pressed on one phone and seen on the others without a reload; and after each, what
 * everybody may do now: nobody sees a button that is not theirs.
 */
import { expect, test } from "playwright/test";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

const flickering = {
  title: "三樓產線門禁讀卡機時好時壞",
  category: "門禁與監視",
  impact: "中",
  urgency: "中",
  asset: "A-DR-013",
} as const;
const hot = {
  title: "三樓弱電間冷氣不冷",
  category: "空調與環控",
  impact: "高",
  urgency: "中",
  asset: "A-AC-009",
} as const;
const dark = { ...flickering, title: "一樓大廳讀卡機燈不亮", asset: "A-DR-011" } as const;

const opened = ["取消事故", "留言"];
const forMembers = ["領單", "立即解決", "留言"];
const forLeads = ["指派處理人員", "立即解決", "重新指派", "取消事故", "升級為問題", "留言"];
const inHand = ["排除事故", "返回指派", "暫停", "交接", "升級為問題", "留言"];

let server: GenbaServer;
const phones: Phone[] = [];
let requester: Person;
let engineer: Person;
let lead: Person;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await createGenbaServer();
  await server.start();
  requester = await signIn("meiling.tseng");
  engineer = await signIn("bohan.chen");
  lead = await signIn("shufen.wang");
});

test.afterAll(async () => {
  for (const phone of phones) await phone.close();
  await server?.remove();
});

test("assigned, put on hold, handed over, returned, claimed and resolved", async () => {
  test.setTimeout(180_000);
  await requester.open(flickering);
  await requester.mayDo(opened);
  await lead.goTo(flickering.title);
  await lead.mayDo(forLeads);
  await engineer.goTo(flickering.title);
  await engineer.mayDo(forMembers);

  await lead.assign("陳柏翰");
  await engineer.seesDone("王淑芬 指派處理人員 · 陳柏翰");
  await engineer.seesStage("處理關卡");
  await engineer.mayDo(inHand);
  await lead.mayDo(inHand);
  await requester.seesStage("處理關卡");
  await requester.mayDo(["留言"]);

  await engineer.hold("開單人員");
  await requester.seesDone("陳柏翰 暫停 · 開單人員");
  await expect(requester.page.getByText(/^暫停，等開單人員，到 /)).toBeVisible();
  await requester.comment("早上七點刷得過，八點就不行。");
  await engineer.seesDone("曾美玲 留言", "早上七點刷得過，八點就不行。");
  await engineer.mayDo(["恢復", ...inHand]);
  await engineer.press("恢復");
  await requester.seesDone("陳柏翰 恢復");
  await expect(requester.page.getByText(/^暫停，等開單人員，到 /)).toBeHidden();

  await engineer.transfer("潘信宏");
  await lead.seesDone("陳柏翰 交接 · 潘信宏");
  await engineer.seesStage("處理關卡");
  await engineer.mayDo(["留言"]);

  await lead.doBecause("返回指派", "潘信宏今天支援台中。");
  await engineer.seesDone("王淑芬 返回指派", "潘信宏今天支援台中。");
  await engineer.seesStage("指派關卡");
  await engineer.mayDo(forMembers);
  // Somebody had taken it: from now on only the group may cancel.
  await requester.mayDo(["留言"]);

  await engineer.press("領單");
  await lead.seesDone("陳柏翰 領單");
  await lead.seesStage("處理關卡");
  await engineer.resolve("排除事故", "讀卡機接頭氧化，清潔後刷卡正常。");
  await requester.seesDone("陳柏翰 排除事故 · 已修復", "讀卡機接頭氧化，清潔後刷卡正常。");
  await requester.seesStage("已排除");
});

test("reopened by who opened it and resolved at once", async () => {
  test.setTimeout(120_000);
  await lead.mayDo(["升級為問題", "留言"]);
  await requester.mayDo(["重開", "留言"]);
  await requester.doBecause("重開", "今天早上又刷不過。");
  await engineer.seesDone("曾美玲 重開", "今天早上又刷不過。");
  await engineer.seesStage("指派關卡");
  await engineer.mayDo(forMembers);
  await requester.mayDo(["留言"]);

  await engineer.resolve("立即解決", "遠端更新讀卡機韌體，測試十次都正常。");
  await requester.seesDone("陳柏翰 立即解決 · 已修復", "遠端更新讀卡機韌體，測試十次都正常。");
  await requester.seesStage("已排除");
});

test("reassigned to another group, whose lead then cancels it", async () => {
  test.setTimeout(120_000);
  const otherLead = await signIn("yijun.huang");
  await requester.open(hot);
  await lead.goTo(hot.title);
  await lead.reassign("網路系統組", "是交換器過熱，請網路組處理。");
  await otherLead.goTo(hot.title);
  await otherLead.seesDone("王淑芬 重新指派 · 南港現場組 → 網路系統組", "是交換器過熱，請網路組處理。");
  await otherLead.mayDo(forLeads);
  await lead.mayDo(["留言"]);

  await otherLead.doBecause("取消事故", "交換器下週汰換，併入該案。");
  await requester.seesDone("黃怡君 取消事故", "交換器下週汰換，併入該案。");
  await requester.seesStage("已取消");
  await requester.mayDo(["留言"]);
});

test("cancelled by who opened it, before anyone took it", async () => {
  test.setTimeout(120_000);
  await requester.open(dark);
  await lead.goTo(dark.title);
  await requester.doBecause("取消事故", "插頭被踢掉了，已插回。");
  await lead.seesDone("曾美玲 取消事故", "插頭被踢掉了，已插回。");
  await lead.seesStage("已取消");
  for (const person of [requester, lead, engineer]) await person.isSynced();
});

async function signIn(mailbox: string): Promise<Person> {
  const phone = await Phone.start({ origin: server.origin });
  phones.push(phone);
  const person = new Person(phone.page);
  await person.signIn(server, mailbox);
  return person;
}
