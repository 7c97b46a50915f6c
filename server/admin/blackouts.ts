/** 凍結期 (core/directory/blackout.ts): administrators name them; who plans a change sees them at once. */
import { type BlackoutDraft, blackoutsMax } from "../../core/directory/administration";
import type { AccountId, BlackoutId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { administer } from "./administer";

/** Changes that are scheduled already stay so. Refusals: `subject.unknown` (a site), `blackout.tooMany`. */
export function createBlackout(
  database: Database,
  actorId: AccountId,
  draft: BlackoutDraft,
): Promise<{ readonly id: BlackoutId }> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const siteIds = [...new Set(draft.siteIds)];
    const known = await transaction.site.count({ where: { id: { in: siteIds } } });
    if (known < siteIds.length) throw new Refusal("subject.unknown");
    const standing = await transaction.blackout.count({ where: { until: { gt: new Date(now) } } });
    if (standing >= blackoutsMax) throw new Refusal("blackout.tooMany");
    const { name, from, until } = draft;
    const { id } = await transaction.blackout.create({
      data: { name, from: new Date(from), until: new Date(until), siteIds },
    });
    await record({
      kind: "blackout.created",
      subjectId: id,
      subjectName: name,
      before: {},
      after: { from, until, siteIds },
    });
    return { id: id as BlackoutId };
  });
}

/** Refusals: `subject.unknown`. */
export function removeBlackout(database: Database, actorId: AccountId, id: BlackoutId): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const row = await transaction.blackout.findUnique({ where: { id } });
    if (!row) throw new Refusal("subject.unknown");
    await transaction.blackout.delete({ where: { id } });
    await record({
      kind: "blackout.removed",
      subjectId: id,
      subjectName: row.name,
      before: { from: row.from.getTime(), until: row.until.getTime(), siteIds: row.siteIds },
      after: {},
    });
  });
}
