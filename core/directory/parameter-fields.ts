/**
 * The parameters as administrators edit them (edits.ts): field by field, so that who changes the rule of one review, or
 * adds an owner, does not undo what somebody else did to another. Pure.
 */
import type { GroupId } from "../ids";
import type { ReviewRule, ReviewStage } from "../workflow/vocabulary";
import { groupParameters, parameterBounds } from "./administration";
import type { Parameters, ReviewRules } from "./directory";

export const numberParameters = [
  "reopen_days",
  "pro_recurrence_count",
  "pro_recurrence_days",
] as const satisfies readonly (keyof Parameters)[];
export const reviewStages = [
  "preDevReview",
  "preLaunchReview",
  "closingReview",
] as const satisfies readonly ReviewStage[];

export type NumberParameter = (typeof numberParameters)[number];
type GroupParameter = (typeof groupParameters)[number];
/** A rule in one word, so that two are compared like any other field. */
export type RuleText = Exclude<ReviewRule["kind"], "atLeast"> | `atLeast ${number}`;
/** Whether the group is one of `inc_owner_group_ids`. */
export type OwnerField = `owner ${string}`;

export type ParameterFields = Readonly<
  Record<GroupParameter, GroupId | null> &
    Record<NumberParameter, number> &
    Record<ReviewStage, RuleText> & { [owner: OwnerField]: true | null }
>;

export function parametersToFields({
  inc_owner_group_ids,
  review_rules = {},
  ...others
}: Parameters): ParameterFields {
  const owners = inc_owner_group_ids.map((id) => [ownerField(id), true]);
  const rules = reviewStages.map((stage) => [stage, ruleToText(review_rules[stage] ?? { kind: "any" })]);
  return { ...others, ...Object.fromEntries([...owners, ...rules]) };
}

/** A stage that asks ANY has no rule of its own. */
export function fieldsToParameters(fields: ParameterFields): Required<Parameters> {
  const pick = <Name extends GroupParameter | NumberParameter>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, fields[name]])) as Pick<ParameterFields, Name>;
  const rules = reviewStages.flatMap((stage) => {
    const rule = textToRule(fields[stage]);
    return rule === null || rule.kind === "any" ? [] : [[stage, rule]];
  });
  return {
    ...pick(groupParameters),
    ...pick(numberParameters),
    inc_owner_group_ids: ownersOf(fields),
    review_rules: Object.fromEntries(rules) as ReviewRules,
  };
}

export function ownerField(id: GroupId): OwnerField {
  return `owner ${id}`;
}

/** The group that a field is about; null for any other field. */
export function fieldOwner(name: string): GroupId | null {
  return name.startsWith("owner ") ? (name.slice("owner ".length) as GroupId) : null;
}

/** In their order. */
export function ownersOf(fields: ParameterFields): readonly GroupId[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const id = fieldOwner(name);
    return id === null || value !== true ? [] : [id];
  });
}

/** With these owners and no others; who is not one any more is null. */
export function withOwners(fields: ParameterFields, ids: readonly GroupId[]): ParameterFields {
  const gone = ownersOf(fields).map((id) => [ownerField(id), null]);
  const owners = ids.map((id) => [ownerField(id), true]);
  return { ...fields, ...Object.fromEntries([...gone, ...owners]) };
}

export function ruleToText(rule: ReviewRule): RuleText {
  return rule.kind === "atLeast" ? `atLeast ${rule.count}` : rule.kind;
}

/** Null for what is no rule, or beyond its bounds. */
export function textToRule(text: string): ReviewRule | null {
  if (text === "any" || text === "all") return { kind: text };
  const count = Number(/^atLeast (\d{1,2})$/.exec(text)?.[1]);
  const { min, max } = parameterBounds.atLeast;
  return count >= min && count <= max ? { kind: "atLeast", count } : null;
}
