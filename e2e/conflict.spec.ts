/** Two engineers resolve one incident where there is no network: one is applied, the other learns so and keeps the words. */
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
