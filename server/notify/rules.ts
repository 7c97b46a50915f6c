/** The matrix as administrators keep it: what differs from the workflow's rows, with who wanted it so and since when. */
import type { AccountId } from "../../core/ids";
import { defaultChannels, isSameChannels } from "../../core/notify/matrix";
import type { RuleChange, RuleRecord } from "../../core/notify/policy";
import type { Database } from "../db";

export async function readRules(database: Database): Promise<readonly RuleRecord[]> {
  const rows = await database.notifyRule.findMany({
    include: { changedBy: { select: { name: true } } },
    orderBy: [{ flow: "asc" }, { action: "asc" }, { told: "asc" }],
  });
  return rows.map(({ inbox, push, mail, changedBy, changedAt, flow, action, told }) => ({
    ...({ flow, action, told } as Pick<RuleRecord, "flow" | "action" | "told">),
    channels: { inbox, push, mail },
    changedBy: changedBy.name,
    changedAt: changedAt.getTime(),
  }));
}

/** All of them or none. A cell that is as the rows say has no rule. */
export async function saveRules(
  database: Database,
  actorId: AccountId,
  changes: readonly RuleChange[],
): Promise<void> {
  await database.$transaction(async (transaction) => {
    for (const { flow, action, told, channels } of changes) {
      const cell = { flow, action, told };
      if (isSameChannels(channels, defaultChannels)) {
        await transaction.notifyRule.deleteMany({ where: cell });
        continue;
      }
      const chosen = { ...channels, changedById: actorId, changedAt: new Date() };
      await transaction.notifyRule.upsert({
        where: { flow_action_told: cell },
        create: { ...cell, ...chosen },
        update: chosen,
      });
    }
  });
}

/** 恢復預設: everything as the workflow's rows say. */
export async function resetRules(database: Database): Promise<void> {
  await database.notifyRule.deleteMany();
}
