/** One change of the history in words: each field as it was and as it became. Pure. */
import type { AdminChange, AdminChangeKind } from "../../core/directory/administration";
import type { Group, Parameters, Person, Role, Site } from "../../core/directory/directory";
import { fieldOwner, reviewStages, textToRule } from "../../core/directory/parameter-fields";
import { actionLabel } from "../../core/messages/action-label";
import type { AdminMessages } from "../../core/messages/admin-messages";
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { type DayText, textToDay } from "../../core/sla/calendar-fields";
import type { ActionType, Flow, ReviewRule, ReviewStage, Stage } from "../../core/workflow/vocabulary";
import { momentText } from "../locale/time-text";

export interface HistoryNames {
  readonly t: Messages;
  readonly a: AdminMessages;
  readonly locale: Locale;
  readonly now: number;
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly sites: ReadonlyMap<string, Site>;
}

export interface HistoryLine {
  readonly label: string;
  /** Null: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What was changed: the person, group, template or parameter by its name, a cell of the notification matrix by its action and stage. */
export function subjectText({ kind, subjectName }: AdminChange, { a, t }: HistoryNames): string {
  if (kind === "notification.rule") {
    const [flow, action, ...rest] = subjectName.split(" ") as [Flow, ActionType, ...string[]];
    // A cell had no stage before: flow, action, told.
    const place = rest.length > 1 ? [t.stage[rest[0] as Stage]] : [];
    return [t.flow[flow], actionLabel(t, action, flow, null), ...place].join(" · ");
  }
  if (kind !== "parameter.set") return subjectName;
  const known: Readonly<Record<string, string>> = a.parameters;
  return known[subjectName] ?? subjectName;
}

export function historyLines(change: AdminChange, names: HistoryNames): readonly HistoryLine[] {
  const fields = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])];
  return fields.map((field) => ({
    label: labelOf(change, field, names),
    before: field in change.before ? valueText(change, field, change.before[field], names) : null,
    after: field in change.after ? valueText(change, field, change.after[field], names) : null,
  }));
}

/** The fields as they are, each by its name; `kind` is how they were to be changed. */
export function fieldLines(
  kind: AdminChangeKind,
  fields: Readonly<Record<string, unknown>>,
  names: HistoryNames,
): readonly { readonly label: string; readonly text: string }[] {
  const change = { kind, subjectName: "" };
  return Object.entries(fields).map(([field, value]) => ({
    label: labelOf(change, field, names),
    text: valueText(change, field, value, names),
  }));
}

type Changed = Pick<AdminChange, "kind" | "subjectName">;

function labelOf({ kind }: Changed, field: string, { a, t, people }: HistoryNames): string {
  if (kind === "group.members") return people.get(field)?.name ?? field;
  if (kind === "parameter.set" && fieldOwner(field) !== null) return a.parameters.inc_owner_group_ids;
  const ofParameters = kind === "parameter.set" ? { ...t.stage, ...a.parameters } : {};
  const known: Readonly<Record<string, string>> = { ...ofParameters, ...a.fields };
  return known[field] ?? field;
}

function valueText(change: Changed, field: string, value: unknown, names: HistoryNames): string {
  const { a, people, groups, sites, locale, now } = names;
  if (change.kind === "group.members" && value === null) return a.groups.notMember;
  if (change.kind === "group.members") return a.groups.roleNames[value === "lead" ? "lead" : "member"];
  if (change.kind === "parameter.set" && change.subjectName === ("review_rules" satisfies keyof Parameters)) {
    return rulesText(value, names);
  }
  const isRule = change.kind === "parameter.set" && (reviewStages as readonly string[]).includes(field);
  const rule = isRule ? textToRule(String(value)) : null;
  if (rule !== null) return ruleText(rule, names);
  if (value === null || value === undefined) return a.history.nothing;
  if (change.kind === "calendar.days") {
    const { works, name } = textToDay(String(value) as DayText);
    return `${works ? a.dayKinds.works : a.dayKinds.closed} · ${name}`;
  }
  if (typeof value === "boolean") return value ? a.history.yes : a.history.no;
  if (Array.isArray(value)) {
    const named = field === "siteIds" ? sites : groups;
    const parts = value.map((one) => named.get(String(one))?.name ?? String(one));
    if (field === "siteIds" && parts.length === 0) return a.blackouts.everywhere;
    return parts.length === 0 ? a.history.nothing : parts.join(names.t.app.join);
  }
  if (typeof value === "number" && (field === "from" || field === "until")) {
    return momentText(locale, value, now);
  }
  const text = String(value);
  if (field === "role") return a.roles[text as Role] ?? text;
  return groups.get(text)?.name ?? people.get(text)?.name ?? text;
}

function ruleText(rule: ReviewRule, { a }: HistoryNames): string {
  return rule.kind === "atLeast" ? a.atLeastText(rule.count) : a.ruleNames[rule.kind];
}

function rulesText(value: unknown, names: HistoryNames): string {
  const { t, a } = names;
  const rules = Object.entries((value ?? {}) as Readonly<Record<ReviewStage, ReviewRule>>);
  const parts = rules.map(([stage, rule]) => {
    return `${t.stage[stage as ReviewStage]}${t.app.colon}${ruleText(rule, names)}`;
  });
  return parts.length === 0 ? a.ruleNames.any : parts.join(t.app.join);
}
