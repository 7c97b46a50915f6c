import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import type { AccountId } from "../core/ids";
import { forgetAccount, rememberAccount } from "./device";
import { readPushMemory } from "./push-memory";
import { confirmProbe } from "./push-registration";
import {
  disablePush,
  dropPushSubscription,
  enablePush,
  healPush,
  pushState,
  pushTrouble,
} from "./push-subscription";
import { signIn, signOut } from "./session";

const me = { id: "me" as AccountId, name: "", email: "", role: "agent" as const };
const serverKey = Buffer.from("server key").toString("base64url");

let permission: NotificationPermission;
let subscribed: { endpoint: string; boundTo: string } | null;
let made: number;
let online: boolean;
let requests: { procedure: string; input: Record<string, unknown> | null }[];
let shown: { close(): void }[];
let owner: string;
let refuses: boolean;
let active: boolean;
let removed: boolean;
let whileRegistering: () => Promise<void>;

beforeEach(async () => {
  [permission, subscribed, made, online, requests] = ["default", null, 0, true, []];
  [shown, owner, refuses] = [[], "me", false];
  [active, removed, whileRegistering] = [true, false, async () => {}];
  const cached = new Map<string, string>();
  vi.stubGlobal("caches", {
    open: async () => ({
      match: async (key: string) => (cached.has(key) ? new Response(cached.get(key)) : undefined),
      put: async (key: string, response: Response) => void cached.set(key, await response.text()),
    }),
    delete: async () => cached.clear(),
    keys: async () => [],
  });
  const subscription = () =>
    subscribed && {
      endpoint: subscribed.endpoint,
      options: { applicationServerKey: new Uint8Array(Buffer.from(subscribed.boundTo, "base64url")).buffer },
      getKey: () => new Uint8Array([1, 2]).buffer,
      unsubscribe: async () => {
        if (refuses) throw new DOMException("not without a network", "NetworkError");
        subscribed = null;
      },
    };
  const pushManager = {
    getSubscription: async () => subscription(),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      made += 1;
      subscribed = { endpoint: `https://push.example/${made}`, boundTo: applicationServerKey };
      return subscription();
    },
  };
  vi.stubGlobal("navigator", {
    serviceWorker: {
      ready: Promise.resolve({ pushManager }),
      getRegistration: async () => ({ pushManager, getNotifications: async () => shown }),
    },
  });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", {
    get permission() {
      return permission;
    },
    requestPermission: async () => {
      if (permission === "default") permission = "granted";
      return permission;
    },
  });
  vi.stubGlobal("fetch", async (url: string, init?: { body?: string }) => {
    if (!online) throw new TypeError("offline");
    const input = init?.body === undefined ? null : (JSON.parse(init.body) as Record<string, unknown>);
    requests.push({ procedure: url.replace("/api/trpc/", ""), input });
    if (url.endsWith("push.subscribe")) await whileRegistering();
    const account = { id: owner, name: "", role: "agent" };
    return Response.json({
      result: { data: { publicKey: serverKey, account, active, subscribed: !removed, known: true } },
    });
  });
  await rememberAccount(me);
});

const registered = () =>
  requests.filter(({ procedure }) => procedure === "push.subscribe").map(({ input }) => input);

test("each state of a device has its name", async () => {
  expect(await pushState()).toBe("askable");
  permission = "denied";
  expect(await pushState()).toBe("denied");
  permission = "granted";
  expect(await pushState()).toBe("off");
  vi.stubGlobal("navigator", {});
  expect(await pushState()).toBe("unsupported");
  vi.stubGlobal("navigator", { standalone: false });
  expect(await pushState()).toBe("needsInstall");
});

test("a tap asks, subscribes with the server's key and registers this device for this account", async () => {
  expect(await enablePush("en")).toBe("on");
  expect(subscribed?.boundTo).toBe(serverKey);
  expect(registered()).toEqual([
    {
      accountId: "me",
      locale: "en",
      endpoint: "https://push.example/1",
      p256dh: "AQI",
      auth: "AQI",
      vapidKey: serverKey,
      replaces: null,
      byTap: true,
    },
  ]);
});

test("before the first message came it waits; once it was given back it is on, also after the next start", async () => {
  active = false;
  expect(await enablePush("zh-TW")).toBe("waiting");
  expect(await pushTrouble()).toBe("waiting");
  const memory = await readPushMemory();
  await confirmProbe(memory!, "t".repeat(43), "received");
  expect([await pushState(), await pushTrouble()]).toEqual(["on", null]);
  active = true;
  await healPush("zh-TW");
  expect(await pushState()).toBe("on");
});

test("the message may come before the answer to the registration: it counts", async () => {
  active = false;
  whileRegistering = async () => confirmProbe((await readPushMemory())!, "t".repeat(43), "received");
  expect(await enablePush("zh-TW")).toBe("on");
});

