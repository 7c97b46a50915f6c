import type { EpochMs } from "../../core/ids";
import { attachmentsOf } from "../../core/workflow/words";
import type { ReplicaDatabase } from "../replica/database";
import { listSpareDrafts } from "../spare";
import { drop } from "./owned";

/** A form that was left open in another tab may be about to name it. */
const forgottenMs = 86_400_000;

/** Bytes that no form and no action names: what a crash between two transactions could leave. */
export async function sweepForgotten(db: ReplicaDatabase, now: EpochMs): Promise<void> {
  await db.transaction("rw", ["drafts", "attachments", "bytes"], async () => {
    const drafts = [...(await db.drafts.toArray()), ...listSpareDrafts(db.accountId)];
    const named = new Set(drafts.flatMap(({ args }) => (attachmentsOf(args) ?? []).map(({ id }) => id)));
    const rows = await db.attachments.toArray();
    const forgotten = rows.filter(
      ({ id, actionId, addedAt }) => actionId === undefined && !named.has(id) && now - addedAt > forgottenMs,
    );
    await drop(
      db,
      forgotten.map(({ id }) => id),
    );
  });
}
