import { expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { actionFields, emptyFields, initialArgs, saidArgs } from "./action-fields";

const incident = { problem: null, change: null, holderId: "p" } as unknown as Ticket;
const needed = (...args: string[]) => args as never[];

test("排除事故 asks closure code and notes, and starts with the service restored now", () => {
  const fields = actionFields("resolve", "incident", "handle", needed("closureCode", "notes", "restoredAt"));
  expect(fields.map(({ arg }) => arg)).toEqual(["closureCode", "notes", "restoredAt"]);
  const args = initialArgs(fields, incident, 90_500);
  expect(args).toEqual({ restoredAt: 60_000 });
  expect(emptyFields(fields, args)).toEqual(["closureCode", "notes"]);
  expect(emptyFields(fields, { ...args, closureCode: "fixed", notes: "  " })).toEqual(["notes"]);
});

test("a plan that was sent back starts with what it said, its implementer too, but explains no other window", () => {
  const change = {
    steps: "1 備份",
    rollbackPlan: "切回",
    window: { from: 1, until: 2 },
    conflictReason: "同組",
    scope: "一樓",
    actualStart: 7,
  };
  const ticket = { problem: null, change, holderId: "p" } as unknown as Ticket;
  const plan = actionFields("submitForReview", "normal", "plan", needed("steps", "rollbackPlan"));
  expect(initialArgs(plan, ticket, 0)).toEqual({
    from: { steps: "1 備份", rollbackPlan: "切回" },
    steps: "1 備份",
    rollbackPlan: "切回",
    window: { from: 1, until: 2 },
    implementerId: "p",
  });
  const start = actionFields("start", "normal", "scheduled", needed("actualStart"));
  expect(initialArgs(start, ticket, 90_500)).toEqual({ actualStart: 60_000 });
});

test("who eradicates a problem starts from what was found out", () => {
  const problem = { analysis: "風扇停轉", rootCause: "", permanentFix: "" };
  const ticket = { problem, change: null, holderId: "p" } as unknown as Ticket;
  const fields = actionFields("eradicate", "problem", "handle", needed("rootCause", "permanentFix"));
  expect(initialArgs(fields, ticket, 0)).toEqual({
    rootCause: "風扇停轉",
    from: { rootCause: "" },
  });
});

test("a need that no form names is shown all the same", () => {
  const fields = actionFields("confirm", "standard", "closing", needed("evidence"));
  expect(fields).toEqual([{ arg: "evidence", required: true }]);
});

test("a hold asks for a ticket only when it waits for a problem or a change", () => {
  const fields = actionFields("hold", "incident", "handle", needed("holdReason", "until"));
  const until = 1;
  expect(emptyFields(fields, { holdReason: "vendor", until })).toEqual([]);
  expect(emptyFields(fields, { holdReason: "change", until })).toEqual(["holdTicketId"]);
  const said = saidArgs(fields, { holdReason: "vendor", holdTicketId: "x" as TicketId, until });
  expect(said).toEqual({ holdReason: "vendor", until });
});

test("a change that caused no incident says so", () => {
  const fields = actionFields(
    "submitForReview",
    "normal",
    "done",
    needed("closureCode", "evidence", "causedIncidentIds"),
  );
  const args = { closureCode: "successful" as const, evidence: "測試報告" };
  expect(emptyFields(fields, args)).toEqual([]);
  expect(saidArgs(fields, args)).toEqual({ ...args, causedIncidentIds: [] });
});

test("words are trimmed, empty ones are not said", () => {
  const fields = actionFields("cancel", "incident", "assign", needed("reason"));
  expect(saidArgs(fields, { reason: " 重複 ", notes: "not in this form" })).toEqual({ reason: "重複" });
});

test("[A3] a step says what its form began with, of the fields that it says", () => {
  const fields = actionFields("submitForReview", "normal", "plan", ["steps", "rollbackPlan"]);
  const args = { steps: "2", from: { steps: "1", rollbackPlan: "" } };
  expect(saidArgs(fields, args)).toEqual({ steps: "2", from: { steps: "1" } });
});

test("an approval asks for nothing, and takes a reason", () => {
  const fields = actionFields("approve", "normal", "preLaunchReview", []);
  expect(fields).toEqual([{ arg: "reason", required: false }]);
  expect(saidArgs(fields, { reason: "  " })).toEqual({});
  expect(saidArgs(fields, { reason: " 記得看風扇 " })).toEqual({ reason: "記得看風扇" });
});