test("a registration that fails leaves what was remembered before", async () => {
  await enablePush("zh-TW");
  const before = await readPushMemory();
  subscribed = null;
  whileRegistering = async () => {
    throw new TypeError("the network went");
  };
  await healPush("zh-TW");
  expect(await readPushMemory()).toEqual(before);
  // The browser has a new address by now, of which the server knows nothing.
  expect([await pushState(), await pushTrouble()]).toEqual(["waiting", "waiting"]);
  await disablePush();
  await expect(enablePush("zh-TW")).rejects.toThrow("the network went");
  expect([await readPushMemory(), await pushState()]).toEqual([null, "off"]);
});

test("a device that was removed from another one is off at its next start", async () => {
  await enablePush("zh-TW");
  removed = true;
  await healPush("zh-TW");
  expect([await readPushMemory(), subscribed, await pushState()]).toEqual([null, null, "off"]);
  expect(registered().at(-1)).toMatchObject({ byTap: false });
});

test("a device that should hear and cannot says why", async () => {
  expect(await pushTrouble()).toBeNull();
  await enablePush("zh-TW");
  expect(await pushTrouble()).toBeNull();
  subscribed = null;
  expect(await pushTrouble()).toBe("lost");
  permission = "denied";
  expect(await pushTrouble()).toBe("denied");
  // Not for somebody else, who never wanted it here.
  await rememberAccount({ ...me, id: "other" as AccountId });
  expect(await pushTrouble()).toBeNull();
});

test("a person who says no is not asked again, and nothing is registered", async () => {
  permission = "denied";
  expect(await enablePush("zh-TW")).toBe("denied");
  expect(requests).toEqual([]);
});

test("without a network it says so and is not on", async () => {
  online = false;
  await expect(enablePush("zh-TW")).rejects.toThrow();
  expect(await pushState()).toBe("off");
});

test("off is off at once, also without a network", async () => {
  await enablePush("zh-TW");
  online = false;
  expect(await disablePush()).toBe("off");
  expect(subscribed).toBeNull();
});

test("the server hears of a device that was turned off", async () => {
  await enablePush("zh-TW");
  await disablePush();
  expect(requests.at(-1)).toEqual({
    procedure: "push.unsubscribe",
    input: { accountId: "me", endpoint: "https://push.example/1" },
  });
});

test("a subscription that the browser lost is made again at the next start, in place of the old one", async () => {
  await enablePush("zh-TW");
  subscribed = null;
  await healPush("en");
  expect(registered().at(-1)).toMatchObject({
    endpoint: "https://push.example/2",
    locale: "en",
    replaces: "https://push.example/1",
  });
  expect(await pushState()).toBe("on");
});

test("one bound to a key that the server no longer has is made anew", async () => {
  await enablePush("zh-TW");
  subscribed = { endpoint: "https://push.example/1", boundTo: "b2xk" };
  await healPush("zh-TW");
  expect(subscribed).toEqual({ endpoint: "https://push.example/2", boundTo: serverKey });
});

test("healing does nothing where nobody turned notifications on, and never throws", async () => {
  permission = "granted";
  await healPush("zh-TW");
  expect(requests).toEqual([]);
  await enablePush("zh-TW");
  online = false;
  await healPush("zh-TW");
});

test("[C6] after sign-out nothing is left, and another person's start does not turn it on for them", async () => {
  await enablePush("zh-TW");
  await dropPushSubscription();
  await forgetAccount();
  await rememberAccount({ ...me, id: "other" as AccountId });
  await healPush("zh-TW");
  expect([subscribed, await pushState(), registered().length]).toEqual([null, "off", 1]);
});

test("[C6] another person who signs in hears nothing of the last one, and does not see what is shown", async () => {
  await enablePush("zh-TW");
  const closed: string[] = [];
  shown = [{ close: () => closed.push("closed") }];
  owner = "other";
  expect((await signIn("other@example.com", "x")).tag).toBe("signedIn");
  expect([subscribed, await pushState(), closed]).toEqual([null, "off", ["closed"]]);
});

test("[C6] signing in again as the same person keeps notifications on", async () => {
  await enablePush("zh-TW");
  expect((await signIn("me@example.com", "x")).tag).toBe("signedIn");
  expect(await pushState()).toBe("on");
});

test("[C6] signing out tells the server of the device while the session is there", async () => {
  await enablePush("zh-TW");
  requests.length = 0;
  await signOut({ discard: true });
  expect(subscribed).toBeNull();
  expect(requests).toEqual([
    { procedure: "push.unsubscribe", input: { accountId: "me", endpoint: "https://push.example/1" } },
    { procedure: "/api/auth/sign-out", input: {} },
  ]);
});

test("[C6] a browser that will not let the subscription go keeps nobody from being forgotten", async () => {
  await enablePush("zh-TW");
  refuses = true;
  await disablePush();
  expect(await pushState()).toBe("off");
  expect(requests.at(-1)?.procedure).toBe("push.unsubscribe");
});
