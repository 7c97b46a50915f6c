/** A message that asks whether this device hears. */
import { beforeEach, expect, test } from "vitest";
import { cached, createBrowser, listenAtServer, remember, resetPhone } from "./testing/push-browser";

beforeEach(resetPhone);

const token = "t".repeat(43);
const ownId = "0190a000-0000-7000-8000-00000000000a";
const probe = { v: 1, probe: "test", token, accountId: ownId, title: "測試通知", body: "收得到" };

test("a message that asks whether it is heard is shown, and its token given back hop by hop", async () => {
  remember(ownId);
  const heard = listenAtServer();
  const browser = createBrowser();
  await browser.push(JSON.stringify(probe));
  expect(browser.shown).toMatchObject([{ title: "測試通知", options: { data: { url: "/push" } } }]);
  expect(heard.map(({ path, body }) => [path, body.token, body.hop])).toEqual([
    ["push.confirm", token, "received"],
    ["push.confirm", token, "shown"],
  ]);
  expect(JSON.parse(cached.get("/push-memory")!)).toMatchObject({ confirmed: true });
});

test("a phone that has its network a moment later gives the token back all the same", async () => {
  remember(ownId);
  let tries = 0;
  const heard = listenAtServer(() => {
    tries += 1;
    if (tries === 1) throw new TypeError("no network yet");
    return Response.json({ result: { data: { known: true } } });
  });
  await createBrowser().push(JSON.stringify(probe));
  expect(heard.map(({ body }) => body.hop)).toEqual(["received", "received", "shown"]);
});

test("a token that the server does not know confirms nothing", async () => {
  remember(ownId);
  listenAtServer(() => Response.json({ result: { data: { known: false } } }));
  await createBrowser().push(JSON.stringify(probe));
  expect(JSON.parse(cached.get("/push-memory")!).confirmed).toBeUndefined();
});

test("[C6] a token for somebody else is kept, and their words are not shown", async () => {
  const heard = listenAtServer();
  const browser = createBrowser();
  await browser.push(JSON.stringify(probe));
  expect(browser.shown.map(({ title }) => title)).toEqual(["Genba 現場"]);
  expect(heard).toEqual([]);
});
