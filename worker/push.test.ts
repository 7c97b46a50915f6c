import { beforeEach, expect, test, vi } from "vitest";
import type { AccountId } from "../core/ids";
import { type PushPayload, writePushPayload } from "../core/push/push-payload";
import {
  cached,
  createBrowser,
  listenAtServer,
  remember,
  resetPhone,
  subscription,
  tab,
} from "./testing/push-browser";

beforeEach(resetPhone);

const ticketId = "0190a000-0000-7000-8000-000000000001";
const payload = {
  v: 1,
  id: "entry 1",
  kind: "assignHandler",
  accountId: "me",
  ticketId,
  number: "INC-000123",
  tag: ticketId,
  title: "指派給你處理 · INC-000123",
  body: "P1 · B2 機房漏水",
  url: `/tickets/${ticketId}`,
};

test("a push is shown with its words, its tag and where it leads, and the change is fetched", async () => {
  const browser = createBrowser();
  await browser.push(JSON.stringify(payload));
  expect(browser.shown).toMatchObject([
    {
      title: payload.title,
      options: {
        body: payload.body,
        tag: ticketId,
        badge: "/icons/badge-96.png",
        renotify: true,
        data: { id: "entry 1", url: `/tickets/${ticketId}` },
      },
    },
  ]);
  expect(browser.drain).toHaveBeenCalledTimes(1);
});

test.each([
  null,
  "",
  "not json",
  JSON.stringify({ ...payload, v: 2 }),
  JSON.stringify({ ...payload, url: "https://evil.example" }),
])("%s is shown too, in general words, and leads to my work", async (text) => {
  const browser = createBrowser();
  await browser.push(text);
  expect(browser.shown).toHaveLength(1);
  expect(browser.shown[0]?.options).toMatchObject({ tag: "genba", data: { url: "/work" } });
});

test.each([
  ["another signed in", () => remember("other")],
  ["nobody is remembered", () => cached.clear()],
  [
    "the memory cannot be read",
    () => vi.stubGlobal("caches", { open: () => Promise.reject(new Error("storage is away")) }),
  ],
])("[C6] where %s, a message shows none of its words and leads nowhere of its own", async (_, given) => {
  given();
  const browser = createBrowser();
  await browser.push(JSON.stringify(payload));
  expect(browser.shown).toHaveLength(1);
  expect(JSON.stringify(browser.shown)).not.toMatch(/INC-000123|漏水|0190a000/);
  expect(browser.shown[0]?.options).toMatchObject({ tag: "genba", data: { url: "/work" } });
});

test("a message of a server that named nobody is shown with its words", async () => {
  const { accountId: _, ...old } = payload;
  const browser = createBrowser();
  await browser.push(JSON.stringify(old));
  expect(browser.shown).toMatchObject([{ title: payload.title }]);
});

test("[S5] the same message again stays silent in its place; another one about the ticket does not", async () => {
  const browser = createBrowser();
  await browser.push(JSON.stringify(payload));
  await browser.push(JSON.stringify(payload));
  await browser.push(JSON.stringify({ ...payload, id: "entry 2" }));
  expect(browser.shown.map(({ options }) => options.renotify)).toEqual([true, false, true]);
});

test("a failing fetch takes nothing from the notification", async () => {
  const browser = createBrowser();
  browser.drain.mockRejectedValue(new Error("offline"));
  await browser.push(JSON.stringify(payload));
  expect(browser.shown).toHaveLength(1);
});

test("a tab that is seen is told and fetches by itself", async () => {
  const seen = tab({ visibilityState: "visible" });
  const browser = createBrowser([seen]);
  await browser.push(JSON.stringify(payload));
  expect(seen.messages).toEqual([{ kind: "genba.pushed" }]);
  expect(browser.drain).not.toHaveBeenCalled();
});

test("a tap goes to the window in use and tells it where to go", async () => {
  const [hidden, focused] = [tab(), tab({ focused: true })];
  const browser = createBrowser([hidden, focused]);
  await browser.click({ id: "entry 1", url: payload.url });
  expect(focused).toMatchObject({ focusCount: 1, messages: [{ type: "open", url: payload.url }] });
  expect([hidden.messages, browser.opened]).toEqual([[], []]);
});

test("a tap while the only window is leaving opens a new one, and is not lost in it", async () => {
  const leaving = tab({ focused: true, isLeaving: true });
  const browser = createBrowser([leaving]);
  await browser.click({ id: "entry 1", url: payload.url });
  expect(browser.opened).toEqual([payload.url]);
  expect(leaving).toMatchObject({ focusCount: 0, messages: [] });
});

test("a frozen window, which gives no sign of life, is focused all the same", async () => {
  const frozen = tab({ isFrozen: true });
  const browser = createBrowser([frozen]);
  await browser.click({ id: "entry 1", url: payload.url });
  expect(frozen).toMatchObject({ focusCount: 1, messages: [{ type: "open", url: payload.url }] });
  expect(browser.opened).toEqual([]);
});

