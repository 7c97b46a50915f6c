/** The form of the parameters: numbers are texts while they are typed. Pure. */
import { parameterBounds } from "../../core/directory/administration";
import {
  type NumberParameter,
  numberParameters,
  type ParameterFields,
  reviewStages,
  textToRule,
} from "../../core/directory/parameter-fields";
import type { ReviewRule, ReviewStage } from "../../core/workflow/vocabulary";

export type TypedField = NumberParameter | ReviewStage;
/** What was typed where there is a number: of parameters, and of the rules that ask for at least so many. */
export type Typed = Readonly<Partial<Record<TypedField, string>>>;

const countAtFirst = 2;

/** What a number's field shows: what was typed as long as it is wrong or says the same, else what stands there. */
export function shownText(field: TypedField, fields: ParameterFields, typed: Typed): string {
  const present = numberOf(field, fields);
  const text = typed[field];
  if (text === undefined) return String(present);
  const number = numberIn(text, boundsOf(field));
  return number === null || number === present ? text : String(present);
}

/** The fields with a number that was typed; as they are when it is none. */
export function withTyped(field: TypedField, text: string, fields: ParameterFields): ParameterFields {
  const number = numberIn(text, boundsOf(field));
  if (number === null) return fields;
  return { ...fields, [field]: isNumber(field) ? number : `atLeast ${number}` };
}

/** The fields with another kind of rule; the number that was typed for it holds again. */
export function withKind(
  stage: ReviewStage,
  kind: ReviewRule["kind"],
  fields: ParameterFields,
  typed: Typed,
): ParameterFields {
  if (kind !== "atLeast") return { ...fields, [stage]: kind };
  const count = numberIn(typed[stage] ?? "", parameterBounds.atLeast) ?? countAtFirst;
  return { ...fields, [stage]: `atLeast ${count}` };
}

export function kindOfRule(stage: ReviewStage, fields: ParameterFields): ReviewRule["kind"] {
  return textToRule(fields[stage])?.kind ?? "any";
}

/** The fields whose number is none, or out of its bounds; of rules, where one is asked for. */
export function wrongFields(fields: ParameterFields, typed: Typed): readonly TypedField[] {
  const asked = [
    ...numberParameters,
    ...reviewStages.filter((stage) => kindOfRule(stage, fields) === "atLeast"),
  ];
  return asked.filter((field) => {
    const text = typed[field];
    return text !== undefined && numberIn(text, boundsOf(field)) === null;
  });
}

function isNumber(field: TypedField): field is NumberParameter {
  return (numberParameters as readonly string[]).includes(field);
}

function numberOf(field: TypedField, fields: ParameterFields): number {
  if (isNumber(field)) return fields[field];
  const rule = textToRule(fields[field]);
  return rule?.kind === "atLeast" ? rule.count : countAtFirst;
}

function boundsOf(field: TypedField): { readonly min: number; readonly max: number } {
  return isNumber(field) ? parameterBounds[field] : parameterBounds.atLeast;
}

function numberIn(text: string, { min, max }: { readonly min: number; readonly max: number }): number | null {
  const trimmed = text.normalize("NFKC").trim();
  if (!/^\d{1,4}$/.test(trimmed)) return null;
  const number = Number(trimmed);
  return number < min || number > max ? null : number;
}
