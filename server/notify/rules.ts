/** The matrix as administrators keep it: what differs from the workflow's rows, with who wanted it so and since when. */
import type { AccountId } from "../../core/ids";
import { type CellId, cellKey, defaultChannels, isSameChannels } from "../../core/notify/matrix";
import type { RuleChange, RuleRecord } from "../../core/notify/policy";
import { type Administration, administer } from "../admin/administer";
import type { Database } from "../db";

export async function readRules(database: Database): Promise<readonly RuleRecord[]> {
  const rows = await database.notifyRule.findMany({
    include: { changedBy: { select: { name: true } } },
    orderBy: [{ flow: "asc" }, { action: "asc" }, { stage: "asc" }, { told: "asc" }],
  });
  return rows.map(({ inbox, push, mail, changedBy, changedAt, flow, action, stage, told }) => ({
    ...({ flow, action, stage, told } as CellId),
    channels: { inbox, push, mail },
    changedBy: changedBy.name,
    changedAt: changedAt.getTime(),
  }));
}

/** All of them or none, each with its line of history. A cell that is as the rows say has no rule. Throws Refusal. */
export async function saveRules(
  database: Database,
  actorId: AccountId,
  changes: readonly RuleChange[],
): Promise<void> {
  await administer(database, actorId, "admin", async (administration) => {
    for (const change of changes) await saveRule(administration, change);
  });
}

/** 恢復預設: everything as the workflow's rows say. Throws Refusal. */
export async function resetRules(database: Database, actorId: AccountId): Promise<void> {
  await administer(database, actorId, "admin", async (administration) => {
    const rules = await administration.transaction.notifyRule.findMany();
    for (const { flow, action, stage, told } of rules) {
      const cell = { flow, action, stage, told } as CellId;
      await saveRule(administration, { ...cell, channels: defaultChannels });
    }
  });
}

async function saveRule(
  { transaction, actorId, now, record }: Administration,
  { flow, action, stage, told, channels }: RuleChange,
): Promise<void> {
  const cell = { flow, action, stage, told };
  const where = { flow_action_stage_told: cell };
  const found = await transaction.notifyRule.findUnique({ where });
  const before = found && { inbox: found.inbox, push: found.push, mail: found.mail };
  if (isSameChannels(channels, defaultChannels)) {
    await transaction.notifyRule.deleteMany({ where: cell });
  } else {
    const chosen = { ...channels, changedById: actorId, changedAt: new Date(now) };
    await transaction.notifyRule.upsert({ where, create: { ...cell, ...chosen }, update: chosen });
  }
  await record({
    kind: "notification.rule",
    subjectId: null,
    subjectName: cellKey(cell),
    before: { ...(before ?? defaultChannels) },
    after: { ...channels },
  });
}
