/** The feed read back by another reader (ical.js) than the one who wrote it. */
import ICAL from "ical.js";
import { expect, test } from "vitest";
import type { Blackout } from "../../core/directory/blackout";
import { composeFeed, type Feed } from "./compose-feed";
import type { ChangeRow } from "./read";

const from = Date.parse("2027-03-01T22:00:00+08:00");
const until = from + 5 * 3_600_000;
const change = (more: Partial<ChangeRow> = {}) =>
  ({
    id: "01930000-0000-7000-8000-000000000001",
    flow: "normal",
    number: 42,
    title: "核心交換器擴充光模組",
    stage: "scheduled",
    outcome: null,
    risk: "high",
    holderId: "wu",
    assignedGroupId: "network",
    siteId: null,
    assetIds: ["switch", "gone"],
    window: { from, until },
    restricted: false,
    version: 7,
    updatedAt: from - 1_000,
    ...more,
  }) as ChangeRow;
const named = (id: string, name: string) => new Map([[id, name]]);
const feedOf = (more: Partial<Feed> = {}): Feed => ({
  changes: [change()],
  blackouts: [],
  locale: "zh-TW",
  origin: "https://desk.example",
  names: {
    people: named("wu", "吳宗翰"),
    groups: named("network", "網路組"),
    assets: named("switch", "A-SW-101 核心交換器"),
    sites: named("plant", "南港廠"),
  },
  ...more,
});
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((event) => ({
    event: new ICAL.Event(event),
    value: (name: string) => String(event.getFirstPropertyValue(name)),
  }));
}
const only = (more: Partial<ChangeRow>) => {
  const [first] = read(composeFeed(feedOf({ changes: [change(more)] })));
  if (first === undefined) throw new Error("No event.");
  return first;
};

test("a change says when, what, whose and where to open it", () => {
  const { event, value } = only({});
  expect([event.startDate.toJSDate().getTime(), event.endDate.toJSDate().getTime()]).toEqual([from, until]);
  expect(event.uid).toBe("change-01930000-0000-7000-8000-000000000001@genba");
  expect(event.summary).toBe("CHG-000042 核心交換器擴充光模組");
  expect(event.description.split("\n")).toEqual([
    "一般變更",
    "關卡：已排程",
    "風險：高",
    "實施人員：吳宗翰",
    "變更處理組：網路組",
    "資產：A-SW-101 核心交換器",
  ]);
  expect(value("url")).toBe("https://desk.example/tickets/01930000-0000-7000-8000-000000000001");
  expect([value("sequence"), value("status")]).toEqual(["7", "CONFIRMED"]);
  expect(value("last-modified")).toBe("2027-03-01T13:59:59Z");
  expect(value("dtstamp")).toBe("2027-03-01T13:59:59Z");
});

test("what is not agreed yet is tentative, what was given up is cancelled, under the same id", () => {
  const status = (more: Partial<ChangeRow>) => only(more).value("status");
  expect([status({ stage: "plan" }), status({ stage: "preLaunchReview" })]).toEqual([
    "TENTATIVE",
    "TENTATIVE",
  ]);
  expect([status({ stage: "done" }), status({ stage: "closed", outcome: "completed" })]).toEqual([
    "CONFIRMED",
    "CONFIRMED",
  ]);
  expect([
    status({ stage: "closed", outcome: "withdrawn" }),
    status({ stage: "closed", outcome: "cancelled" }),
  ]).toEqual(["CANCELLED", "CANCELLED"]);
  expect(only({ stage: "closed", outcome: "cancelled" }).event.uid).toBe(only({}).event.uid);
});

test("of a restricted change it says when and which, and no words", () => {
  const { event } = only({ restricted: true });
  expect(event.summary).toBe("CHG-000042 限制閱讀");
  expect(event.description ?? "").toBe("");
  expect(composeFeed(feedOf({ changes: [change({ restricted: true })] }))).not.toMatch(/交換器|吳宗翰/);
});

test.each([
  ["long", "變更".repeat(200)],
  ["commas, semicolons, backslashes", "a,b;c\\d\\n"],
  ["beyond the basic plane", "🛠️".repeat(60)],
])("%s: the words come back as they were, in lines of 75 octets", (_name, title) => {
  const text = composeFeed(feedOf({ changes: [change({ title })] }));
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text).not.toMatch(/[^\r]\n/);
  expect(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(text))).toBe(text);
  expect(only({ title }).event.summary).toBe(`CHG-000042 ${title}`);
});

test("nothing that somebody typed begins a line of its own", () => {
  const title = "x\r\nSTATUS:CANCELLED\u2028BEGIN:VEVENT\u0000\nATTACH:https://elsewhere.example";
  const events = read(composeFeed(feedOf({ changes: [change({ title })] })));
  expect(events).toHaveLength(1);
  expect(events[0]?.value("status")).toBe("CONFIRMED");
  expect(events[0]?.event.summary).toBe(
    "CHG-000042 x STATUS:CANCELLED BEGIN:VEVENT ATTACH:https://elsewhere.example",
  );
});

test("a window without a length has a beginning and no end", () => {
  const { event, value } = only({ window: { from, until: from } });
  expect(event.startDate.toJSDate().getTime()).toBe(from);
  expect(value("dtend")).toBe("null");
});

test("blackouts, with their sites; the same rows give the same text", () => {
  const blackout = { id: "b", name: "月底結帳", from, until, siteIds: ["plant"] } as unknown as Blackout;
  const everywhere = { ...blackout, id: "c", siteIds: [] } as unknown as Blackout;
  const feed = feedOf({ changes: [], blackouts: [blackout, everywhere], locale: "zh-TW" });
  expect(read(composeFeed(feed)).map(({ event }) => [event.uid, event.summary, event.description])).toEqual([
    ["blackout-b@genba", "凍結期：月底結帳", "南港廠"],
    ["blackout-c@genba", "凍結期：月底結帳", "所有據點"],
  ]);
  expect(composeFeed(feed)).toBe(composeFeed(feed));
  expect(read(composeFeed(feedOf({ changes: [], blackouts: [] })))).toEqual([]);
});
