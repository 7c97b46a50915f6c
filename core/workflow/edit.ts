/**
 * 編輯: what a ticket says is put right, one field an action, with the value that its author saw (SYNC A3). Fields do
 * not stand in each other's way; long texts merge by lines, lists by what was added and taken away; any other value
 * that somebody else changed comes back with both. It is no row of WORKFLOWS.md: it moves nothing and tells nobody.
 */
import type { Action, ActionArgs, EditableField, EditedValues } from "../sync/protocol";
import { editableFields, textMaxLength } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import { change } from "./apply";
import { directoryRefusal } from "./checks";
import { newOverlapRefusal } from "./conflict";
import type { Verdict } from "./decide";
import type { DecideContext } from "./decision";
import { standInsAfter } from "./effects";
import { formerMaterial } from "./material";
import { mergeText } from "./merge-text";
import { isWellFormed, kindOf } from "./needs";
import { type Refusal, refuse } from "./refusal";
import { type Grant, grantOf, relationsOf } from "./relations";
import type { TableRow } from "./table";
import { type Level, levels, priorityOf, type Stage } from "./vocabulary";

type Rights = Pick<TableRow, "who">;
type Value = EditedValues[EditableField];

const longTexts: ReadonlySet<EditableField> = new Set<EditableField>([
  "description",
  "whyUrgent",
  "scope",
  "riskAssessment",
  "steps",
  "rollbackPlan",
  "analysis",
  "rootCause",
  "workaround",
]);
/** What an earlier step asked for stays said; what a later one asks for may still be empty. */
function isNeeded(field: EditableField, { flow, stage }: Ticket): boolean {
  switch (field) {
    case "title":
    case "categoryId":
    case "siteId":
    case "whyUrgent":
      return true;
    case "description":
      return flow !== "incident";
    case "assetIds":
      return kindOf(flow) === "change";
    case "scope":
    case "riskAssessment":
      return flow === "normal" && stage === "plan";
    case "analysis":
      return stage === "handle";
    default:
      return false;
  }
}

/** The first review read how risky it is, and the second's rule follows from it: a plan may turn out riskier only. */
function isLoweredRisk(field: EditableField, value: Value, { flow, stage, change }: Ticket): boolean {
  if (field !== "risk" || flow !== "normal" || stage !== "plan" || change === null) return false;
  return levels.indexOf(value as Level) > levels.indexOf(change.risk);
}

const common: readonly EditableField[] = ["title", "description", "siteId", "assetIds"];
const ranked: readonly EditableField[] = [...common, "categoryId", "impact", "urgency"];
const fieldsOf: Readonly<Record<"incident" | "problem" | "change", readonly EditableField[]>> = {
  incident: ranked,
  problem: ranked,
  change: [...common, "risk", "scope", "riskAssessment", "steps", "rollbackPlan"],
};

/** While nobody has taken it, whoever reported it may put it right, but not how urgent it is. */
const ofOpener: ReadonlySet<EditableField> = new Set<EditableField>([...common, "categoryId"]);
const untakenOpener = rights("opener[untaken]");
const staff: Readonly<Record<"incident" | "problem" | "change", Rights>> = {
  incident: rights("member", "lead", "handler", "ownerLead"),
  problem: rights("member", "lead", "investigator", "handler"),
  change: rights("opener", "changeGroup"),
};
/** A worse signal of an event's incident makes it more urgent (events/judge-event.ts). */
const ofEvent: ReadonlySet<EditableField> = new Set<EditableField>(["impact", "urgency"]);
const eventSystem: Rights = { who: [{ word: "system", conditions: ["event"], source: "X" }] };
/** What is reviewed, or agreed, is put right by a rejection or a new date, never under the eyes of its reviewers. */
const changeStages: ReadonlySet<Stage> = new Set<Stage>(["new", "plan"]);

function rights(...who: readonly ("opener[untaken]" | TableRow["who"][number]["word"])[]): Rights {
  const read = who.map((term) =>
    term === "opener[untaken]"
      ? ({ word: "opener", conditions: ["untaken"], source: "X" } as const)
      : ({ word: term, conditions: [], source: "X" } as const),
  );
  return { who: read };
}

/** The fields that the actor may put right on this ticket now, in the order of a form. */
export function editableNow(ticket: Ticket, context: DecideContext): readonly EditableField[] {
  return editRight(ticket, context).fields;
}

