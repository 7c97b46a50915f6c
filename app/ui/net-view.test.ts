import { expect, test } from "vitest";
import type { SyncState } from "../../client/sync/state";
import { messages } from "../../core/messages/messages";
import { netView } from "./net-view";

const t = messages["zh-TW"];
const now = 1_000_000_000;
const none = { count: 0, oldestAt: null, files: 0, stuck: 0 };
const three = { count: 3, oldestAt: now - 42 * 60_000, files: 0, stuck: 0 };

const states: readonly SyncState[] = [
  { tag: "idle", syncedAt: null },
  { tag: "idle", syncedAt: now },
  { tag: "pushing", left: 3 },
  { tag: "pulling" },
  { tag: "firstSync", done: 1, total: 9 },
  { tag: "waiting", untilMs: now },
  { tag: "offline", untilMs: now },
  { tag: "paused", reason: "signIn" },
  { tag: "paused", reason: "account" },
  { tag: "paused", reason: "update" },
];

test.each(states)("[C9] %o tells how many wait and since when, and is not calm", (state) => {
  const view = netView(t, state, three, now);
  expect(view.text).toMatch(/.+ · 3 件待同步 · 最早 42 分鐘前$/);
  expect(view.tone).not.toBe("calm");
});

test.each(states)("[C9] [C8] %o tells of photos that have to go up, and is not calm", (state) => {
  const view = netView(t, state, { ...none, files: 2 }, now);
  expect(view.text).toMatch(/.+ · 2 檔待上傳$/);
  expect(view.tone).not.toBe("calm");
});

test("[C8] [P6] what does not go up by itself asks for a person, and counts apart", () => {
  const idle = { tag: "idle", syncedAt: now } as const;
  const some = netView(t, idle, { ...none, files: 3, stuck: 1 }, now);
  expect(some).toMatchObject({ tone: "busy", text: "已連線 · 2 檔待上傳 · 1 檔傳不上去" });
  const all = netView(t, idle, { ...none, files: 1, stuck: 1 }, now);
  expect(all).toMatchObject({ tone: "stuck", text: "已連線 · 1 檔傳不上去" });
});

test("[C9] offline in its own words", () => {
  const view = netView(t, { tag: "offline", untilMs: now }, three, now);
  expect(view).toEqual({ tone: "away", text: "離線 · 3 件待同步 · 最早 42 分鐘前", remedy: null });
});

test("[C9] calm only when the server has answered, nothing waits and nothing is wrong", () => {
  const calm = states.filter((state) => netView(t, state, none, now).tone === "calm");
  expect(calm).toEqual([{ tag: "idle", syncedAt: now }, { tag: "pulling" }]);
  for (const state of calm) expect(netView(t, state, none, now).text).toBe("已連線 · 全部已同步");
});

const going = states.filter(({ tag }) => tag !== "paused");

test.each(going)(
  "[C7] [C9] trouble of the phone's own memory goes before %o, and says what waits",
  (state) => {
    const { tone, text, remedy } = netView(t, state, three, now, "full");
    expect({ tone, remedy }).toEqual({ tone: "stuck", remedy: "storage" });
    expect(text).toBe("手機存不進新內容 · 3 件待同步 · 最早 42 分鐘前");
  },
);

test("[C5] a pause offers what a person can do about it, whatever else is wrong", () => {
  for (const trouble of [null, "full"] as const) {
    const paused = states.filter(({ tag }) => tag === "paused");
    const remedies = paused.map((state) => netView(t, state, three, now, trouble).remedy);
    expect(remedies).toEqual(["signIn", "signIn", "update"]);
  }
});
