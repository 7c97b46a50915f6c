/** 待同步: what is saved here and not confirmed yet (C9). */
import type { EpochMs } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { QueueEntry } from "../replica/rows";

/** In the order in which it is sent. */
export function readQueue(db: ReplicaDatabase): Promise<readonly QueueEntry[]> {
  return db.queue.orderBy("seq").toArray();
}

export interface QueueSummary {
  readonly count: number;
  /** When the person saved the oldest one, by the device's clock; null when nothing waits. */
  readonly oldestAt: EpochMs | null;
  /** Photos and files of saved actions that the server has not confirmed (C8). */
  readonly files: number;
  /** Of these, those that do not go up by themselves: a person has to decide. */
  readonly stuck: number;
}

export async function summarizeQueue(db: ReplicaDatabase): Promise<QueueSummary> {
  const [count, oldest, files, stuck] = await db.transaction("r", db.queue, db.attachments, async () =>
    Promise.all([
      db.queue.count(),
      db.queue.orderBy("seq").first(),
      db.attachments.orderBy("actionId").count(),
      db.attachments.where("trouble").above("").count(),
    ]),
  );
  return { count, oldestAt: oldest?.savedAt ?? null, files, stuck };
}
