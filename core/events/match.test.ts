import { expect, test } from "vitest";
import type { CategoryId, EventRuleId, EventSourceId } from "../ids";
import { isEventField } from "./event";
import { ruleFor } from "./match";
import { clip, type EventRule, fingerprintOf, levelsOf, titleOf } from "./rule";
import { eventOf } from "./testing/small-desk";

const nothing = { sourceIds: [], severities: [], assetTags: [], conditions: [] };

function ruleOf(given: Partial<EventRule> = {}): EventRule {
  return {
    id: "rule" as EventRuleId,
    name: "links",
    active: true,
    order: 1,
    filter: nothing,
    threshold: { count: 1, withinS: 60 },
    fingerprintFields: [],
    groupId: null,
    categoryId: "category" as CategoryId,
    levels: { impact: "medium", urgency: "medium" },
    levelsBySeverity: {},
    titleTemplate: "",
    ...given,
  };
}

const takes = (filter: Partial<EventRule["filter"]>, event = eventOf()) =>
  ruleFor(event, [ruleOf({ filter: { ...nothing, ...filter } })]) !== null;

test("the first active rule in order takes the event", () => {
  const rules = [
    ruleOf({ id: "third" as EventRuleId, order: 3 }),
    ruleOf({ id: "first" as EventRuleId, order: 1, active: false }),
    ruleOf({ id: "second" as EventRuleId, order: 2 }),
  ];
  expect(ruleFor(eventOf(), rules)?.id).toBe("second");
  expect(ruleFor(eventOf(), [])).toBeNull();
});

test("a filter asks for all that it names", () => {
  expect(takes({})).toBe(true);
  expect(takes({ sourceIds: ["other" as EventSourceId] })).toBe(false);
  expect(takes({ severities: ["critical"] })).toBe(false);
  expect(takes({ severities: ["critical", "major"] })).toBe(true);
  expect(takes({ assetTags: ["A-1"] })).toBe(false);
  expect(takes({ assetTags: ["A-1"] }, eventOf({ asset: "A-1" }))).toBe(true);
  const [isLink, isDown] = [
    { field: "title", operator: "startsWith", value: "link" },
    { field: "label.job", operator: "equals", value: "NODE" },
  ] as const;
  expect(takes({ conditions: [isLink] })).toBe(true);
  expect(takes({ conditions: [isLink, isDown] })).toBe(false);
  expect(takes({ conditions: [isLink, isDown] }, eventOf({ labels: { job: "node" } }))).toBe(true);
  expect(takes({ conditions: [{ ...isLink, operator: "contains", value: "down" }] })).toBe(true);
  expect(takes({ conditions: [{ ...isLink, operator: "startsWith", value: "down" }] })).toBe(false);
});

test("a recovery goes where its severity fired, and where none fits to the rule that takes the rest", () => {
  const critical = ruleOf({ id: "c" as EventRuleId, filter: { ...nothing, severities: ["critical"] } });
  const warning = ruleOf({
    id: "w" as EventRuleId,
    order: 2,
    filter: { ...nothing, severities: ["warning"] },
  });
  const rules = [critical, warning];
  expect(ruleFor(eventOf({ status: "recovered", severity: "warning" }), rules)?.id).toBe("w");
  expect(ruleFor(eventOf({ status: "recovered", severity: "info" }), rules)?.id).toBe("c");
  expect(ruleFor(eventOf({ severity: "info" }), rules)).toBeNull();
});

test("a fingerprint is the rule's fields, else the source's own, else asset and title", () => {
  const event = eventOf({ asset: "A-1", labels: { port: "7" } });
  expect(fingerprintOf(event, { fingerprintFields: ["asset", "label.port"] })).toBe("A-1\u001f7");
  expect(fingerprintOf(event, { fingerprintFields: ["label.constructor"] })).toBe("");
  expect(fingerprintOf(event, { fingerprintFields: [] })).toBe("source\u001ff");
  // Equal labels of two sites hash equally.
  const elsewhere = { ...event, sourceId: "other" as EventSourceId };
  expect(fingerprintOf(elsewhere, { fingerprintFields: [] })).toBe("other\u001ff");
  const unnamed = { ...event, fingerprint: null };
  expect(fingerprintOf(unnamed, { fingerprintFields: [] })).toBe("source\u001fA-1\u001fLink down");
});

test("a title is filled from the event, and never empty, too long or cut in a pair", () => {
  const event = eventOf({ asset: "A-1", labels: { rack: "R2" } });
  expect(titleOf(event, { titleTemplate: "{asset} {label.rack}: {title} {nonsense}" })).toBe(
    "A-1 R2: Link down {nonsense}",
  );
  expect(titleOf(event, { titleTemplate: "{label.none}" })).toBe("Link down");
  expect(titleOf({ ...event, title: "x".repeat(200) }, { titleTemplate: "{title}{title}" })).toHaveLength(
    200,
  );
  expect(clip("ab😀", 3)).toBe("ab");
});

test("a severity has the rule's levels, or the default ones", () => {
  const high = { impact: "high", urgency: "high" } as const;
  const rule = ruleOf({ levelsBySeverity: { critical: high } });
  expect(levelsOf("critical", rule)).toEqual(high);
  expect(levelsOf("info", rule)).toEqual(rule.levels);
});

test("fields are the event's own and its labels", () => {
  expect(["title", "label.a", "label.", "sourceId", "labels"].filter(isEventField)).toEqual([
    "title",
    "label.a",
  ]);
});
