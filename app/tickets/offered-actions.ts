/** What this person may do now: what the workflow's rows allow (core), and a comment, which every stage takes (A4). */
import type { Genba } from "../../client/genba";
import type { Ticket } from "../../core/tickets/ticket";
import type { OfferedAction } from "./action-order";

const comment: OfferedAction = { action: "comment", needed: ["text"], primary: false };

export function offeredActions(genba: Genba, ticket: Ticket): readonly OfferedAction[] {
  const allowed = genba
    .available(ticket)
    .map(({ action, needs, primary }) => ({ action, needed: needs, primary }));
  return [...allowed, comment];
}