/** `insteadOf`: the principal by whose right it is. */
function editRight(
  ticket: Ticket,
  context: DecideContext,
): Grant & { readonly fields: readonly EditableField[] } {
  const fields = fieldsAt(ticket);
  const grant = grantOf(staff[kindOf(ticket.flow)], ticket, context);
  if (grant !== null) return { ...grant, fields };
  if (grantOf(eventSystem, ticket, context) !== null)
    return { insteadOf: null, fields: fields.filter((field) => ofEvent.has(field)) };
  const asOpener = ticket.flow === "incident" ? grantOf(untakenOpener, ticket, context) : null;
  if (asOpener === null) return { insteadOf: null, fields: [] };
  return { ...asOpener, fields: fields.filter((field) => ofOpener.has(field)) };
}

function fieldsAt(ticket: Ticket): readonly EditableField[] {
  if (ticket.stage === "closed" || (ticket.change !== null && !changeStages.has(ticket.stage))) return [];
  const fields = fieldsOf[kindOf(ticket.flow)];
  if (ticket.flow === "emergency") return [...fields, "whyUrgent"];
  const isInvestigated = ticket.problem !== null && ticket.stage !== "assign";
  return isInvestigated ? [...fields, "analysis", "rootCause", "workaround"] : fields;
}

/** What the ticket says in a field; null where nothing is said. */
export function fieldValue(ticket: Ticket, field: EditableField): NonNullable<Value> | null {
  const values: Partial<Record<EditableField, unknown>> = { ...ticket, ...ticket.problem, ...ticket.change };
  return (values[field] ?? null) as NonNullable<Value> | null;
}

