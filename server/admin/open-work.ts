/** What a person still has to do, and cannot be left with nobody: read before they are deactivated or lose their role. */
import { type Obstacles, type OpenTicket, obstacleTicketsMax } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { table } from "../../core/workflow/decide";
import type { Database, DatabaseTransaction } from "../db";
import { ask, readSql } from "../sql";

const heldBySql = readSql("admin/sql/held-by.sql");
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

/** The reviews that wait for this person's vote, locked until the transaction ends. */
export async function lockReviewsAskedOf(
  transaction: DatabaseTransaction,
  id: AccountId,
): Promise<readonly Ticket[]> {
  await ask(transaction, lockAskedSql, id);
  return (await ask<readonly Ticket[]>(transaction, askedOfSql, id)) ?? [];
}

export function openTicketOf(ticket: Ticket): OpenTicket {
  const { id, flow, number, title, stage, assignedGroupId, holderId } = ticket;
  const canReturn = table.find(ticket, "returnToAssign") !== null;
  return { id, flow, number, title, stage, assignedGroupId, holderId, canReturn };
}

export function obstaclesOf(tickets: readonly OpenTicket[]): Obstacles {
  return { tickets: tickets.slice(0, obstacleTicketsMax) };
}
