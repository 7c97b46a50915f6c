/**
 * 觸發條件: what makes an incident of events. Data that administrators edit: no code and no regular expressions, so
 * that nothing in it can run, loop or take long. The first active rule in order that takes an event judges it.
 */
import type { CategoryId, EventRuleId, EventSourceId, GroupId } from "../ids";
import type { Level } from "../workflow/vocabulary";
import { type EventField, fieldOf, isEventField, type MonitorEvent, type Severity } from "./event";

export const conditionOperators = ["contains", "equals", "startsWith"] as const;
export interface TextCondition {
  readonly field: EventField;
  readonly operator: (typeof conditionOperators)[number];
  /** Compared without regard to case. */
  readonly value: string;
}

/** All of it must hold; an empty list asks for nothing. */
export interface EventFilter {
  readonly sourceIds: readonly EventSourceId[];
  /** Not asked of a recovery: the good news of a critical alarm may come as info. */
  readonly severities: readonly Severity[];
  readonly assetTags: readonly string[];
  readonly conditions: readonly TextCondition[];
}

/** So many firing events of one fingerprint within so long, by event time. */
export interface Threshold {
  readonly count: number;
  readonly withinS: number;
}

export interface EventLevels {
  readonly impact: Level;
  readonly urgency: Level;
}

export interface RuleDefinition {
  readonly filter: EventFilter;
  readonly threshold: Threshold;
  /** What makes two events the same trouble; empty: as the source says, else asset and title. */
  readonly fingerprintFields: readonly EventField[];
  /** Null: the asset's group, the category's or the parameter's, as for any incident. */
  readonly groupId: GroupId | null;
  readonly categoryId: CategoryId;
  readonly levels: EventLevels;
  readonly levelsBySeverity: Readonly<Partial<Record<Severity, EventLevels>>>;
  /** `{title} @ {label.rack}`; empty: the event's own. */
  readonly titleTemplate: string;
}

/** All of a rule that says what becomes of events; the rest is about the incident that it opens. */
export type PreviewDefinition = Pick<RuleDefinition, "filter" | "threshold" | "fingerprintFields">;

export interface EventRule extends RuleDefinition {
  readonly id: EventRuleId;
  readonly name: string;
  readonly active: boolean;
  /** The lowest is asked first. */
  readonly order: number;
}

export const ruleBounds = {
  rules: 100,
  sources: 20,
  assetTags: 200,
  conditions: 10,
  value: 200,
  /** With the bounds of an event's fields it keeps a fingerprint below what an index of PostgreSQL takes. */
  fingerprintFields: 4,
  template: 200,
  count: { min: 1, max: 100 },
  withinS: { min: 60, max: 86_400 },
} as const;

/** Apart from what any field may say. */
const separator = "\u001f";

/** Where the rule does not say what is one trouble, none is of two sources: equal labels of two sites hash equally. */
export function fingerprintOf(event: MonitorEvent, rule: Pick<EventRule, "fingerprintFields">): string {
  const { fingerprintFields } = rule;
  if (fingerprintFields.length > 0)
    return fingerprintFields.map((field) => fieldOf(event, field)).join(separator);
  const { sourceId, fingerprint, asset, title } = event;
  return [sourceId, ...(fingerprint === null ? [asset ?? "", title] : [fingerprint])].join(separator);
}

/** How much the incident of such an event matters. */
export function levelsOf(
  severity: Severity,
  rule: Pick<EventRule, "levels" | "levelsBySeverity">,
): EventLevels {
  return rule.levelsBySeverity[severity] ?? rule.levels;
}

const titleMax = 200;

/** The title of the incident that the event opens; never empty. What no field is called stays as it is written. */
export function titleOf(event: MonitorEvent, { titleTemplate }: Pick<EventRule, "titleTemplate">): string {
  const filled = titleTemplate.replace(/\{([^{}]+)\}/gu, (written, name: string) =>
    isEventField(name) ? fieldOf(event, name) : written,
  );
  const title = filled.trim() === "" ? event.title : filled.trim();
  return clip(title, titleMax);
}

/** At most so many UTF-16 units, and never half of a pair. */
export function clip(text: string, max: number): string {
  const cut = text.slice(0, max);
  return /[\ud800-\udbff]$/u.test(cut) ? cut.slice(0, -1) : cut;
}
