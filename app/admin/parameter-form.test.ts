import { expect, test } from "vitest";
import type { Parameters } from "../../core/directory/directory";
import { editsTo } from "../../core/directory/edits";
import { parametersToFields } from "../../core/directory/parameter-fields";
import { shownText, withKind, withTyped, wrongFields } from "./parameter-form";

const stored: Parameters = {
  default_inc_group_id: null,
  default_pro_group_id: null,
  default_cha_group_id: null,
  default_cha_review_group_id: null,
  inc_owner_group_ids: [],
  reopen_days: 3,
  pro_recurrence_count: 1,
  pro_recurrence_days: 30,
};
const fields = parametersToFields(stored);

test("a number that was typed is edited, and shown as it was typed", () => {
  const draft = withTyped("reopen_days", " ７ ", fields);
  expect(editsTo(draft, fields, {})).toEqual({ reopen_days: { from: 3, to: 7 } });
  expect(shownText("reopen_days", draft, { reopen_days: " ７ " })).toBe(" ７ ");
  // Taken back, and somebody else has changed it since: that is what stands there.
  expect(shownText("reopen_days", { ...fields, reopen_days: 9 }, { reopen_days: "3" })).toBe("9");
});

test.each(["", "x", "-1", "1.5", "366", "99999"])(
  "%j days are not saved, and stay to be put right",
  (text) => {
    const typed = { reopen_days: text };
    expect(withTyped("reopen_days", text, fields)).toEqual(fields);
    expect(wrongFields(fields, typed)).toEqual(["reopen_days"]);
    expect(shownText("reopen_days", fields, typed)).toBe(text);
  },
);

test("a rule of nobody, or of more than there can be, is wrong; where it is not asked for it does not matter", () => {
  const atLeast = withKind("preDevReview", "atLeast", fields, {});
  expect(atLeast.preDevReview).toBe("atLeast 2");
  for (const count of ["0", "21", ""]) {
    expect(wrongFields(atLeast, { preDevReview: count })).toEqual(["preDevReview"]);
    expect(wrongFields(withKind("preDevReview", "all", atLeast, {}), { preDevReview: count })).toEqual([]);
  }
  const three = withTyped("preDevReview", "3", atLeast);
  expect(three.preDevReview).toBe("atLeast 3");
  const away = withKind("preDevReview", "all", three, { preDevReview: "3" });
  expect(withKind("preDevReview", "atLeast", away, { preDevReview: "3" })).toEqual(three);
});
