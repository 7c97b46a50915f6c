import type { Ticket } from "../tickets/ticket";
import type { DecideContext } from "./decision";
import { personasOf } from "./relations";
import { isReviewStage, seatOf } from "./review";

/** Whether the actor's vote, their own or one they give for somebody, is still asked. */
export function mayVote(ticket: Ticket, context: DecideContext): boolean {
  if (ticket.review === null || !isReviewStage(ticket.stage)) return false;
  return seatOf(ticket.review, ticket, personasOf(context), context)?.vote === null;
}
