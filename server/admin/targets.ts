/** SLA targets (core/sla/targets.ts): for all incidents of a priority, or for those of a category. */
import type { Edits } from "../../core/directory/edits";
import type { AccountId, CategoryId } from "../../core/ids";
import { defaultTargets, type Target, type TargetId, targetFor } from "../../core/sla/targets";
import type { Database, DatabaseTransaction } from "../db";
import { readDesk } from "../directory/directory";
import { Refusal } from "../refusal";
import { type Administration, administer, editedFrom } from "./administer";

/** Edited from what holds for it now, whoever says so. Refusals: `subject.unknown`, `changed.meanwhile`. */
export function saveTarget(
  database: Database,
  actorId: AccountId,
  { categoryId, priority }: TargetId,
  edits: Edits<Target>,
): Promise<void> {
  return administer(database, actorId, "admin", async (administration) => {
    const { transaction } = administration;
    const name = await categoryName(transaction, categoryId);
    const { response, resolution } = targetFor(priority, categoryId, await readDesk(transaction));
    const before = { response, resolution };
    const after = editedFrom<Target>(before, edits);
    const shipped = defaultTargets[priority];
    const isShipped = after.response === shipped.response && after.resolution === shipped.resolution;
    const where = { categoryId, priority };
    // There is one of a kind at most; Prisma's upsert knows no unique index over a null.
    await transaction.slaTarget.deleteMany({ where });
    if (categoryId !== null || !isShipped)
      await transaction.slaTarget.create({ data: { ...where, ...after } });
    await recordTarget(administration, { categoryId, priority }, name, before, after);
  });
}

/** What is above it holds again: the category's parent, all incidents, what ships. Refusal: `subject.unknown`. */
export function removeTarget(database: Database, actorId: AccountId, id: TargetId): Promise<void> {
  return administer(database, actorId, "admin", async (administration) => {
    const { transaction } = administration;
    const name = await categoryName(transaction, id.categoryId);
    const before = await transaction.slaTarget.findFirst({ where: { ...id } });
    if (!before) return;
    await transaction.slaTarget.delete({ where: { id: before.id } });
    const { response, resolution } = targetFor(id.priority, id.categoryId, await readDesk(transaction));
    await recordTarget(administration, id, name, before, { response, resolution });
  });
}

async function categoryName(transaction: DatabaseTransaction, id: CategoryId | null): Promise<string | null> {
  if (id === null) return null;
  const category = await transaction.category.findUnique({ where: { id } });
  if (!category) throw new Refusal("subject.unknown");
  return category.name;
}

function recordTarget(
  { record }: Administration,
  { categoryId, priority }: TargetId,
  category: string | null,
  before: Readonly<Record<keyof Target, string>>,
  after: Target,
): Promise<void> {
  return record({
    kind: "sla.target",
    subjectId: categoryId,
    subjectName: [priority, ...(category === null ? [] : [category])].join(" · "),
    before: { response: before.response, resolution: before.resolution },
    after: { response: after.response, resolution: after.resolution },
  });
}
