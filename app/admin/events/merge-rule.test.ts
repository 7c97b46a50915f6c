import { expect, test } from "vitest";
import { AdminError } from "../../../client/admin-request";
import type { RuleDraft, RuleRecord } from "../../../core/events/administration";
import type { CategoryId, EventRuleId } from "../../../core/ids";
import { type Collision, mergeRule, recordToDraft, saveRule } from "./merge-rule";

const begun: RuleDraft = {
  name: "links",
  active: true,
  definition: {
    filter: { sourceIds: [], severities: [], assetTags: [], conditions: [] },
    threshold: { count: 1, withinS: 60 },
    fingerprintFields: [],
    groupId: null,
    categoryId: "00000000-0000-4000-8000-0000000000f1" as CategoryId,
    levels: { impact: "low", urgency: "low" },
    levelsBySeverity: {},
    titleTemplate: "",
  },
};
const withParts = (given: Partial<RuleDraft["definition"]>, name = begun.name): RuleDraft => ({
  ...begun,
  name,
  definition: { ...begun.definition, ...given },
});
const threshold = (count: number) => ({ threshold: { withinS: 60, count } });

test("what each of two editors changed by themselves is taken from each", () => {
  const theirs = withParts(threshold(3));
  const ours = withParts({ titleTemplate: "{asset}" }, "links and ports");
  expect(mergeRule(begun, theirs, ours)).toEqual({
    draft: withParts({ ...threshold(3), titleTemplate: "{asset}" }, "links and ports"),
    collisions: [],
  });
});

test("what both changed is told and stays ours; what both made the same is nothing to tell", () => {
  const both = { titleTemplate: "same" };
  const merged = mergeRule(
    begun,
    withParts({ ...threshold(3), ...both }),
    withParts({ ...threshold(5), ...both }),
  );
  expect(merged).toEqual({ draft: withParts({ ...threshold(5), ...both }), collisions: ["threshold"] });
});

const recordOf = (draft: RuleDraft, changedAt: number): RuleRecord => ({
  id: "r" as EventRuleId,
  order: changedAt,
  changedAt,
  name: draft.name,
  active: draft.active,
  ...draft.definition,
});

/** A server that has `present`, and takes what was begun with it. */
function serverWith(present: RuleRecord) {
  const saved: RuleDraft[] = [];
  return {
    saved,
    listRules: async () => [present],
    saveRule: async (version: { readonly changedAt: number } | null, draft: RuleDraft) => {
      if (version?.changedAt !== present.changedAt) throw new AdminError("changed.meanwhile", {});
      saved.push(draft);
      return { id: present.id };
    },
  };
}

test("a rule that was only moved in the order meanwhile is saved all the same", async () => {
  const server = serverWith(recordOf(begun, 2));
  const heard: Collision[] = [];
  await saveRule(server, recordOf(begun, 1), withParts(threshold(5)), (one) => heard.push(one));
  expect(server.saved).toEqual([withParts(threshold(5))]);
  expect(heard).toEqual([]);
});

test("a collision saves nothing and tells it; saved again on what is there now, ours replaces it", async () => {
  const present = recordOf(withParts(threshold(3), "renamed"), 2);
  const server = serverWith(present);
  const heard: Collision[] = [];
  const saving = saveRule(server, recordOf(begun, 1), withParts(threshold(5)), (one) => heard.push(one));
  await expect(saving).rejects.toMatchObject({ code: "changed.meanwhile" });
  expect(server.saved).toEqual([]);
  expect(heard).toEqual([{ present, draft: withParts(threshold(5), "renamed"), parts: ["threshold"] }]);
  await saveRule(server, present, heard[0]!.draft, () => {});
  expect(server.saved).toEqual([withParts(threshold(5), "renamed")]);
});

test("a record is a draft with its id, its order and its version", () => {
  expect(recordToDraft(recordOf(begun, 7))).toEqual(begun);
});
