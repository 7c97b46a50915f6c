import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SlaTargetId } from "../ids";
import type { Pause, Ticket } from "../tickets/ticket";
import { categoryId, idOf } from "../workflow/testing/people";
import { makeTicket } from "../workflow/testing/world";
import { clocksOf, mergePauses } from "./clock";
import { newClock } from "./clock-after";
import type { SlaTarget } from "./targets";
import { makeDesk, otherSiteId, parentCategoryId, taiwan } from "./testing/desk";

const taipei = (text: string): number => Date.parse(`${text}+08:00`);
const minuteMs = 60_000;
const minutes = (ms: number): number => ms / minuteMs;
const text = (at: number | null): string | null =>
  at === null ? null : new Date(at + 480 * minuteMs).toISOString().slice(0, 16);

function incident(openedAt: string, more: Partial<Ticket> = {}): Ticket {
  const opened = taipei(openedAt);
  return makeTicket("incident", "assign", null, { openedAt: opened, clock: newClock, ...more });
}
const clocks = (ticket: Ticket, now: string, desk = makeDesk()) => {
  const found = clocksOf(ticket, desk, taipei(now));
  if (found === null) throw new Error("no clock");
  return found;
};
const answered = (at: string, pauses: readonly Pause[] = []) => ({
  clock: { ...newClock, respondedAt: taipei(at), pauses },
});
const closed = (at: string) =>
  ({ stage: "closed", outcome: "resolved", closedAt: taipei(at) }) as const satisfies Partial<Ticket>;

