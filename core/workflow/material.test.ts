import { expect, test } from "vitest";
import type { ActionArgs } from "../sync/protocol";
import type { Activity, Ticket } from "../tickets/ticket";
import { decide } from "./decide";
import { changedSince } from "./material";
import { account, hourMs, now, type PersonName } from "./testing/people";
import { fullArgs, makeAction, makeContext, makeTicket } from "./testing/world";
import type { ActionType } from "./vocabulary";

const lines: Activity[] = [];

function act(ticket: Ticket, type: ActionType, actor: PersonName, args: ActionArgs): Ticket {
  const action = makeAction(type, args, { baseRevision: ticket.revision });
  const decision = decide(ticket, action, makeContext(actor));
  if (decision.kind !== "applied") throw new Error(`Not applied: ${JSON.stringify(decision)}`);
  const [change] = decision.changes;
  lines.push(...(change?.activities ?? []));
  return change!.after;
}

test("[A6] the difference since a revision that was read, over several rounds and back again", () => {
  lines.length = 0;
  const said = { ...fullArgs("normal"), steps: "1 備份", rollbackPlan: "切回" };
  const first = act(makeTicket("normal", "plan"), "submitForReview", "member", said);
  const sentBack = act(first, "reject", "reviewer1", { reason: "少驗證" });
  const second = act(sentBack, "submitForReview", "member", { ...said, steps: "1 備份 2 驗證" });
  expect(second.revision).toBeGreaterThan(first.revision);
  expect(changedSince(second, lines, first.revision)).toEqual([
    { field: "steps", from: "1 備份", to: "1 備份 2 驗證" },
  ]);
  expect(changedSince(second, lines, second.revision)).toEqual([]);

  const again = act(second, "reject", "reviewer1", { reason: "還是第一版好" });
  const third = act(again, "submitForReview", "member", said);
  expect(changedSince(third, lines, first.revision)).toEqual([]);
  expect(changedSince(third, [...lines].reverse(), second.revision)).toEqual([
    { field: "steps", from: "1 備份 2 驗證", to: "1 備份" },
  ]);
});

test("[A6] a new window and another implementer are material; who votes and what is said besides is not", () => {
  lines.length = 0;
  const scheduled = makeTicket("normal", "scheduled", null, { holderId: account.holder });
  const window = { from: now + 5 * hourMs, until: now + 6 * hourMs };
  const moved = act(scheduled, "reschedule", "member", { window, reason: "颱風", conflictReason: "同組" });
  expect(changedSince(moved, lines, scheduled.revision)).toEqual([
    { field: "window", from: scheduled.change?.window ?? null, to: window },
  ]);
  const handed = act(scheduled, "transfer", "lead", { personId: account.chosen });
  expect(changedSince(handed, lines.slice(-1), scheduled.revision)).toEqual([
    { field: "implementerId", from: account.holder, to: account.chosen },
  ]);
});
