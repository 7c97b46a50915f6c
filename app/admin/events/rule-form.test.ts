import { expect, test } from "vitest";
import type { RuleDraft } from "../../../core/events/administration";
import type { CategoryId } from "../../../core/ids";
import { draftOf, emptyForm, formOf, judgingOf, labelNames, nextField, problemsOf } from "./rule-form";

const draft: RuleDraft = {
  name: "links",
  active: false,
  definition: {
    filter: {
      sourceIds: [],
      severities: ["critical"],
      assetTags: ["A-1"],
      conditions: [{ field: "label.job", operator: "equals", value: "node" }],
    },
    threshold: { count: 3, withinS: 600 },
    fingerprintFields: ["asset", "label.rack"],
    groupId: null,
    categoryId: "00000000-0000-4000-8000-0000000000f1" as CategoryId,
    levels: { impact: "low", urgency: "medium" },
    levelsBySeverity: { major: { impact: "high", urgency: "high" } },
    titleTemplate: "{title} @ {label.rack}",
  },
};

test("a rule that is opened and not touched is saved as it was", () => {
  expect(draftOf(formOf(draft))).toEqual(draft);
});

test("a new one says what is missing, from the top, and is no rule until all is there", () => {
  expect(problemsOf(emptyForm)).toEqual(["name", "category"]);
  const { categoryId } = draft.definition;
  expect(draftOf({ ...emptyForm, name: " x ", categoryId })).toMatchObject({ name: "x", active: true });
  expect(draftOf({ ...emptyForm, name: "x" })).toBeNull();
});

test.each([
  ["", "count"],
  ["0", "count"],
  ["101", "count"],
  ["1.5", "count"],
  ["1e2", "count"],
])("%j times is no threshold", (count, problem) => {
  const form = { ...formOf(draft), count };
  expect(problemsOf(form)).toEqual([problem]);
  expect(judgingOf(form)).toBeNull();
});

test.each(["59", "86401", "-60"])("%j seconds are no period", (withinS) => {
  expect(problemsOf({ ...formOf(draft), withinS })).toEqual(["within"]);
});

test("a preview goes without what is only begun; saving waits for it", () => {
  const form = {
    ...formOf(draft),
    name: "",
    categoryId: null,
    conditions: [
      { field: "title", operator: "contains", value: "" },
      { field: "label.", operator: "equals", value: "x" },
      { field: "title", operator: "contains", value: "down" },
    ] as const,
    fingerprintFields: ["asset", "label."],
  };
  expect(judgingOf(form)).toEqual({
    filter: {
      sourceIds: [],
      severities: ["critical"],
      assetTags: ["A-1"],
      conditions: [{ field: "title", operator: "contains", value: "down" }],
    },
    threshold: { count: 3, withinS: 600 },
    fingerprintFields: ["asset"],
  });
  expect(problemsOf(form)).toEqual(["name", "conditions", "fingerprintFields", "category"]);
});

test("labels that were seen are offered once each; the next field is one that is not chosen", () => {
  expect(labelNames([{ labels: { job: "a", rack: "1" } }, { labels: { job: "b" } }])).toEqual([
    "job",
    "rack",
  ]);
  expect(nextField(["asset"], ["asset", "title"])).toBe("title");
  expect(nextField(["asset", "title"], ["asset", "title"])).toBe("label.");
});