describe("exact minutes", () => {
  test("over a weekend: Friday 17:45, P2 answers by Monday 09:15 and resolves by Monday 17:45", () => {
    const { response, resolution } = clocks(incident("2026-11-27T17:45"), "2026-11-30T09:05");
    expect(minutes(response.spentMs)).toBe(20);
    expect(response.state).toBe("running");
    expect(text(response.warnAt)).toBe("2026-11-30T09:07");
    expect(text(response.dueAt)).toBe("2026-11-30T09:15");
    expect(minutes(resolution.targetMs)).toBe(480);
    expect(text(resolution.dueAt)).toBe("2026-11-30T17:45");
  });

  test("over the New Year of 2026: Friday 17:00 and five holidays, 7 hours are left on Monday the 23rd", () => {
    const { resolution } = clocks(incident("2026-02-13T17:00"), "2026-02-23T10:30");
    expect(minutes(resolution.spentMs)).toBe(150);
    expect(text(resolution.dueAt)).toBe("2026-02-23T17:00");
  });

  test("a make-up Saturday is worked: P3, Friday 17:30, answers by Saturday 13:30", () => {
    const ticket = incident("2025-02-07T17:30", { priority: "P3" });
    const { response, resolution } = clocks(ticket, "2025-02-08T12:30");
    expect(minutes(response.spentMs)).toBe(210);
    expect(text(response.dueAt)).toBe("2025-02-08T13:30");
    // Three days of eight hours: half an hour on Friday, all of Saturday, Monday, and Tuesday until the evening.
    expect(text(resolution.dueAt)).toBe("2025-02-11T17:30");
    expect(text(clocks(incident("2025-02-14T17:30"), "2025-02-14T17:30").response.dueAt)).toBe(
      "2025-02-14T18:00",
    );
  });

  test("what recovered by itself before anybody answered waits for no answer, and is judged by its closing", () => {
    const ticket = incident("2026-11-25T09:00", closed("2026-11-25T09:20"));
    const { response } = clocks(ticket, "2026-11-25T14:00");
    expect([response.state, minutes(response.spentMs)]).toEqual(["met", 20]);
    const late = clocks(incident("2026-11-25T09:00", closed("2026-11-25T09:45")), "2026-11-25T14:00");
    expect([late.response.state, minutes(late.response.spentMs)]).toEqual(["breached", 45]);
  });

  test("a pause stops it: held 10:00–11:30 for a vendor, 90 minutes later due", () => {
    const pause = { from: taipei("2026-11-25T10:00"), until: taipei("2026-11-25T11:30") };
    const ticket = incident("2026-11-25T09:00", {
      stage: "handle",
      ...answered("2026-11-25T09:10", [pause]),
    });
    const { response, resolution } = clocks(ticket, "2026-11-25T14:00");
    expect(response.state).toBe("met");
    expect(minutes(response.spentMs)).toBe(10);
    expect(minutes(resolution.spentMs)).toBe(150);
    expect(text(resolution.dueAt)).toBe("2026-11-26T10:30");
  });

  test("while it lasts nothing is due, and nothing more is spent however late it is", () => {
    const pause = { from: taipei("2026-11-25T10:00"), until: null };
    const ticket = incident("2026-11-25T09:00", {
      stage: "handle",
      ...answered("2026-11-25T09:10", [pause]),
    });
    for (const now of ["2026-11-25T10:01", "2026-12-25T10:00"]) {
      const { resolution } = clocks(ticket, now);
      expect(resolution).toMatchObject({ state: "paused", dueAt: null, warnAt: null, ticks: false });
      expect(minutes(resolution.spentMs)).toBe(60);
    }
  });

  test("one that was over before it was held stays over, by as much as then", () => {
    const pause = { from: taipei("2026-11-26T10:12"), until: null };
    const ticket = incident("2026-11-25T09:00", {
      stage: "handle",
      ...answered("2026-11-25T09:10", [pause]),
    });
    const { resolution } = clocks(ticket, "2026-12-01T10:00");
    expect(resolution).toMatchObject({ state: "breached", ticks: false });
    expect(minutes(resolution.spentMs - resolution.targetMs)).toBe(72);
    expect(text(resolution.dueAt)).toBe("2026-11-25T18:00");
  });

  test("[T1] resolved offline at 17:59, known on Monday: met, with the minutes of then", () => {
    const ticket = incident("2026-11-27T10:00", {
      ...answered("2026-11-27T10:30"),
      ...closed("2026-11-27T17:59"),
    });
    const { response, resolution } = clocks(ticket, "2026-11-30T15:00");
    expect([response.state, minutes(response.spentMs)]).toEqual(["met", 30]);
    expect([resolution.state, minutes(resolution.spentMs)]).toEqual(["met", 419]);
    const late = { ...ticket, ...answered("2026-11-27T10:31"), closedAt: taipei("2026-11-30T10:01") };
    const after = clocks(late, "2026-11-30T15:00");
    expect([after.response.state, after.resolution.state]).toEqual(["breached", "breached"]);
    expect(minutes(after.resolution.spentMs)).toBe(481);
  });

  test("P1 runs round the clock: Saturday 23:50, answered by 00:05, resolved by 03:50", () => {
    const { response, resolution } = clocks(
      incident("2026-11-28T23:50", { priority: "P1" }),
      "2026-11-29T00:05",
    );
    expect(text(response.dueAt)).toBe("2026-11-29T00:05");
    expect(response).toMatchObject({ state: "breached", share: 1, ticks: true });
    expect(text(resolution.dueAt)).toBe("2026-11-29T03:50");
  });

  test("a typhoon day that is entered afterwards never was working time", () => {
    const ticket = incident("2026-11-25T16:00");
    expect(clocks(ticket, "2026-11-27T09:30").resolution.state).toBe("breached");
    const typhoon = { date: "2026-11-26", works: false, name: "颱風停班" };
    const desk = makeDesk([], [{ ...taiwan, days: [...taiwan.days, typhoon] }]);
    const { resolution } = clocks(ticket, "2026-11-27T09:30", desk);
    expect([resolution.state, minutes(resolution.spentMs)]).toEqual(["running", 150]);
    expect(text(resolution.dueAt)).toBe("2026-11-27T16:00");
  });
});

test("another priority counts from the opening, by its own hours", () => {
  const ticket = incident("2026-11-27T17:00", { ...answered("2026-11-27T17:20") });
  expect(minutes(clocks(ticket, "2026-11-28T08:00").resolution.spentMs)).toBe(60);
  const raised = clocks({ ...ticket, priority: "P1" }, "2026-11-28T08:00");
  expect(minutes(raised.resolution.spentMs)).toBe(900);
  expect([raised.resolution.state, raised.response.state]).toEqual(["breached", "breached"]);
  const lowered = clocks({ ...ticket, priority: "P4" }, "2026-12-03T17:30");
  expect(minutes(lowered.resolution.targetMs)).toBe(5 * 480);
  expect(lowered.resolution.state).toBe("running");
});

