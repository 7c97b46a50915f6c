/**
 * `dependsOn` (A1, A2): a step stands on the author's earlier steps on the same ticket that are not decided yet; if one
 * of them comes back, this one is held. Comments and notes are accepted at every stage (A4), so they stand on nothing
 * but the opening of their ticket; an edit on it and on the earlier edits of the same field (A3). A number keeper stands on nothing.
 * A choice about something that came back stands on nothing that waits for that choice: each would be held for the other.
 */
import type { ActionId, TicketId } from "../../core/ids";
import { type ActionArgs, listMax } from "../../core/sync/protocol";
import { editedField } from "../../core/workflow/edit";
import type { ActionType } from "../../core/workflow/vocabulary";
import type { QueueEntry } from "../replica/rows";

export function dependenciesOf(
  draft: { readonly type: ActionType; readonly ticketId: TicketId; readonly args: ActionArgs },
  earlier: readonly QueueEntry[],
  resolves?: ActionId,
): readonly ActionId[] {
  if (draft.type === "void") return [];
  const waiting = resolves === undefined ? null : waitingFor(resolves, earlier);
  const undecided = earlier.filter(
    ({ state, touches, actionId }) =>
      state.tag === "waiting" && touches.includes(draft.ticketId) && waiting?.has(actionId) !== true,
  );
  const field = draft.type === "edit" ? editedField(draft.args) : null;
  const needed = undecided.filter((entry) => {
    // A6: a vote is for one revision. One that waits for an older revision comes back, and must not take this along.
    if (isVote(draft.type) && isVote(entry.action.type)) return false;
    if (!isBeside(draft.type)) return isStep(entry);
    const isItsOpening = entry.action.ticketId !== draft.ticketId || entry.action.type === "open";
    return isItsOpening || (entry.action.type === "edit" && editedField(entry.action.args) === field);
  });
  return needed.slice(-listMax).map((entry) => entry.actionId);
}

/** Moves the ticket nowhere. */
function isBeside(type: ActionType): boolean {
  return type === "comment" || type === "workNote" || type === "edit";
}

function isVote(type: ActionType): boolean {
  return type === "approve" || type === "reject";
}

function isStep(entry: QueueEntry): boolean {
  return !isBeside(entry.action.type) && entry.action.type !== "void";
}

/** What stands on `cause`, or on something that does; `earlier` in the order of the queue. */
function waitingFor(cause: ActionId, earlier: readonly QueueEntry[]): ReadonlySet<ActionId> {
  const found = new Set<ActionId>([cause]);
  for (const { actionId, action } of [...earlier].sort((a, b) => a.seq - b.seq)) {
    if (action.dependsOn.some((id) => found.has(id))) found.add(actionId);
  }
  return found;
}
