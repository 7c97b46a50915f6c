/** Drafts that no button of a ticket opens any more: somebody else moved it while the form was half typed (P2). */
import type { DraftRow } from "../../client/replica/database";
import { type ActionType, workflowActions } from "../../core/workflow/vocabulary";

/** The action of a draft `<ticketId>:<action>[:<returned action>]`; null for any other form. */
export function draftAction(draftId: string): ActionType | null {
  const name = draftId.split(":")[1];
  const known: readonly ActionType[] = [...workflowActions, "comment", "workNote", "edit"];
  return known.find((action) => action === name) ?? null;
}

export function strandedDrafts(
  drafts: readonly DraftRow[],
  offered: readonly ActionType[],
): readonly DraftRow[] {
  return drafts.filter((draft) => {
    const action = draftAction(draft.id);
    return action === null || !offered.includes(action);
  });
}