test("the site's calendar, else the default one; a day of a target is as long as the calendar's", () => {
  const ticket = incident("2026-11-27T20:00", { priority: "P3", siteId: otherSiteId });
  const { response, resolution } = clocks(ticket, "2026-11-27T21:00");
  expect(text(response.dueAt)).toBe("2026-11-28T08:00");
  expect(minutes(resolution.targetMs)).toBe(3 * 960);
  expect(text(clocks({ ...ticket, siteId: null }, "2026-11-27T21:00").response.dueAt)).toBe(
    "2026-11-30T14:00",
  );
});

test("a target of the category, else of the one above it, else of all, else as it ships", () => {
  const target = (n: number, more: Partial<SlaTarget>): SlaTarget => ({
    id: idOf<SlaTargetId>("51a0", n),
    categoryId: null,
    priority: "P2",
    response: "1h",
    resolution: "2d",
    ...more,
  });
  const ticket = incident("2026-11-25T09:00");
  const hours = (targets: readonly SlaTarget[], of = ticket) => {
    const { response, resolution } = clocks(of, "2026-11-25T09:00", makeDesk(targets));
    return [minutes(response.targetMs), minutes(resolution.targetMs)];
  };
  expect(hours([])).toEqual([30, 480]);
  expect(hours([target(1, { priority: "P3" })])).toEqual([30, 480]);
  const all = target(1, {});
  expect(hours([all])).toEqual([60, 960]);
  const above = target(2, { categoryId: parentCategoryId, response: "45m" });
  expect(hours([all, above])).toEqual([45, 960]);
  expect(hours([all, above, target(3, { categoryId, response: "20m" })])).toEqual([20, 960]);
  expect(hours([all, above], { ...ticket, categoryId: null })).toEqual([60, 960]);
});

test("no clock: problems, changes, what was cancelled, what is from before there were clocks", () => {
  const desk = makeDesk();
  const none: readonly Ticket[] = [
    makeTicket("problem", "assign", null, { clock: newClock }),
    makeTicket("normal", "plan"),
    incident("2026-11-25T09:00", { stage: "closed", outcome: "cancelled" }),
    incident("2026-11-25T09:00", { clock: null }),
  ];
  for (const ticket of none) expect(clocksOf(ticket, desk, taipei("2026-11-25T10:00"))).toBeNull();
});

test("pauses in any order, overlapping, are each minute once", () => {
  expect(
    mergePauses([
      { from: 50, until: null },
      { from: 1, until: 5 },
      { from: 3, until: 4 },
      { from: 5, until: 9 },
      { from: 20, until: 30 },
      { from: 60, until: 70 },
    ]),
  ).toEqual([
    { from: 1, until: 9 },
    { from: 20, until: 30 },
    { from: 50, until: null },
  ]);
});

test("spent and due are where a clock that is stopped in its pauses would stand (oracle: minute by minute)", () => {
  const start = taipei("2026-02-12T00:00");
  const isWorked = (at: number): boolean => {
    const local = new Date(at + 480 * minuteMs);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const date = local.toISOString().slice(0, 10);
    const isOpen = (minute >= 540 && minute < 720) || (minute >= 780 && minute < 1_080);
    const isDay = local.getUTCDay() >= 1 && local.getUTCDay() <= 5;
    return isOpen && isDay && !["16", "17", "18", "19", "20"].some((day) => date === `2026-02-${day}`);
  };
  const pause = fc.record({ from: fc.nat(14 * 1_440), lasts: fc.nat(2_000) });
  fc.assert(
    fc.property(
      fc.nat(5 * 1_440),
      fc.array(pause, { maxLength: 4 }),
      fc.nat(14 * 1_440),
      (open, raw, later) => {
        const openedAt = start + open * minuteMs;
        const pauses = raw.map(({ from, lasts }) => ({
          from: start + from * minuteMs,
          until: start + (from + lasts) * minuteMs,
        }));
        const counts = (at: number) =>
          isWorked(at) && !pauses.some(({ from, until }) => from <= at && at < until);
        const now = openedAt + later * minuteMs;
        let spent = 0;
        let dueAt = openedAt;
        for (let at = openedAt; at < now; at += minuteMs) if (counts(at)) spent += 1;
        for (let left = 480; left > 0; dueAt += minuteMs) if (counts(dueAt)) left -= 1;
        const ticket = incident("2026-02-12T00:00", { openedAt, clock: { ...newClock, pauses } });
        const found = clocksOf(ticket, makeDesk(), now);
        expect(found && minutes(found.resolution.spentMs)).toBe(spent);
        expect(found?.resolution.dueAt).toBe(dueAt);
      },
    ),
    { numRuns: 150 },
  );
});