test("without a window a tap opens one there; one without a place leads to my work", async () => {
  const browser = createBrowser();
  await browser.click({ id: "entry 1", url: payload.url });
  await browser.click(null);
  expect(browser.opened).toEqual([payload.url, "/work"]);
});

const review = {
  ...payload,
  kind: "submitForReview",
  revision: 3,
  buttons: [
    { action: "approve", title: "核准" },
    { action: "reject", title: "駁回" },
  ],
};

test("a review has its two buttons; approving is done where it is pressed, without any window", async () => {
  const browser = createBrowser();
  await browser.push(JSON.stringify(review));
  expect(browser.shown[0]?.options.actions).toEqual(review.buttons);
  await browser.click(browser.shown[0]?.options.data, "approve");
  const { accountId, url, number } = payload;
  expect(browser.press.mock.calls).toEqual([
    [{ id: "entry 1", action: "approve", accountId, ticketId, revision: 3, number, url }],
  ]);
  expect(browser.opened).toEqual([]);
});

test("rejecting needs a reason, so it opens the form", async () => {
  const browser = createBrowser();
  await browser.push(JSON.stringify(review));
  await browser.click(browser.shown[0]?.options.data, "reject");
  expect(browser.press).not.toHaveBeenCalled();
  expect(browser.opened).toEqual([`${payload.url}?do=reject&revision=3`]);
});

test("where the part that saves cannot be loaded, the ticket opens, which has the same button", async () => {
  const browser = createBrowser();
  browser.press.mockRejectedValue(new Error("no such file"));
  await browser.push(JSON.stringify(review));
  await browser.click(browser.shown[0]?.options.data, "approve");
  expect(browser.opened).toEqual([payload.url]);
});

test("a button that we do not know, or without what it is about, opens the ticket and does nothing", async () => {
  const browser = createBrowser();
  await browser.push(JSON.stringify({ ...review, buttons: [{ action: "launch", title: "Launch" }] }));
  expect(browser.shown[0]?.options.actions).toEqual([]);
  await browser.click({ id: "entry 1", url: payload.url }, "approve");
  await browser.click(browser.shown[0]?.options.data, "launch");
  expect(browser.press).not.toHaveBeenCalled();
  expect(browser.opened).toEqual([payload.url, payload.url]);
});

test("[C6] for whoever else holds this phone, a message has no buttons", async () => {
  remember("other");
  const browser = createBrowser();
  await browser.push(JSON.stringify(review));
  expect(browser.shown[0]?.options.actions).toBeUndefined();
});

test("a subscription that the browser changed is registered in place of the old one", async () => {
  const requests: { url: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: { body: string }) => {
    requests.push({ url, body: JSON.parse(init.body) });
    return Response.json({ result: { data: { subscribed: true, active: false } } });
  });
  const browser = createBrowser();
  await browser.fire("pushsubscriptionchange", { oldSubscription: subscription("https://push.example/old") });
  expect(requests).toEqual([
    {
      url: "/api/trpc/push.subscribe",
      body: {
        accountId: "me",
        locale: "en",
        endpoint: "https://push.example/new",
        p256dh: "AQI",
        auth: "AQI",
        vapidKey: expect.any(String),
        replaces: "https://push.example/old",
        byTap: false,
      },
    },
  ]);
  expect(cached.get("/push-memory")).toContain("https://push.example/new");
});

test("a declared message comes without data: it is shown with its words, its tag and where it leads", async () => {
  listenAtServer();
  const browser = createBrowser();
  const text = writePushPayload(
    { ...(review as unknown as PushPayload), accountId: "me" as AccountId },
    "full",
    { origin: "https://desk.example", unread: 2 },
  );
  await browser.declare(text);
  expect(browser.shown).toMatchObject([
    {
      title: review.title,
      options: {
        body: review.body,
        tag: review.tag,
        data: { id: review.id, url: review.url, revision: review.revision },
      },
    },
  ]);
});

test("the server hears that this device heard a notification; without a network it is shown all the same", async () => {
  const heard = listenAtServer();
  const browser = createBrowser();
  await browser.push(JSON.stringify(payload));
  expect(heard).toEqual([
    { path: "push.heard", body: { accountId: "me", endpoint: "https://push.example/old" } },
  ]);
  listenAtServer(() => {
    throw new TypeError("no network");
  });
  await browser.push(JSON.stringify({ ...payload, id: "entry 2" }));
  expect(browser.shown).toHaveLength(2);
});

test("where nobody wants notifications, a changed subscription is left alone", async () => {
  cached.clear();
  const fetcher = vi.fn();
  vi.stubGlobal("fetch", fetcher);
  await createBrowser().fire("pushsubscriptionchange", {
    oldSubscription: subscription("https://push.example/old"),
  });
  expect(fetcher).not.toHaveBeenCalled();
});
