/** Which of several tickets one person may be given, by which action, and why not the others. */
import type { Genba } from "../../client/genba";
import type { TicketRow } from "../../client/replica/rows";
import type { AccountId } from "../../core/ids";
import type { ReturnCode } from "../../core/sync/protocol";
import type { WorkflowAction } from "../../core/workflow/vocabulary";

export interface Assignment {
  readonly row: TicketRow;
  readonly step:
    | { readonly tag: "do"; readonly action: WorkflowAction }
    | { readonly tag: "not"; readonly why: "notNow" | "already" | Extract<ReturnCode, "person.notMember"> };
}

const giving: readonly WorkflowAction[] = ["assignHandler", "assignInvestigator", "transfer"];

/** The step by which this person may hand the ticket on with nothing but a name; null: there is none now. */
export function givingStep(
  genba: Pick<Genba, "available">,
  { ticket }: Pick<TicketRow, "ticket">,
): WorkflowAction | null {
  const step = genba
    .available(ticket)
    .find(({ action, needs }) => giving.includes(action) && needs.every((arg) => arg === "personId"));
  return step?.action ?? null;
}

/** `personId` null: nobody is chosen yet. */
export function assignPlan(
  genba: Pick<Genba, "available" | "directory">,
  rows: readonly TicketRow[],
  personId: AccountId | null,
): readonly Assignment[] {
  const { groups } = genba.directory();
  return rows.map((row): Assignment => {
    const action = givingStep(genba, row);
    if (action === null) return { row, step: { tag: "not", why: "notNow" } };
    if (personId === null) return { row, step: { tag: "do", action } };
    const holder = row.ticket.stage === "investigate" ? row.ticket.investigatorId : row.ticket.holderId;
    if (holder === personId) return { row, step: { tag: "not", why: "already" } };
    const group = row.ticket.assignedGroupId === null ? undefined : groups.get(row.ticket.assignedGroupId);
    const isMember = group?.members.some((member) => member.accountId === personId) ?? true;
    return { row, step: isMember ? { tag: "do", action } : { tag: "not", why: "person.notMember" } };
  });
}
