/** 觸發條件: the rules, in the order in which they are asked. Never deleted, as events name them; an inactive one takes nothing. */
import type { RuleDraft, RuleRecord } from "../../core/events/administration";
import { type RuleDefinition, ruleBounds } from "../../core/events/rule";
import type { AccountId, EventRuleId } from "../../core/ids";
import { administer } from "../admin/administer";
import type { Database, DatabaseTransaction, Prisma } from "../db";
import { Refusal } from "../refusal";

const inOrder = { orderBy: [{ position: "asc" }, { id: "asc" }] } satisfies Prisma.EventRuleFindManyArgs;

export async function listRules(database: Database): Promise<readonly RuleRecord[]> {
  const rows = await database.eventRule.findMany(inOrder);
  return rows.map(({ id, name, active, position, definition, updatedAt }) => ({
    ...(definition as unknown as RuleDefinition),
    id: id as EventRuleId,
    name,
    active,
    order: position,
    changedAt: updatedAt.getTime(),
  }));
}

/**
 * `saved`: the rule as its editor began with it; null: a new one, the last in order. Refusals `subject.unknown`,
 * `changed.meanwhile`, `eventRule.tooMany`, `eventRule.dangling`.
 */
export function saveRule(
  database: Database,
  actorId: AccountId,
  saved: { readonly id: EventRuleId; readonly changedAt: number } | null,
  draft: RuleDraft,
): Promise<{ readonly id: EventRuleId }> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const rules = await transaction.eventRule.findMany(inOrder);
    const before = saved === null ? null : rules.find(({ id }) => id === saved.id);
    if (before === undefined) throw new Refusal("subject.unknown");
    if (before !== null && before.updatedAt.getTime() !== saved?.changedAt)
      throw new Refusal("changed.meanwhile");
    if (before === null && rules.length >= ruleBounds.rules) throw new Refusal("eventRule.tooMany");
    await requireNamed(transaction, draft.definition);
    const { name, active, definition } = draft;
    const data = {
      name,
      active,
      definition: definition as unknown as Prisma.InputJsonObject,
      updatedAt: new Date(now),
    };
    const position = (rules.at(-1)?.position ?? 0) + 1;
    const { id } =
      before === null
        ? await transaction.eventRule.create({ data: { ...data, position } })
        : await transaction.eventRule.update({ where: { id: before.id }, data });
    await record({
      kind: "eventRule.saved",
      subjectId: id,
      subjectName: name,
      before:
        before === null
          ? {}
          : fieldsOf({ ...before, definition: before.definition as unknown as RuleDefinition }),
      after: fieldsOf(draft),
    });
    return { id: id as EventRuleId };
  });
}

/** `ids`: all of them, each once; else somebody added one meanwhile: Refusal `changed.meanwhile`. */
export function orderRules(
  database: Database,
  actorId: AccountId,
  ids: readonly EventRuleId[],
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const rules = await transaction.eventRule.findMany(inOrder);
    const known = new Set<string>(ids);
    if (known.size !== ids.length || ids.length !== rules.length || !rules.every(({ id }) => known.has(id)))
      throw new Refusal("changed.meanwhile");
    for (const [index, id] of ids.entries())
      await transaction.eventRule.update({ where: { id }, data: { position: index + 1 } });
    const nameById = new Map(rules.map(({ id, name }) => [id, name]));
    const [before, after] = [
      { order: rules.map(({ name }) => name) },
      { order: ids.map((id) => nameById.get(id) ?? id) },
    ];
    await record({ kind: "eventRule.order", subjectId: null, subjectName: "", before, after });
  });
}

/** A part of the definition a field, as text: the history shows what differs. */
function fieldsOf({ name, active, definition }: RuleDraft): Readonly<Record<string, unknown>> {
  const parts = Object.entries(definition).map(([part, value]) => [
    part,
    typeof value === "object" ? JSON.stringify(value) : value,
  ]);
  return { name, active, ...Object.fromEntries(parts) };
}

/** What a rule names is there: an alarm must not be lost to a rule that was wrong from the start. */
async function requireNamed(transaction: DatabaseTransaction, definition: RuleDefinition): Promise<void> {
  const { categoryId, groupId, filter } = definition;
  const category = await transaction.category.findUnique({ where: { id: categoryId } });
  const group = groupId === null ? null : await transaction.group.findUnique({ where: { id: groupId } });
  const sourceIds = [...new Set(filter.sourceIds)];
  const sources = await transaction.eventSource.count({ where: { id: { in: sourceIds } } });
  const isGroupGone = groupId !== null && group?.active !== true;
  const names = isGroupGone && group !== null ? [group.name] : [];
  if (category === null || isGroupGone || sources < sourceIds.length)
    throw new Refusal("eventRule.dangling", null, { names });
}
