/**
 * Taking an action back before it was sent (A7): the entry stays as a `void` under its number, so numbers have no
 * holes. Once a push that carried it has begun, its content is fixed (S3): nobody can know what arrived.
 */
import type { ActionId } from "../../core/ids";
import { newestVersion } from "../../core/workflow/upcast";
import { dropOf, giveBack } from "../attachments/owned";
import { authoredStores } from "../replica/database";
import { projectWith, type Replica } from "../replica/intake";
import type { QueueEntry } from "../replica/rows";

export type Discarded = "discarded" | "maybeSent" | "gone";

export function discard(replica: Replica, actionId: ActionId): Promise<Discarded> {
  const { db } = replica;
  return db.transaction("rw", authoredStores, async (): Promise<Discarded> => {
    const entry = await db.queue.get(actionId);
    if (entry === undefined) return "gone";
    if (entry.attempted || entry.state.tag === "decided") return "maybeSent";
    await db.queue.put(voided(entry));
    if (entry.action.resolves === undefined) await dropOf(db, actionId);
    else {
      // The choice is open again: it was never sent.
      await giveBack(db, actionId, entry.action.resolves);
      await db.returned.update(entry.action.resolves, { open: 1, resolvedBy: null });
    }
    await projectWith(replica, { affected: entry.touches, confirmed: new Map(), left: [actionId] });
    return "discarded";
  });
}

/** The same number, nothing to say. `dependsOn` and `resolves` go with the words. */
export function voided(entry: QueueEntry): QueueEntry {
  const { resolves: _, ...action } = entry.action;
  const typeVersion = newestVersion("void");
  return { ...entry, action: { ...action, type: "void", typeVersion, args: {}, dependsOn: [] } };
}
