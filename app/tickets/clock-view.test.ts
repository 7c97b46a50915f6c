import { expect, test } from "vitest";
import { zhTW } from "../../core/messages/zh-tw";
import { newClock } from "../../core/sla/clock-after";
import { makeDesk } from "../../core/sla/testing/desk";
import type { Pause, Ticket } from "../../core/tickets/ticket";
import { makeTicket } from "../../core/workflow/testing/world";
import { clockViews } from "./clock-view";
import { ticketRowView } from "./ticket-row-view";

const desk = makeDesk();
const openedAt = Date.parse("2026-11-25T09:00:00+08:00");
const minuteMs = 60_000;
const at = (minute: number): number => openedAt + minute * minuteMs;
const incident = (more: Partial<Ticket> = {}) =>
  makeTicket("incident", "assign", null, { priority: "P1", openedAt, clock: newClock, ...more });
const answered = (minute: number, pauses: readonly Pause[] = []): Partial<Ticket> => ({
  stage: "handle",
  clock: { respondedAt: at(minute), pauses, openings: 1 },
});
const values = (ticket: Ticket, minute: number, locale: "zh-TW" | "en" = "zh-TW") =>
  clockViews(ticket, desk, locale, at(minute))?.map(({ state, value }) => `${state} ${value}`);

test("both clocks in words: left, over, met, on hold", () => {
  expect(values(incident(), 0)).toEqual(["running 剩 15 分", "running 剩 4 小時"]);
  expect(values(incident(), 14.5)).toEqual(["running 剩 1 分", "running 剩 3 小時 46 分"]);
  expect(values(incident(), 15.5)).toEqual(["breached 逾 不到 1 分", "running 剩 3 小時 45 分"]);
  expect(values(incident(answered(5)), 160)).toEqual(["met 已達成", "running 剩 1 小時 20 分"]);
  expect(values(incident(answered(16)), 252, "en")).toEqual([
    "breached Missed by 1 min",
    "breached 12 min over",
  ]);
  const held = incident(answered(5, [{ from: at(60), until: null }]));
  expect(values(held, 600)?.[1]).toBe("paused 暫停，剩 3 小時");
  expect(clockViews(held, desk, "zh-TW", at(600))?.[1]?.note).toBe("目標 4 小時");
});

test("when it is due, and how long it took", () => {
  const notes = (ticket: Ticket, minute: number) =>
    clockViews(ticket, desk, "zh-TW", at(minute))?.map(({ note }) => note);
  const closed = { stage: "closed", outcome: "resolved", closedAt: at(90) } as const;
  expect(notes(incident({ ...answered(5), ...closed }), 600)).toEqual([
    "用了 5 分 · 目標 15 分鐘",
    "用了 1 小時 30 分 · 目標 4 小時",
  ]);
  expect(notes(incident({ priority: "P3" }), 0)?.[1]).toMatch(/到期 · 目標 3 個工作日$/);
  expect(clockViews(incident({ clock: null }), desk, "en", at(0))).toBeNull();
});

test("a row says the clock that is next, and its age while none runs", () => {
  const face = (ticket: Ticket, minute: number) => {
    const row = ticketRowView(zhTW, { ticket, waiting: 0 }, new Set(), desk, at(minute));
    return [row.age, row.ageLabel, row.overdue];
  };
  expect(face(incident(), 4)).toEqual(["0:11", "回應剩餘", false]);
  expect(face(incident(), 27)).toEqual(["−0:12", "回應逾時", true]);
  expect(face(incident(answered(5)), 132)).toEqual(["1:48", "解決剩餘", false]);
  expect(face(incident({ ...answered(5), priority: "P4" }), 60)).toEqual(["39 小時", "解決剩餘", false]);
  const held = incident({ ...answered(5, [{ from: at(60), until: null }]), stageAt: at(0) });
  expect(face(held, 180)).toEqual(["3 小時", "在此關卡", false]);
  expect(face(makeTicket("problem", "assign", null, { stageAt: at(0) }), 180)[1]).toBe("在此關卡");
});
