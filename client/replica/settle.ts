/** Outcomes other than applied become 待處理 when their entry leaves the queue; `held` ones may still change (S2a). */
import type { EpochMs } from "../../core/ids";
import type { StoredOutcome } from "../../core/sync/protocol";
import type { ReplicaDatabase } from "./database";
import type { QueueEntry, ReturnedRow } from "./rows";

/**
 * Nothing for `applied`. A number keeper has nothing to say of itself: only what it was put in the place of may have come back
 * or be held, since it had been sent after all (a restored backup), and others may stand on that.
 */
export function toReturned(entry: QueueEntry, now: EpochMs): readonly ReturnedRow[] {
  if (entry.state.tag === "waiting" || entry.state.outcome.kind === "applied") return [];
  if (entry.action.type === "void" && entry.state.outcome.kind === "superseded") return [];
  return [
    {
      actionId: entry.actionId,
      ticketId: entry.action.ticketId,
      action: entry.action,
      outcome: entry.state.outcome,
      title: entry.title,
      at: now,
      read: false,
      open: 1,
      resolvedBy: null,
      ...(entry.seen === undefined ? {} : { seen: entry.seen }),
    },
  ];
}

/** S2a: a later pull brings the one final outcome of something held. */
export async function settleHeld(
  db: ReplicaDatabase,
  outcomes: readonly StoredOutcome[],
  now: EpochMs,
): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = await db.returned.bulkGet(outcomes.map((stored) => stored.actionId));
  for (const [index, { outcome }] of outcomes.entries()) {
    const row = rows[index];
    if (row === undefined || row.outcome.kind !== "held" || outcome.kind === "held") continue;
    if (outcome.kind === "applied") await db.returned.delete(row.actionId);
    else await db.returned.put({ ...row, outcome, at: now, read: false, open: 1 });
  }
}
