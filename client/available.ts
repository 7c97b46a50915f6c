/** What may be pressed now, by what this phone knows (A8). */
import type { Ticket } from "../core/tickets/ticket";
import { type AvailableAction, available } from "../core/workflow/available";
import { type DecideContext, unknown } from "../core/workflow/decision";

/**
 * Exactly the actions this person may do now. Null: what may be opened. `linked`: those of the tickets linked to it that
 * the phone holds.
 */
export function availableNow(
  context: DecideContext,
  ticket: Ticket | null,
  linked: readonly Ticket[] = [],
): readonly AvailableAction[] {
  return available(ticket, { ...context, ticket: (id) => linked.find((one) => one.id === id) ?? unknown });
}
