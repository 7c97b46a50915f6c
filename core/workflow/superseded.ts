/** A2, superseded: the ticket is already where the action wanted it, by the same meaning. */
import type { Action } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import type { DecideContext } from "./decision";
import { hasOpenProblem } from "./links";
import type { Table } from "./table";
import type { ActionType } from "./vocabulary";

/** For an action that no row allows at the ticket's stage. */
export function isDoneAlready(table: Table, ticket: Ticket, action: Action, context: DecideContext): boolean {
  const places = table.ofAction(ticket.flow, action.type).flatMap((row) => row.to.map((to) => to.word));
  if (ticket.outcome !== null) return places.includes(`closed/${ticket.outcome}`);
  if (!places.includes(ticket.stage)) return false;
  const { personId } = action.args;
  switch (action.type) {
    case "claim":
      return ticket.holderId === context.actor.id;
    case "assignHandler":
      return personId !== undefined && ticket.holderId === personId;
    case "assignInvestigator":
      return personId !== undefined && ticket.investigatorId === personId;
    default:
      return ticket.last.action === action.type && saysNothingOfItsOwn(action.type);
  }
}

/** Steps whose arguments shape the ticket: done by someone else in other words, the author must see the difference. */
const shapingActions: ReadonlySet<ActionType> = new Set<ActionType>([
  "submitForReview",
  "schedule",
  "reschedule",
  "complete",
  "close",
  "transfer",
]);

function saysNothingOfItsOwn(type: ActionType): boolean {
  return !shapingActions.has(type);
}

/** For an action that a row allows to this actor, but that would change nothing. */
export function changesNothing(ticket: Ticket, action: Action, context: DecideContext): boolean {
  const { args } = action;
  switch (action.type) {
    case "transfer":
      return args.personId !== undefined && ticket.holderId === args.personId;
    case "reassign":
      // The actor's own move needs no notice: choosing the same group again is a mistake (group.same).
      return (
        args.groupId === ticket.assignedGroupId &&
        ticket.last.action === "reassign" &&
        ticket.last.actorId !== context.actor.id
      );
    case "hold":
      return (
        ticket.hold !== null &&
        ticket.hold.reason === args.holdReason &&
        ticket.hold.until === args.until &&
        (ticket.hold.ticketId === null || ticket.hold.ticketId === args.holdTicketId)
      );
    case "resume":
      return ticket.hold === null && ticket.last.action === "resume";
    case "start":
      return (ticket.change?.actualStart ?? null) !== null;
    case "raiseProblem":
      return hasOpenProblem(ticket, context);
    default:
      return false;
  }
}
