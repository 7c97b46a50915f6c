/** The form of the parameters: numbers are texts while they are typed. Pure. */
import { parameterBounds } from "../../core/directory/administration";
import type { Parameters, ReviewRules } from "../../core/directory/directory";
import type { ReviewRule, ReviewStage } from "../../core/workflow/vocabulary";

export const numberParameters = ["reopen_days", "pro_recurrence_count", "pro_recurrence_days"] as const;
export type NumberParameter = (typeof numberParameters)[number];
export const reviewStages: readonly ReviewStage[] = ["preDevReview", "preLaunchReview", "closingReview"];

export interface RuleDraft {
  readonly kind: ReviewRule["kind"];
  readonly count: string;
}

export interface ParameterDraft extends Omit<Parameters, NumberParameter | "review_rules"> {
  readonly numbers: Readonly<Record<NumberParameter, string>>;
  readonly rules: Readonly<Record<ReviewStage, RuleDraft>>;
}
export type ParameterField = NumberParameter | ReviewStage;

export function draftOf(parameters: Parameters): ParameterDraft {
  const { reopen_days, pro_recurrence_count, pro_recurrence_days, review_rules = {}, ...groups } = parameters;
  const ruleDraft = (rule: ReviewRule = { kind: "any" }): RuleDraft => ({
    kind: rule.kind,
    count: rule.kind === "atLeast" ? String(rule.count) : "2",
  });
  return {
    ...groups,
    numbers: {
      reopen_days: String(reopen_days),
      pro_recurrence_count: String(pro_recurrence_count),
      pro_recurrence_days: String(pro_recurrence_days),
    },
    rules: {
      preDevReview: ruleDraft(review_rules.preDevReview),
      preLaunchReview: ruleDraft(review_rules.preLaunchReview),
      closingReview: ruleDraft(review_rules.closingReview),
    },
  };
}

/** The fields whose number is none, or out of its bounds. */
export function wrongFields({ numbers, rules }: ParameterDraft): readonly ParameterField[] {
  const wrongNumbers = numberParameters.filter(
    (name) => numberIn(numbers[name], parameterBounds[name]) === null,
  );
  const wrongRules = reviewStages.filter((stage) => ruleOf(rules[stage]) === null);
  return [...wrongNumbers, ...wrongRules];
}

/** What differs from `before`, as it is saved; null while a field is wrong. */
export function changesOf(before: Parameters, draft: ParameterDraft): Partial<Parameters> | null {
  if (wrongFields(draft).length > 0) return null;
  const { numbers, rules, ...groups } = draft;
  const values = numberParameters.map((name) => [name, numberIn(numbers[name], parameterBounds[name])]);
  const after: Partial<Parameters> = {
    ...groups,
    ...Object.fromEntries(values),
    review_rules: rulesOf(rules),
  };
  // Compared as the form shows them: a stage without a rule is ANY.
  const shown = { ...before, review_rules: rulesOf(draftOf(before).rules) };
  const names = Object.keys(after) as (keyof Parameters)[];
  const changed = names.filter((name) => JSON.stringify(after[name]) !== JSON.stringify(shown[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

function rulesOf(rules: ParameterDraft["rules"]): ReviewRules {
  const entries = reviewStages.flatMap((stage) => {
    const rule = ruleOf(rules[stage]);
    return rule === null || rule.kind === "any" ? [] : [[stage, rule]];
  });
  return Object.fromEntries(entries);
}

function ruleOf({ kind, count }: RuleDraft): ReviewRule | null {
  if (kind !== "atLeast") return { kind };
  const number = numberIn(count, parameterBounds.atLeast);
  return number === null ? null : { kind, count: number };
}

function numberIn(text: string, { min, max }: { readonly min: number; readonly max: number }): number | null {
  const trimmed = text.normalize("NFKC").trim();
  if (!/^\d{1,4}$/.test(trimmed)) return null;
  const number = Number(trimmed);
  return number < min || number > max ? null : number;
}
