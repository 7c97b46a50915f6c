/** Two engineers work on one incident where there is no network: what each did holds, or comes back to its author. */
import { expect, test } from "playwright/test";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

const incident = "標籤印表機印出來的條碼掃不到";
const firstWords = "更換碳帶並清潔印字頭，試印正常。";
const secondWords = "調整列印濃度後可以掃描，建議備一支新印字頭。";

let server: GenbaServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
});
test.afterAll(() => server.remove());

test("[A2, A5] the second resolution comes back as already so, and its words are on the ticket", async () => {
  test.setTimeout(120_000);
  const phones = [await Phone.start({ origin: server.origin }), await Phone.start({ origin: server.origin })];
  try {
    const [first, second] = phones.map((phone) => new Person(phone.page)) as [Person, Person];
    await first.signIn(server, "bohan.chen");
    await second.signIn(server, "shufen.wang");
    await first.goTo(incident);
    await first.press("領單");
    await first.isSynced();
    await second.goTo(incident);
    const stages = second.page.getByRole("list", { name: "關卡" });
    await expect(stages.getByRole("listitem").filter({ hasText: "處理關卡" })).toContainText("現在");

    for (const phone of phones) await phone.setOffline(true);
    await first.resolve("排除事故", firstWords);
    await second.resolve("排除事故", secondWords);
    await first.seesWaiting(1);
    await second.seesWaiting(1);

    await phones[0]!.setOffline(false);
    await first.isSynced();
    await phones[1]!.setOffline(false);
    await second.isSynced();

    await second.page.goto("/attention");
    await expect(second.page.getByText("「排除事故」已經有人做了，不用再做")).toBeVisible();
    for (const person of [first, second]) {
      await person.goTo(incident);
      const timeline = person.page.getByRole("article");
      await expect(timeline.getByText(firstWords).first()).toBeVisible();
      await expect(timeline.getByText(secondWords)).toHaveCount(1);
      await expect(timeline.getByText("「排除事故」的內容")).toBeVisible();
    }
  } finally {
    for (const phone of phones) await phone.close();
  }
});

const broken = "三樓弱電間不斷電系統的面板沒有反應";
const described = "面板全黑\n蜂鳴器沒有聲音\n已請場務檢查迴路";

test("[A3] two people edit offline: other fields and other lines hold, of one field the second sees both and chooses", async () => {
  test.setTimeout(150_000);
  const phones = [await Phone.start({ origin: server.origin }), await Phone.start({ origin: server.origin })];
  const [first, second] = phones.map((phone) => new Person(phone.page)) as [Person, Person];
  const both = [first, second] as const;
  try {
    await first.signIn(server, "bohan.chen");
    await second.signIn(server, "shufen.wang");
    await first.open({
      title: broken,
      category: "空調與環控",
      impact: "中",
      urgency: "中",
      asset: "A-UPS-005",
    });
    await first.edit([["描述", described]]);
    await first.isSynced();
    await second.goTo(broken);
    await expect(second.page.getByText("已請場務檢查迴路")).toBeVisible();

    for (const phone of phones) await phone.setOffline(true);
    await first.edit([
      ["標題", `${broken}，溫度上升`],
      ["描述", described.replace("面板全黑", "面板全黑，風扇停轉")],
      ["影響", "高", "radio"],
    ]);
    await second.edit([
      ["描述", `${described}\n迴路正常`],
      ["急迫性", "高", "radio"],
      ["影響", "低", "radio"],
    ]);
    await second.seesWaiting(3);
    await expect(second.page.getByRole("article")).toContainText("低 · 高");

    await phones[0]!.setOffline(false);
    await first.isSynced();
    await phones[1]!.setOffline(false);
    await expect(second.page.getByRole("link", { name: "1 件待處理" }).first()).toBeVisible({
      timeout: 30_000,
    });
    for (const person of both) {
      await person.goTo(`${broken}，溫度上升`);
      await expect(
        person.page.getByText(`面板全黑，風扇停轉\n蜂鳴器沒有聲音\n已請場務檢查迴路\n迴路正常`),
      ).toBeVisible();
      await expect(person.page.getByRole("article")).toContainText("高 · 高");
      await person.seesDone("影響 中 → 高");
      await person.seesDone("急迫性 中 → 高");
    }

    await second.page.goto("/attention");
    const card = second.page.getByRole("listitem").filter({ hasText: "別人也改了這一欄：影響" });
    await expect(card).toContainText("你 ·");
    await expect(card).toContainText("陳柏翰");
    await expect(card.getByRole("button", { name: "用現在的" })).toBeVisible();
    await card.getByRole("button", { name: "用我的" }).click();
    await expect(card).toBeHidden();
    await second.isSynced();
    await first.seesDone("影響 高 → 低");
    await expect(first.page.getByRole("article")).toContainText("低 · 高");
  } finally {
    for (const phone of phones) await phone.close();
  }
});
