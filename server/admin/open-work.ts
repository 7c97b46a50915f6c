/** What a person still has to do, and cannot be left with nobody: read before they are deactivated or lose their role. */
import { type Obstacles, type OpenTicket, obstacleTicketsMax } from "../../core/directory/administration";
import type { AccountId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { table } from "../../core/workflow/decide";
import type { Database, DatabaseTransaction } from "../db";
import { ask, readSql } from "../sql";
import { TicketsGrew } from "../sync/start-over";

const heldBySql = readSql("admin/sql/held-by.sql");
const holdPersonSql = readSql("admin/sql/hold-person.sql");
const lockAskedSql = readSql("admin/sql/lock-asked.sql");
const askedOfSql = readSql("admin/sql/asked-of.sql");

/**
 * The open tickets that wait for this person: those they hold where the workflow lets another take over. Where it
 * does not (a change that is done, or in review), nothing waits for its implementer.
 */
export async function openWorkOf(
  on: Database | DatabaseTransaction,
  id: AccountId,
): Promise<readonly OpenTicket[]> {
  const held = (await ask<readonly Ticket[]>(on, heldBySql, id)) ?? [];
  return held.filter((ticket) => table.find(ticket, "transfer") !== null).map(openTicketOf);
}

export type WorkOfLeaver = {
  readonly openWork: readonly OpenTicket[];
  /** The reviews that wait for this person's vote, locked until the transaction ends. */
  readonly reviews: readonly Ticket[];
};

/**
 * All that waits for a person who is about to go. Until the transaction ends nobody gives them more: what names them
 * at the same time has come, and is in the answer, or waits and then sees them gone (server/sync/hold-named.ts).
 * Throws TicketsGrew.
 */
export async function holdWorkOf(transaction: DatabaseTransaction, id: AccountId): Promise<WorkOfLeaver> {
  const lockedIds = (await ask<readonly TicketId[]>(transaction, lockAskedSql, id)) ?? [];
  await ask(transaction, holdPersonSql, id);
  const reviews = (await ask<readonly Ticket[]>(transaction, askedOfSql, id)) ?? [];
  // Tickets are locked before people (S1): those that came between are for the next try.
  if (reviews.some((ticket) => !lockedIds.includes(ticket.id))) throw new TicketsGrew();
  return { openWork: await openWorkOf(transaction, id), reviews };
}

export function openTicketOf(ticket: Ticket): OpenTicket {
  const { id, flow, number, title, stage, assignedGroupId, holderId } = ticket;
  const canReturn = table.find(ticket, "returnToAssign") !== null;
  return { id, flow, number, title, stage, assignedGroupId, holderId, canReturn };
}

export function obstaclesOf(tickets: readonly OpenTicket[]): Obstacles {
  return { tickets: tickets.slice(0, obstacleTicketsMax) };
}
