/**
 * P2: a photo that its form no longer names (another tab with the same form wrote its own draft over it) comes back
 * into that form. Nothing that was photographed is swept away: a person takes it out, or throws the form away.
 */
import { attachmentsOf } from "../../core/workflow/words";
import type { ReplicaDatabase } from "../replica/database";
import { listSpareDrafts } from "../spare";

/** Answers how many were brought back. */
export function mendDrafts(db: ReplicaDatabase, now: number): Promise<number> {
  return db.transaction("rw", ["drafts", "attachments"], async () => {
    const drafts = [...(await db.drafts.toArray()), ...listSpareDrafts(db.accountId)];
    const named = new Set(drafts.flatMap(({ args }) => (attachmentsOf(args) ?? []).map(({ id }) => id)));
    const lost = await db.attachments
      .filter(({ id, actionId }) => actionId === undefined && !named.has(id))
      .toArray();
    for (const { ref, form } of lost) {
      const draft = await db.drafts.get(form.draftId);
      const attachments = [...((draft && attachmentsOf(draft.args)) ?? []), ref];
      const { draftId: id, ticketId } = form;
      await db.drafts.put({ id, ticketId, args: { ...draft?.args, attachments }, savedAt: now });
    }
    return lost.length;
  });
}
