/** Which of several tickets one person may be given, by which action, and why not the others. */
import type { DirectoryView } from "../../client/genba";
import type { TicketRow } from "../../client/replica/rows";
import type { AccountId } from "../../core/ids";
import type { ReturnCode } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { AvailableAction } from "../../core/workflow/available";
import type { WorkflowAction } from "../../core/workflow/vocabulary";

export interface Assignment {
  readonly row: TicketRow;
  readonly step:
    | { readonly tag: "do"; readonly action: WorkflowAction }
    | { readonly tag: "not"; readonly why: "notNow" | "already" | Extract<ReturnCode, "person.notMember"> };
}

const giving: readonly WorkflowAction[] = ["assignHandler", "assignInvestigator", "transfer"];

/** What may be done with a ticket now. */
export type Offer = (ticket: Ticket) => readonly Pick<AvailableAction, "action" | "needs">[];

/** The step by which this person may hand the ticket on with nothing but a name; null: there is none now. */
export function givingStep(offer: Offer, { ticket }: Pick<TicketRow, "ticket">): WorkflowAction | null {
  const step = offer(ticket).find(
    ({ action, needs }) => giving.includes(action) && needs.every((arg) => arg === "personId"),
  );
  return step?.action ?? null;
}

/** `personId` null: nobody is chosen yet. */
export function assignPlan(
  offer: Offer,
  { groups }: Pick<DirectoryView, "groups">,
  rows: readonly TicketRow[],
  personId: AccountId | null,
): readonly Assignment[] {
  return rows.map((row): Assignment => {
    const action = givingStep(offer, row);
    if (action === null) return { row, step: { tag: "not", why: "notNow" } };
    if (personId === null) return { row, step: { tag: "do", action } };
    const holder = row.ticket.stage === "investigate" ? row.ticket.investigatorId : row.ticket.holderId;
    if (holder === personId) return { row, step: { tag: "not", why: "already" } };
    const group = row.ticket.assignedGroupId === null ? undefined : groups.get(row.ticket.assignedGroupId);
    const isMember = group?.members.some((member) => member.accountId === personId) ?? true;
    return { row, step: isMember ? { tag: "do", action } : { tag: "not", why: "person.notMember" } };
  });
}
