/** A workflow over any rows: the product's own are in decide.ts and available.ts, changed ones prove the tests. */
import type { Action } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { type AvailableAction, availableBy } from "./available";
import { decideBy } from "./decide";
import type { DecideContext, Decision } from "./decision";
import type { Row } from "./row";
import { createTable } from "./table";

export interface Workflow {
  decide(ticket: Ticket | null, action: Action, context: DecideContext): Decision;
  available(ticket: Ticket | null, context: DecideContext): readonly AvailableAction[];
}

export function createWorkflow(rows: readonly Row[]): Workflow {
  const table = createTable(rows);
  return {
    decide: (ticket, action, context) => decideBy(table, ticket, action, context),
    available: (ticket, context) => availableBy(table, ticket, context),
  };
}
