/** Which rule judges an event: the first active one, in order, whose filter takes it. */
import { fieldOf, type MonitorEvent } from "./event";
import type { EventRule, TextCondition } from "./rule";

type Asked = Pick<EventRule, "filter" | "active" | "order">;

/**
 * Null: no rule does, so the event is recorded and nothing else. A recovery goes where it would have fired; where no
 * rule takes its severity, to the first one that takes the rest of it.
 */
export function ruleFor<Rule extends Asked>(event: MonitorEvent, rules: readonly Rule[]): Rule | null {
  const inOrder = [...rules].filter(({ active }) => active).sort((a, b) => a.order - b.order);
  const exact = inOrder.find((rule) => takesSeverity(rule, event) && takesRest(rule, event));
  if (exact !== undefined || event.status === "firing") return exact ?? null;
  return inOrder.find((rule) => takesRest(rule, event)) ?? null;
}

function takesSeverity({ filter }: Asked, { severity }: MonitorEvent): boolean {
  return filter.severities.length === 0 || filter.severities.includes(severity);
}

function takesRest({ filter }: Asked, event: MonitorEvent): boolean {
  const { sourceIds, assetTags, conditions } = filter;
  return (
    (sourceIds.length === 0 || sourceIds.includes(event.sourceId)) &&
    (assetTags.length === 0 || (event.asset !== null && assetTags.includes(event.asset))) &&
    conditions.every((condition) => holds(condition, event))
  );
}

function holds({ field, operator, value }: TextCondition, event: MonitorEvent): boolean {
  const said = fieldOf(event, field).toLowerCase();
  const wanted = value.toLowerCase();
  switch (operator) {
    case "contains":
      return said.includes(wanted);
    case "equals":
      return said === wanted;
    case "startsWith":
      return said.startsWith(wanted);
  }
}
