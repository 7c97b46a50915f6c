/**
 * `dependsOn` (A1, A2): a step stands on the author's earlier steps on the same ticket that are not decided yet; if one
 * of them comes back, this one is held. Comments and notes are accepted at every stage (A4), so they stand on nothing
 * but the opening of their ticket. A number keeper stands on nothing.
 */
import type { ActionId, TicketId } from "../../core/ids";
import { listMax } from "../../core/sync/protocol";
import type { ActionType } from "../../core/workflow/vocabulary";
import type { QueueEntry } from "../replica/rows";

export function dependenciesOf(
  draft: { readonly type: ActionType; readonly ticketId: TicketId },
  earlier: readonly QueueEntry[],
): readonly ActionId[] {
  if (draft.type === "void") return [];
  const undecided = earlier.filter(
    (entry) => entry.state.tag === "waiting" && entry.touches.includes(draft.ticketId),
  );
  const needed = undecided.filter((entry) =>
    isInsert(draft.type)
      ? entry.action.ticketId !== draft.ticketId || entry.action.type === "open"
      : isStep(entry),
  );
  return needed.slice(-listMax).map((entry) => entry.actionId);
}

function isInsert(type: ActionType): boolean {
  return type === "comment" || type === "workNote";
}

function isStep(entry: QueueEntry): boolean {
  return !isInsert(entry.action.type) && entry.action.type !== "void";
}
