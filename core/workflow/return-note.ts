/**
 * A5: what an author said must not be lost with the step that could not be taken. The words of an action that came
 * back, or came too late, stay on the ticket as a work note, and whoever holds the ticket now is told.
 */
import { leadsOf } from "../directory/people";
import type { Action } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import type { DecideContext, TicketChange, Told } from "./decision";
import { isVisible, mayAct } from "./relations";
import { mergeTold, tell } from "./told";
import { attachmentsOf, wordsOf } from "./words";

/** The words to keep, "" for photos alone; null when nothing was said, or there is no ticket to keep it on. */
export function noteOf(action: Action): string | null {
  // What an edit said is a field's other value, not a word about the work: its author holds both (A3).
  if (action.type === "void" || action.type === "open" || action.type === "edit") return null;
  const words = wordsOf(action.args);
  return words === "" && attachmentsOf(action.args) === null ? null : words;
}

export interface ReturnNote {
  readonly change: TicketChange;
  readonly told: readonly Told[];
}

/**
 * The work note of an action that was returned or superseded, on the ticket as it is. Null: nothing to keep, or the
 * ticket is out of the author's sight (A9: then the words are in their hands only).
 */
export function createReturnNote(ticket: Ticket, action: Action, context: DecideContext): ReturnNote | null {
  const text = noteOf(action);
  if (text === null || !mayAct(context.actor, context) || !isVisible(ticket, context)) return null;
  const activity = createActivity(action, context, {
    ticketId: ticket.id,
    type: "workNote",
    fromStage: ticket.stage,
    toStage: ticket.stage,
    text,
    details: present({
      returnedAction: action.type,
      code: action.args.closureCode ?? action.args.resolution,
      restoredAt: action.args.restoredAt,
      attachments: attachmentsOf(action.args),
    }),
  });
  const after = { ...ticket, version: ticket.version + 1, updatedAt: context.now };
  const told =
    ticket.holderId === null
      ? tell(leadsOf(ticket.assignedGroupId, context), "leads", "X", ticket.id)
      : tell([ticket.holderId], "holder", "X", ticket.id);
  return { change: { before: ticket, after, activities: [activity] }, told: mergeTold(told, context) };
}
