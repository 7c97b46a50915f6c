/** 維護時段: when assets are worked on, and what they say opens no incident. */
import { type WindowDraft, type WindowRecord, windowsShownMax } from "../../core/events/administration";
import type { AccountId, AssetId } from "../../core/ids";
import { administer } from "../admin/administer";
import type { Database } from "../db";
import { Refusal } from "../refusal";

/** Those that are not over first, then what was lately. */
export async function listWindows(database: Database): Promise<readonly WindowRecord[]> {
  const rows = await database.maintenanceWindow.findMany({
    orderBy: [{ until: "desc" }, { id: "asc" }],
    take: windowsShownMax,
  });
  return rows.map(({ assetIds, from, until, ...row }) => ({
    ...row,
    assetIds: assetIds as AssetId[],
    from: from.getTime(),
    until: until.getTime(),
  }));
}

/** `id` null: a new one. It holds for events that arrive from now on. Refusal `subject.unknown`, also for an asset. */
export function saveWindow(
  database: Database,
  actorId: AccountId,
  id: string | null,
  draft: WindowDraft,
): Promise<{ readonly id: string }> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const found = id === null ? null : await transaction.maintenanceWindow.findUnique({ where: { id } });
    if (id !== null && found === null) throw new Refusal("subject.unknown");
    const assetIds = [...new Set(draft.assetIds)];
    if ((await transaction.asset.count({ where: { id: { in: assetIds } } })) < assetIds.length)
      throw new Refusal("subject.unknown");
    const data = { name: draft.name, assetIds, from: new Date(draft.from), until: new Date(draft.until) };
    const saved =
      found === null
        ? await transaction.maintenanceWindow.create({ data })
        : await transaction.maintenanceWindow.update({ where: { id: found.id }, data });
    await record({
      kind: "maintenance.saved",
      subjectId: saved.id,
      subjectName: draft.name,
      before:
        found === null
          ? {}
          : fieldsOf({ ...found, from: found.from.getTime(), until: found.until.getTime() }),
      after: fieldsOf({ ...draft, assetIds }),
    });
    return { id: saved.id };
  });
}

/** Refusal `subject.unknown`. */
export function removeWindow(database: Database, actorId: AccountId, id: string): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const found = await transaction.maintenanceWindow.findUnique({ where: { id } });
    if (found === null) throw new Refusal("subject.unknown");
    await transaction.maintenanceWindow.delete({ where: { id } });
    const before = fieldsOf({ ...found, from: found.from.getTime(), until: found.until.getTime() });
    await record({ kind: "maintenance.removed", subjectId: id, subjectName: found.name, before, after: {} });
  });
}

function fieldsOf({
  name,
  assetIds,
  from,
  until,
}: Omit<WindowDraft, "assetIds"> & { readonly assetIds: readonly string[] }) {
  return { name, assetIds: [...assetIds], from, until };
}