/** The one field of an edit; null when it names none or several. */
export function editedField(args: ActionArgs): EditableField | null {
  const named = editableFields.filter((field) => args[field] !== undefined);
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** `ticket` is in the author's sight. */
export function decideEdit(
  ticket: Ticket,
  action: Action,
  context: DecideContext,
): Exclude<Verdict, { kind: "returned" }> {
  const field = editedField(action.args);
  if (field === null) return refuse("needs.invalid", { fields: [] });
  const refusal = editRefusal(ticket, field, action.args, context);
  if (refusal !== null) return refusal;
  const from = (action.args.from?.[field] ?? null) as Value | null;
  const to = cleaned(action.args[field]) as Value;
  const present = fieldValue(ticket, field);
  if (isSameValue(present, to)) return { kind: "superseded", by: ticket.last };
  const value = isSameValue(present, from) ? to : mergeValue(field, from, to, present);
  if (value === null) return refuse("edit.conflict", { fields: [field] });
  if (isSameValue(present, value)) return { kind: "superseded", by: ticket.last };
  const edited = withValue(ticket, field, value);
  const overlap = field === "assetIds" ? newOverlapRefusal(ticket, edited, action.args, context) : null;
  if (overlap !== null) return overlap;
  return applied(ticket, field, value, action, context);
}

/**
 * A step whose form began with what the ticket said (`from`) must not undo what somebody else put right since. Answers
 * the arguments as they hold on the ticket as it is, or a refusal that names the fields which both changed.
 */
export function reconcile(
  ticket: Ticket,
  args: ActionArgs,
  from: EditedValues | undefined,
): ActionArgs | Refusal {
  if (from === undefined) return args;
  const conflicts: EditableField[] = [];
  const merged: Record<string, unknown> = { ...args };
  for (const field of editableFields) {
    const [before, said] = [from[field], args[field]];
    if (before === undefined || said === undefined) continue;
    const present = fieldValue(ticket, field);
    if (isSameValue(present, before) || isSameValue(present, said)) continue;
    // What its author left as it was is what stands there now.
    const value = isSameValue(said, before) ? present : mergeValue(field, before, said, present);
    if (value === null) conflicts.push(field);
    else merged[field] = value;
  }
  return conflicts.length > 0
    ? refuse("edit.conflict", { fields: conflicts, since: ticket.last })
    : (merged as ActionArgs);
}

function editRefusal(
  ticket: Ticket,
  field: EditableField,
  args: ActionArgs,
  context: DecideContext,
): Refusal | null {
  if (!fieldsAt(ticket).includes(field)) {
    return refuse(ticket.stage === "closed" ? "stage.closed" : "stage.moved", {
      fields: [field],
      since: ticket.last,
    });
  }
  if (!editableNow(ticket, context).includes(field)) {
    return refuse("right.missing", { whoMay: relationsOf(staff[kindOf(ticket.flow)]) });
  }
  const value = args[field];
  const isEmpty =
    typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0;
  if (isEmpty && isNeeded(field, ticket)) return refuse("needs.missing", { fields: [field] });
  const from = args.from?.[field];
  const fits = (one: unknown): boolean => isWellFormed(field, one, ticket.flow);
  if (!fits(value) || (from !== undefined && !fits(from)))
    return refuse("needs.invalid", { fields: [field] });
  const { conflictReason } = args;
  if (conflictReason !== undefined && !isWellFormed("conflictReason", conflictReason, ticket.flow))
    return refuse("needs.invalid", { fields: ["conflictReason"] });
  if (isLoweredRisk(field, value, ticket)) return refuse("needs.invalid", { fields: [field] });
  return directoryRefusal({ [field]: value }, context);
}

/** Null: both changed it, and differently. */
function mergeValue(
  field: EditableField,
  from: Value | null,
  to: Value,
  present: Value | null,
): NonNullable<Value> | null {
  if (field === "assetIds") return mergeLists(from, to, present) as unknown as NonNullable<Value>;
  if (!longTexts.has(field)) return null;
  const merged = mergeText(String(from ?? ""), String(to), String(present ?? ""));
  return merged === null || merged.length > textMaxLength ? null : (merged as NonNullable<Value>);
}

/** What I added and took away, done to what stands there now. */
function mergeLists(from: Value | null, to: Value | null, present: Value | null): readonly string[] {
  const idsOf = (list: Value | null): readonly string[] => (Array.isArray(list) ? list : []);
  const [before, mine] = [idsOf(from), idsOf(to)];
  const kept = idsOf(present).filter((id) => mine.includes(id) || !before.includes(id));
  return [...new Set([...kept, ...mine.filter((id) => !before.includes(id))])];
}

/** Lists are sets of ids; nothing said and nothing typed are the same. */
function isSameValue(one: Value | null, other: Value | null): boolean {
  const text = (value: Value | null): string =>
    Array.isArray(value) ? JSON.stringify([...value].sort()) : String(value ?? "");
  return text(one) === text(other);
}

function cleaned(value: Value): Value {
  if (typeof value === "string") return value.trim() as Value;
  return Array.isArray(value) ? ([...new Set(value)] as unknown as Value) : value;
}

function applied(
  ticket: Ticket,
  field: EditableField,
  value: Value,
  action: Action,
  context: DecideContext,
): Extract<Verdict, { kind: "applied" }> {
  const { insteadOf } = editRight(ticket, context);
  const edited = withReason(withValue(ticket, field, value), field, action.args);
  const said = withStandIn(edited, ticket, insteadOf, context);
  const was = formerMaterial(ticket, said);
  const isMaterial = Object.keys(was).length > 0;
  const after: Ticket = {
    ...said,
    revision: ticket.revision + (isMaterial ? 1 : 0),
    version: ticket.version + 1,
    updatedAt: context.now,
  };
  const line = createActivity(action, context, {
    ticketId: ticket.id,
    insteadOf,
    fromStage: ticket.stage,
    toStage: ticket.stage,
    text: "",
    details: present({
      edit: { field, from: fieldValue(ticket, field), to: fieldValue(after, field) },
      revision: isMaterial ? after.revision : null,
      was: isMaterial ? was : null,
    }),
  });
  return { kind: "applied", changes: [change(ticket, after, [line])], told: [] };
}

function withStandIn(
  said: Ticket,
  ticket: Ticket,
  insteadOf: Grant["insteadOf"],
  context: DecideContext,
): Ticket {
  if (said.change === null) return said;
  return { ...said, change: { ...said.change, ...standInsAfter(ticket, insteadOf, context) } };
}

/** Why other assets may be worked on beside what is planned there. */
function withReason(ticket: Ticket, field: EditableField, { conflictReason = "" }: ActionArgs): Ticket {
  if (field !== "assetIds" || ticket.change === null || conflictReason.trim() === "") return ticket;
  return { ...ticket, change: { ...ticket.change, conflictReason: conflictReason.trim() } };
}

function withValue(ticket: Ticket, field: EditableField, value: Value): Ticket {
  const patch = { [field]: value };
  if (ticket.change !== null && field in ticket.change)
    return { ...ticket, change: { ...ticket.change, ...patch } };
  if (ticket.problem !== null && field in ticket.problem)
    return { ...ticket, problem: { ...ticket.problem, ...patch } };
  const said: Ticket = { ...ticket, ...patch };
  const { impact, urgency } = said;
  return {
    ...said,
    priority: impact === null || urgency === null ? said.priority : priorityOf(impact, urgency),
  };
}
