/** What a row of the outbox says of its ticket, and the rows that no action writes but time that passed. */
import type { Ticket } from "../../core/tickets/ticket";
import type { OutboxPayload } from "../sync/write";

type Facts = Pick<
  OutboxPayload,
  "ticketId" | "flow" | "number" | "title" | "priority" | "stage" | "outcome" | "restricted" | "revision"
>;

export function factsOf(ticket: Ticket): Facts {
  const { id, flow, number, title, priority, stage, outcome, restricted, revision } = ticket;
  return { ticketId: id, flow, number, title, priority, stage, outcome, restricted, revision };
}

/** `action`: what a phone says that does not know the kind. `at` in epoch ms. */
export function alarmPayload(
  ticket: Ticket,
  told: Pick<OutboxPayload, "kind" | "action" | "as" | "insteadOf"> & { readonly at: number },
): OutboxPayload {
  const { at, ...said } = told;
  return {
    ...factsOf(ticket),
    ...said,
    actionId: null,
    actorId: "system",
    actorName: "",
    source: "X",
    occurredAt: at,
  };
}
