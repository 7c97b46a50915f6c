import { expect, test } from "vitest";
import type { GroupId } from "../ids";
import type { Parameters } from "./directory";
import { editsTo, withEdits } from "./edits";
import { fieldsToParameters, ownersOf, parametersToFields, textToRule, withOwners } from "./parameter-fields";

const [field, network, service] = ["b1", "b2", "b3"].map(
  (end) => `00000000-0000-4000-8000-0000000000${end}` as GroupId,
) as [GroupId, GroupId, GroupId];
const parameters: Parameters = {
  default_inc_group_id: field,
  default_pro_group_id: null,
  default_cha_group_id: null,
  default_cha_review_group_id: null,
  inc_owner_group_ids: [network, field],
  reopen_days: 3,
  pro_recurrence_count: 1,
  pro_recurrence_days: 30,
  review_rules: { preDevReview: { kind: "atLeast", count: 2 }, closingReview: { kind: "all" } },
};

test("parameters are what their fields say; ANY has no rule, on a phone that has heard of none too", () => {
  expect(fieldsToParameters(parametersToFields(parameters))).toEqual(parameters);
  const any = { ...parameters, review_rules: { preDevReview: { kind: "any" } } } as const;
  expect(fieldsToParameters(parametersToFields(any)).review_rules).toEqual({});
  const { review_rules: _, ...older } = parameters;
  expect(fieldsToParameters(parametersToFields(older)).review_rules).toEqual({});
});

test("owners merge by who was added and who was taken away", () => {
  const begun = parametersToFields(parameters);
  const edits = editsTo(withOwners(begun, [field, service]), begun, {});
  expect(Object.values(edits)).toEqual([
    { from: true, to: null },
    { from: null, to: true },
  ]);
  const others = parametersToFields({ ...parameters, inc_owner_group_ids: [network] });
  expect(ownersOf(withEdits(others, edits))).toEqual([service]);
});

test.each(["", "some", "atLeast", "atLeast 0", "atLeast 21", "atLeast 1.5", "atLeast 2 "])(
  "%j is no rule",
  (text) => expect(textToRule(text)).toBeNull(),
);
