/** A rule 觸發條件 as its editor holds it: what is typed may be no rule yet. Pure. */
import type { RuleDraft } from "../../../core/events/administration";
import { type EventField, isEventField } from "../../../core/events/event";
import { type PreviewDefinition, ruleBounds, type TextCondition } from "../../../core/events/rule";
import type { CategoryId } from "../../../core/ids";

export interface ConditionForm {
  /** `label.` while its name is not typed yet. */
  readonly field: string;
  readonly operator: TextCondition["operator"];
  readonly value: string;
}

type Definition = RuleDraft["definition"];

export interface RuleForm
  extends Omit<Definition, "filter" | "threshold" | "fingerprintFields" | "categoryId"> {
  readonly name: string;
  readonly active: boolean;
  readonly filter: Omit<Definition["filter"], "conditions">;
  readonly conditions: readonly ConditionForm[];
  readonly count: string;
  readonly withinS: string;
  readonly fingerprintFields: readonly string[];
  readonly categoryId: CategoryId | null;
}

/** Of a new one. */
export const emptyForm: RuleForm = {
  name: "",
  active: true,
  filter: { sourceIds: [], severities: [], assetTags: [] },
  conditions: [],
  count: "1",
  withinS: "300",
  fingerprintFields: [],
  groupId: null,
  categoryId: null,
  levels: { impact: "medium", urgency: "medium" },
  levelsBySeverity: { critical: { impact: "high", urgency: "high" } },
  titleTemplate: "",
};

export function formOf({ name, active, definition }: RuleDraft): RuleForm {
  const { filter, threshold, ...rest } = definition;
  const { conditions, ...others } = filter;
  return {
    ...rest,
    name,
    active,
    filter: others,
    conditions,
    count: String(threshold.count),
    withinS: String(threshold.withinS),
  };
}

export type FormProblem = "name" | "category" | "count" | "within" | "conditions" | "fingerprintFields";

/** What keeps it from being saved, from the top. */
export function problemsOf(form: RuleForm): readonly FormProblem[] {
  const problems: readonly (readonly [FormProblem, boolean])[] = [
    ["name", form.name.trim() === ""],
    ["conditions", !form.conditions.every(isCondition)],
    ["count", numberIn(form.count, ruleBounds.count) === null],
    ["within", numberIn(form.withinS, ruleBounds.withinS) === null],
    ["fingerprintFields", !form.fingerprintFields.every(isEventField)],
    ["category", form.categoryId === null],
  ];
  return problems.flatMap(([problem, isThere]) => (isThere ? [problem] : []));
}

/** Null while something is missing. */
export function draftOf(form: RuleForm): RuleDraft | null {
  const { name, active, groupId, categoryId, levels, levelsBySeverity, titleTemplate } = form;
  const judging = judgingOf(form);
  if (judging === null || categoryId === null || problemsOf(form).length > 0) return null;
  return {
    name: name.trim(),
    active,
    definition: { ...judging, groupId, categoryId, levels, levelsBySeverity, titleTemplate },
  };
}

/** What a preview judges by; what is begun and not whole yet is left out. Null: no threshold. */
export function judgingOf(form: RuleForm): PreviewDefinition | null {
  const count = numberIn(form.count, ruleBounds.count);
  const withinS = numberIn(form.withinS, ruleBounds.withinS);
  if (count === null || withinS === null) return null;
  return {
    filter: { ...form.filter, conditions: form.conditions.filter(isCondition) },
    threshold: { count, withinS },
    fingerprintFields: form.fingerprintFields.filter(isEventField),
  };
}

export function isCondition(condition: ConditionForm): condition is TextCondition {
  return isEventField(condition.field) && condition.value !== "";
}

/** Of all events, the names of labels, to be offered where one is to be typed. */
export function labelNames(
  events: readonly { readonly labels: Readonly<Record<string, string>> }[],
): readonly string[] {
  return [...new Set(events.flatMap(({ labels }) => Object.keys(labels)))].sort();
}

/** The first field that is not chosen yet. */
export function nextField(chosen: readonly string[], fields: readonly EventField[]): string {
  return fields.find((field) => !chosen.includes(field)) ?? "label.";
}

function numberIn(text: string, { min, max }: { readonly min: number; readonly max: number }): number | null {
  if (!/^\d{1,6}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}
