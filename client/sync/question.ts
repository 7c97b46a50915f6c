/** What a pull asks: by itself, or together with the push of the last actions that wait (S6). */
import type { ActionId } from "../../core/ids";
import type { PullQuestion } from "../../core/sync/protocol";
import type { Replica } from "../replica/intake";
import { readClient } from "../replica/numbering";
import type { QueueEntry } from "../replica/rows";

/**
 * Joins the caller's transaction (stores: meta, queue, returned). `sent`: the same request brings their outcomes. Null
 * while the replica is being filled.
 */
export async function readQuestion(
  { db }: Replica,
  sent: ReadonlySet<ActionId> = new Set(),
): Promise<PullQuestion | null> {
  const row = await db.meta.get("cursor");
  if (row?.key !== "cursor") return null;
  const client = await readClient(db);
  const queue = await db.queue.toArray();
  const open = queue.filter((entry) => !sent.has(entry.actionId) && isOpen(entry)).map(({ seq }) => seq);
  const held = await db.returned
    .filter((item) => item.outcome.kind === "held" && item.action.clientId === client.clientId)
    .toArray();
  const fromSeq = Math.min(client.nextSeq, ...open, ...held.map((item) => item.action.seq));
  const { epoch, cursor, scopeHash } = row;
  return { epoch, cursor, scopeHash, fromSeq };
}

/** A final outcome that is known need not be said again; one that is held may have changed (S2a). */
function isOpen({ state }: QueueEntry): boolean {
  return state.tag === "waiting" || state.outcome.kind === "held";
}
