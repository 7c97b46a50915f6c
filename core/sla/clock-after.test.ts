/** What `decide` keeps for the clocks, action by action (WORKFLOWS.md, SLA; SYNC T1). */
import { expect, test } from "vitest";
import { systemOpenerId } from "../ids";
import type { ActionArgs } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { decide } from "../workflow/decide";
import { account, groupId, hourMs, now, type PersonName } from "../workflow/testing/people";
import { fullArgs, makeAction, makeContext, makeTicket } from "../workflow/testing/world";
import type { ActionType } from "../workflow/vocabulary";
import { mergePauses } from "./clock";
import { newClock, pausesMax } from "./clock-after";

const openedAt = now - 2 * hourMs;
const minuteMs = 60_000;
/** Minutes after the opening. */
const at = (minute: number): number => openedAt + minute * minuteMs;
const opened = makeTicket("incident", "assign", null, { clock: newClock });

type Step = readonly [ActionType, PersonName | "system", number, ActionArgs?];

/** Each done at its own minute, all arriving now, in this order. */
function after(start: Ticket, ...steps: readonly Step[]): Ticket {
  return steps.reduce((ticket, [type, actor, minute, args]) => {
    const { holdReason, holdTicketId, duplicateOf, ...full } = fullArgs("incident");
    const action = makeAction(type, { ...full, personId: account.holder, restoredAt: at(minute), ...args });
    const decision = decide(ticket, action, makeContext(actor, { occurredAt: at(minute) }));
    if (decision.kind !== "applied") throw new Error(`${type}: ${JSON.stringify(decision)}`);
    return decision.changes[0]!.after;
  }, start);
}
const held = (holdReason: "opener" | "vendor"): ActionArgs => ({ holdReason, until: now + hourMs });

test("an incident is opened with a clock, nothing else is", () => {
  const open = (flow: "incident" | "problem") => {
    const decision = decide(null, makeAction("open", fullArgs(flow)), makeContext("lead"));
    return decision.kind === "applied" ? decision.changes[0]?.after : undefined;
  };
  expect(open("incident")?.clock).toEqual({ respondedAt: null, pauses: [], openings: 1 });
  expect(open("problem")).toBeDefined();
  expect(open("problem")?.clock).toBeUndefined();
});

test.each<readonly [string, Step]>([
  ["assignHandler", ["assignHandler", "lead", 7]],
  ["claim", ["claim", "member", 7]],
  ["resolveNow", ["resolveNow", "lead", 7]],
])("%s answers, at the minute in which it was done", (_name, step) => {
  expect(after(opened, step).clock?.respondedAt).toBe(at(7));
});

test("the desk answers for nobody: what recovered by itself and fires again still waits for somebody", () => {
  const alarmed = { ...opened, openerId: systemOpenerId };
  const recovered = after(alarmed, ["resolve", "system", 5, { closureCode: "recovered" }]);
  expect(recovered).toMatchObject({ stage: "closed", clock: { respondedAt: null } });
  const again = after(recovered, ["reopen", "system", 8]);
  expect(again.clock).toEqual({ respondedAt: null, pauses: [{ from: at(5), until: at(8) }], openings: 2 });
  expect(after(again, ["claim", "member", 12]).clock?.respondedAt).toBe(at(12));
});

test("reassign does not answer, and what was answered once stays so", () => {
  const moved = after(opened, ["reassign", "lead", 3, { groupId: groupId.new, reason: "theirs" }]);
  expect(moved.clock?.respondedAt).toBeNull();
  const twice = after(
    opened,
    ["claim", "member", 5],
    ["returnToAssign", "lead", 9],
    ["assignHandler", "lead", 20],
  );
  expect(twice.clock?.respondedAt).toBe(at(5));
});

test("[T1] an earlier claim that arrives late is the first one", () => {
  const ticket = after(
    opened,
    ["assignHandler", "lead", 30],
    ["returnToAssign", "lead", 40],
    ["claim", "member", 10],
  );
  expect(ticket.clock?.respondedAt).toBe(at(10));
});

test("cancelling answers nothing", () => {
  const ticket = after(opened, ["cancel", "lead", 7, { reason: "twice" }]);
  expect(ticket.clock).toEqual(newClock);
});

const taken = after(opened, ["claim", "holder", 5]);

test.each(["opener", "vendor"] as const)("on hold for the %s it is stopped until it is resumed", (reason) => {
  const stopped = after(taken, ["hold", "lead", 10, held(reason)]);
  expect(stopped.clock?.pauses).toEqual([{ from: at(10), until: null }]);
  expect(after(stopped, ["transfer", "lead", 12, { personId: account.chosen }]).clock).toBe(stopped.clock);
  expect(after(stopped, ["resume", "lead", 25]).clock?.pauses).toEqual([{ from: at(10), until: at(25) }]);
  expect(after(stopped, ["returnToAssign", "lead", 26]).clock?.pauses).toEqual([
    { from: at(10), until: at(26) },
  ]);
  expect(after(stopped, ["resolve", "lead", 27]).clock?.pauses).toEqual([{ from: at(10), until: at(27) }]);
});

test("waiting for a change or a problem is the desk's own time; going over to it starts the clock again", () => {
  const change = {
    holdReason: "change",
    holdTicketId: fullArgs("incident").holdTicketId!,
    until: now + hourMs,
  };
  expect(after(taken, ["hold", "lead", 10, change as ActionArgs]).clock?.pauses).toEqual([]);
  const over = after(taken, ["hold", "lead", 10, held("vendor")], ["hold", "lead", 30, change as ActionArgs]);
  expect(over.clock?.pauses).toEqual([{ from: at(10), until: at(30) }]);
});

test("[T1] a hold that was over before another phone's began was none; what overlaps is one", () => {
  const early = after(taken, ["hold", "lead", 40, held("vendor")], ["resume", "lead", 30]);
  expect(early.clock?.pauses).toEqual([]);
  const overlapping = after(
    taken,
    ["hold", "lead", 40, held("vendor")],
    ["resume", "lead", 60],
    ["hold", "lead", 20, held("opener")],
    ["resume", "lead", 50],
  );
  expect(mergePauses(overlapping.clock?.pauses ?? [])).toEqual([{ from: at(20), until: at(60) }]);
});

test("opened again: the time closed does not count, it stays answered, and is warned of anew", () => {
  const again = after(taken, ["resolve", "lead", 30], ["reopen", "opener", 70, { reason: "back" }]);
  expect(again.clock).toEqual({
    respondedAt: at(5),
    pauses: [{ from: at(30), until: at(70) }],
    openings: 2,
  });
  const raised = after(taken, ["resolve", "lead", 30], ["raiseProblem", "lead", 60]);
  expect(raised.clock?.openings).toBe(1);
});

test("from before there were clocks: it gets none half-way", () => {
  const { clock: _none, ...old } = opened;
  expect(after(old, ["claim", "member", 5])).not.toHaveProperty("clock");
});

test("a hundred pauses are enough: the oldest are joined", () => {
  const pauses = Array.from({ length: pausesMax }, (_, n) => ({ from: n * 10, until: n * 10 + 5 }));
  const ticket = { ...taken, clock: { respondedAt: at(5), pauses, openings: 1 } };
  const { clock } = after(ticket, ["hold", "lead", 10, held("vendor")]);
  expect(clock?.pauses).toHaveLength(pausesMax);
  expect(clock?.pauses[0]).toEqual({ from: 0, until: 15 });
  expect(clock?.pauses.at(-1)).toEqual({ from: at(10), until: null });
});
