import { expect, test } from "vitest";
import { messages } from "../../core/messages/messages";
import { fieldProblem, formProblem, withoutField } from "./field-problem";

const t = messages["zh-TW"];

test("a filled field is never called empty: a time says in which direction it is wrong, a person why not", () => {
  const invalid = { code: "needs.invalid", fields: ["restoredAt", "until", "notes"] } as const;
  expect(fieldProblem(t, invalid, "restoredAt")).toBe(t.form.notInFuture);
  expect(fieldProblem(t, invalid, "until")).toBe(t.form.notInPast);
  expect(fieldProblem(t, invalid, "notes")).toBe(t.form.unusable);
  const notMember = { code: "person.notMember", fields: ["personId"] } as const;
  expect(fieldProblem(t, notMember, "personId")).toBe(t.returned["person.notMember"]);
  expect(formProblem(t, notMember)).toBe(t.returned["person.notMember"]);
  expect(fieldProblem(t, { code: "needs.missing", fields: ["notes"] }, "notes")).toBe(t.form.required);
  expect(fieldProblem(t, invalid, "reason")).toBeNull();
});

test("changing the last wrong field ends the problem", () => {
  const two = { code: "needs.missing", fields: ["reason", "groupId"] } as const;
  const one = withoutField(two, { reason: "x" });
  expect(one).toEqual({ code: "needs.missing", fields: ["groupId"] });
  expect(withoutField(one, { groupId: "g" })).toBeNull();
});
