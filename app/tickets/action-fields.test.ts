import { expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import { actionFields, emptyFields, initialArgs, saidArgs } from "./action-fields";

const needed = (...args: string[]) => args as never[];

test("排除事故 asks closure code and notes, and starts with the service restored now", () => {
  const fields = actionFields("resolve", "incident", "handle", needed("closureCode", "notes", "restoredAt"));
  expect(fields.map(({ arg }) => arg)).toEqual(["closureCode", "notes", "restoredAt"]);
  const args = initialArgs(fields, 90_500);
  expect(args).toEqual({ restoredAt: 60_000 });
  expect(emptyFields(fields, args)).toEqual(["closureCode", "notes"]);
  expect(emptyFields(fields, { ...args, closureCode: "fixed", notes: "  " })).toEqual(["notes"]);
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
