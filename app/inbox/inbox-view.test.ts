import { expect, test } from "vitest";
import type { NoticeRow } from "../../client/replica/rows";
import { messages } from "../../core/messages/messages";
import { inboxTexts } from "./inbox-texts";
import { inboxDays } from "./inbox-view";

const now = new Date(2026, 10, 25, 0, 30).getTime();
const row = {
  id: "1",
  ticketId: "2",
  kind: "assignHandler",
  action: "assignHandler",
  flow: "incident",
  number: 482,
  title: "電梯",
  priority: "P1",
  stage: "handle",
  outcome: null,
  actorId: "3",
  actorName: "陳柏翰",
  restricted: false,
  at: now,
  readAt: null,
  unread: 1,
} as unknown as NoticeRow;
const look = { locale: "zh-TW", t: messages["zh-TW"], texts: inboxTexts["zh-TW"], now } as const;

test("notices stand under their day: today, yesterday by the calendar, then its date", () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).getTime();
  const rows = [now, at(24, 23), at(24, 0), at(23, 23)].map((time) => ({ ...row, at: time }));
  const days = inboxDays(rows, look);
  expect(days.map(({ label, items }) => [label, items.length])).toEqual([
    ["今天", 1],
    ["昨天", 2],
    [expect.stringContaining("11/23"), 1],
  ]);
});

test("a notice says what its push says, and when", () => {
  expect(inboxDays([row], look)[0]?.items[0]).toEqual({
    id: "1",
    ticketId: "2",
    unread: true,
    title: "指派給你處理",
    number: "INC-000482",
    lines: ["P1 · 電梯", "由 陳柏翰"],
    time: "00:30",
  });
});

test("[A5] what came back, what waits and what the system did read as such", () => {
  const titleOf = (given: object) => inboxDays([{ ...row, ...given }], look)[0]?.items[0];
  expect(titleOf({ kind: "returned", action: "resolve" })?.title).toContain("未生效");
  expect(titleOf({ kind: "reviewReminder", stage: "preLaunchReview", flow: "normal" })?.title).toContain(
    "還在等你審核",
  );
  expect(titleOf({ kind: "assignmentClimb", action: "transfer", stage: "handle" })?.title).toBe(
    "已指派，還沒有人動：處理關卡",
  );
  // A kind of a newer server reads as its action.
  expect(titleOf({ kind: "notKnownHere", action: "transfer", stage: "handle" })?.title).toBe("交接");
  expect(titleOf({ actorId: "system", unread: 0 })).toMatchObject({ lines: ["P1 · 電梯"], unread: false });
});
