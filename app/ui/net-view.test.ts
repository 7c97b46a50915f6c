import { expect, test } from "vitest";
import { messages } from "../../core/messages/messages";
import { netView } from "./net-view";

const t = messages["zh-TW"];
const now = 1_000_000_000;
const none = { count: 0, oldestAt: null };
const three = { count: 3, oldestAt: now - 42 * 60_000 };

test("[C9] offline tells how many wait and since when", () => {
  const view = netView(t, { tag: "offline", untilMs: now }, three, now);
  expect(view).toEqual({ tone: "away", text: "離線 · 3 件待同步 · 最早 42 分鐘前", target: "queue" });
});

test("[C9] calm only when nothing waits and nothing is wrong", () => {
  expect(netView(t, { tag: "idle", syncedAt: now }, none, now).tone).toBe("calm");
  expect(netView(t, { tag: "idle", syncedAt: now }, three, now).tone).toBe("busy");
  expect(netView(t, { tag: "waiting", untilMs: now }, none, now).tone).toBe("away");
});

test("[C5] a pause leads to what a person can do about it", () => {
  expect(netView(t, { tag: "paused", reason: "signIn" }, three, now).target).toBe("signIn");
  expect(netView(t, { tag: "paused", reason: "update" }, three, now).target).toBe("update");
});
