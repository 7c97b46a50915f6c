/** Exactly what a person may do with a ticket now: the buttons of a screen. */
import type { ArgName } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { isReopenLate } from "./checks";
import { table } from "./decide";
import type { DecideContext } from "./decision";
import { hasOpenProblem } from "./links";
import { mayVote } from "./may-vote";
import { askedOf } from "./needs";
import { grantOf, isVisible, mayAct } from "./relations";
import { refreshReview } from "./review";
import type { Table, TableRow } from "./table";
import { type Flow, flows, type WorkflowAction } from "./vocabulary";
import { isVote } from "./vote";

export interface AvailableAction {
  readonly action: WorkflowAction;
  /** The arguments the form asks for; `holdTicketId` only for holds that wait for a ticket. */
  readonly needs: readonly ArgName[];
  /** The one main action at most; the first of the list when there is one. */
  readonly primary: boolean;
}

/** What leads a ticket forward, the nearest first; the rest follows in the document's order. */
const forward: readonly WorkflowAction[] = [
  "resume",
  "start",
  "assignHandler",
  "assignInvestigator",
  "claim",
  "resolve",
  "eradicate",
  "startPlanning",
  "submitForReview",
  "approve",
  "schedule",
  "complete",
  "close",
  "confirm",
];

/** What the form of a new ticket of this flow asks for. */
export function openingNeeds(flow: Flow): readonly ArgName[] {
  const row = table.findOpen(flow);
  return row === null ? [] : askedOf(row);
}

/** `ticket` null: whether this person may open one of any kind. */
export function available(ticket: Ticket | null, context: DecideContext): readonly AvailableAction[] {
  return availableBy(table, ticket, context);
}

export function availableBy(
  rowTable: Table,
  ticket: Ticket | null,
  context: DecideContext,
): readonly AvailableAction[] {
  if (!mayAct(context.actor, context)) return [];
  if (ticket === null) return availableToOpen(rowTable, context);
  if (!isVisible(ticket, context)) return [];
  const current = refreshReview(ticket, context);
  const legal = rowTable.from(current).filter((row) => isLegal(row, current, context));
  const rank = (row: TableRow): number => {
    const place = forward.indexOf(row.action);
    return place < 0 ? forward.length : place;
  };
  return legal
    .sort((a, b) => rank(a) - rank(b))
    .map((row, index) => ({
      action: row.action,
      needs: askedOf(row),
      primary: index === 0 && forward.includes(row.action),
    }));
}

function availableToOpen(rowTable: Table, context: DecideContext): readonly AvailableAction[] {
  for (const flow of flows) {
    const row = rowTable.findOpen(flow);
    if (row === null || grantOf(row, null, context) === null) continue;
    return [{ action: "open", needs: askedOf(row), primary: true }];
  }
  return [];
}

function isLegal(row: TableRow, ticket: Ticket, context: DecideContext): boolean {
  if (grantOf(row, ticket, context) === null) return false;
  if (isVote(row)) return mayVote(ticket, context);
  switch (row.action) {
    case "resume":
      return ticket.hold !== null;
    case "reopen":
      return !isReopenLate(ticket, context);
    case "raiseProblem":
      return !hasOpenProblem(ticket, context);
    case "start":
      return (ticket.change?.actualStart ?? null) === null;
    default:
      return true;
  }
}
