import { expect, test } from "vitest";
import type { Parameters } from "../../core/directory/directory";
import type { GroupId } from "../../core/ids";
import { changesOf, draftOf, wrongFields } from "./parameter-form";

const field = "00000000-0000-4000-8000-0000000000b1" as GroupId;
const before: Parameters = {
  default_inc_group_id: field,
  default_pro_group_id: null,
  default_cha_group_id: null,
  default_cha_review_group_id: null,
  inc_owner_group_ids: [],
  reopen_days: 3,
  pro_recurrence_count: 1,
  pro_recurrence_days: 30,
};
const draft = draftOf(before);

test("what was not touched is not saved, whatever rules the phone has not heard of yet", () => {
  expect(changesOf(before, draft)).toEqual({});
  const all = { ...before, review_rules: { preDevReview: { kind: "any" } } } as const;
  expect(changesOf(all, draftOf(all))).toEqual({});
});

test("only what differs is saved; blank is unset", () => {
  const changed = {
    ...draft,
    default_inc_group_id: null,
    inc_owner_group_ids: [field],
    numbers: { ...draft.numbers, reopen_days: " ７ " },
    rules: { ...draft.rules, closingReview: { kind: "atLeast", count: "2" } },
  } as const;
  expect(changesOf(before, changed)).toEqual({
    default_inc_group_id: null,
    inc_owner_group_ids: [field],
    reopen_days: 7,
    review_rules: { closingReview: { kind: "atLeast", count: 2 } },
  });
});

test.each(["", "x", "-1", "1.5", "366", "99999"])("%j days are not saved", (reopen_days) => {
  const wrong = { ...draft, numbers: { ...draft.numbers, reopen_days } };
  expect(wrongFields(wrong)).toEqual(["reopen_days"]);
  expect(changesOf(before, wrong)).toBeNull();
});

test("a rule of nobody, or of more than there can be, is not saved; where it is not asked for it does not matter", () => {
  for (const count of ["0", "21", ""]) {
    const rules = (kind: "atLeast" | "all") => ({
      ...draft,
      rules: { ...draft.rules, preDevReview: { kind, count } },
    });
    expect(wrongFields(rules("atLeast"))).toEqual(["preDevReview"]);
    expect(changesOf(before, rules("all"))).toEqual({ review_rules: { preDevReview: { kind: "all" } } });
  }
});
