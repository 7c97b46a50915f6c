/**
 * What this person may do now: what the workflow's rows allow (core), putting a field right (A3), and a comment, which
 * every stage takes (A4).
 */
import { availableNow } from "../../client/available";
import type { Genba } from "../../client/genba";
import type { TicketRow } from "../../client/replica/rows";
import type { Ticket } from "../../core/tickets/ticket";
import { editableNow } from "../../core/workflow/edit";
import type { OfferedAction } from "./action-order";

const comment: OfferedAction = { action: "comment", needed: ["text"], primary: false };

const edit: OfferedAction = { action: "edit", needed: [], primary: false };

/** `linked`: those of the tickets linked to it that the phone holds. */
export function offeredActions(
  genba: Genba,
  ticket: Ticket,
  linked: readonly TicketRow[],
): readonly OfferedAction[] {
  const held = linked.map((row) => row.ticket);
  const allowed = availableNow(genba.context(), ticket, held).map(({ action, needs, primary }) => ({
    action,
    needed: needs,
    primary,
  }));
  // One tap approves; who has something to say takes the form.
  const worded = allowed
    .filter(({ action }) => action === "approve")
    .map(({ action, needed }) => {
      return { action, needed, primary: false, worded: true } as const;
    });
  const edits = editableNow(ticket, genba.context()).length > 0 ? [edit] : [];
  return [...allowed, ...worded, ...edits, comment];
}
