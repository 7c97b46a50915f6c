/** A rule 觸發條件 in words: each of its parts, and its line in the list. Pure. */
import type { DirectoryView } from "../../../client/genba";
import type { RuleDraft, SourceRecord } from "../../../core/events/administration";
import { eventFields, severities } from "../../../core/events/event";
import type { EventLevels } from "../../../core/events/rule";
import type { Messages } from "../../../core/messages/messages";
import type { Locale } from "../../../core/messages/vocabulary-texts";
import { priorityOf } from "../../../core/workflow/vocabulary";
import { eventWords } from "../../events/event-words";
import { categoryName } from "../../tickets/directory-options";
import { eventTexts } from "./event-texts";
import type { RulePart } from "./merge-rule";

export interface RuleNames {
  readonly t: Messages;
  readonly locale: Locale;
  readonly directory: Pick<DirectoryView, "groups" | "categories">;
  readonly sources: readonly SourceRecord[];
  /** What somebody named and active is called: 是 and 否. */
  readonly yes: string;
  readonly no: string;
  readonly nameLabel: string;
}

/** What it takes, how often, how urgent it is and who gets it. */
export function ruleLine({ definition }: RuleDraft, names: RuleNames): string {
  const { rules } = eventTexts[names.locale];
  const { threshold, groupId, levels } = definition;
  const group = groupId === null ? null : (names.directory.groups.get(groupId)?.name ?? "…");
  // From the first to the last that its severities may have.
  const priorities = [levels, ...Object.values(definition.levelsBySeverity)]
    .map(({ impact, urgency }) => priorityOf(impact, urgency))
    .sort();
  const priority = [...new Set([priorities[0], priorities.at(-1)])].join("–");
  const parts = [
    filterText(definition, names),
    rules.thresholdText(threshold.count, threshold.withinS),
    priority,
    group,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** One part of it as `label`: text. */
export function partWords(
  part: RulePart,
  { name, active, definition }: RuleDraft,
  names: RuleNames,
): readonly [label: string, text: string] {
  const { rules } = eventTexts[names.locale];
  const { t, directory } = names;
  switch (part) {
    case "name":
      return [names.nameLabel, name];
    case "active":
      return [rules.active, active ? names.yes : names.no];
    case "filter":
      return [rules.which, filterText(definition, names)];
    case "threshold":
      return [rules.when, rules.thresholdText(definition.threshold.count, definition.threshold.withinS)];
    case "fingerprintFields": {
      const fields = definition.fingerprintFields.map((field) => fieldText(field, names.locale));
      return [rules.same, fields.length === 0 ? rules.sameDefault : fields.join(t.app.join)];
    }
    case "groupId": {
      const { groupId } = definition;
      return [rules.group, groupId === null ? t.form.none : (directory.groups.get(groupId)?.name ?? "…")];
    }
    case "categoryId":
      return [rules.category, categoryName(directory, definition.categoryId) ?? "…"];
    case "levels":
      return [`${rules.impact} · ${rules.urgency}`, levelsText(definition.levels, names)];
    case "levelsBySeverity":
      return [rules.bySeverity, bySeverityText(definition, names)];
    case "titleTemplate":
      return [rules.template, definition.titleTemplate || rules.templateDefault];
  }
}

/** `label.rack` as 標籤 rack. */
export function fieldText(field: string, locale: Locale): string {
  const { rules } = eventTexts[locale];
  const known = eventFields.find((one) => one === field);
  return known === undefined ? rules.labelOf(field.replace(/^label\./, "")) : rules.fieldNames[known];
}

export function levelsText({ impact, urgency }: EventLevels, { t, locale }: Pick<RuleNames, "t" | "locale">) {
  const { rules } = eventTexts[locale];
  const priority = priorityOf(impact, urgency);
  return `${priority} · ${rules.impact} ${t.level[impact]} · ${rules.urgency} ${t.level[urgency]}`;
}

function filterText({ filter }: RuleDraft["definition"], names: RuleNames): string {
  const { locale, t, sources } = names;
  const { rules } = eventTexts[locale];
  const words = eventWords[locale];
  const parts = [
    filter.sourceIds.map((id) => sources.find((source) => source.id === id)?.name ?? "…").join(t.app.join),
    filter.severities.map((severity) => words.severity[severity]).join(t.app.join),
    filter.assetTags.join(t.app.join),
    ...filter.conditions.map(
      ({ field, operator, value }) =>
        `${fieldText(field, locale)} ${rules.operators[operator].toLowerCase()} “${value}”`,
    ),
  ].filter(Boolean);
  return parts.length === 0 ? rules.filterAll : parts.join(" · ");
}

function bySeverityText({ levelsBySeverity }: RuleDraft["definition"], names: RuleNames): string {
  const { locale, t } = names;
  const parts = severities.flatMap((severity) => {
    const levels = levelsBySeverity[severity];
    if (levels === undefined) return [];
    return [`${eventWords[locale].severity[severity]} ${priorityOf(levels.impact, levels.urgency)}`];
  });
  return parts.length === 0 ? eventTexts[locale].rules.asAbove : parts.join(t.app.join);
}
