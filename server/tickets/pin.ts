/** R8: a ticket found by search and opened is held for 30 days. */
import type { Epoch, TicketId } from "../../core/ids";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";
import { notifyCommitted } from "../live/notify";
import { ask, readSql } from "../sql";
import { readViewer } from "./viewer";

const heldDays = 30;
/** Tickets that one account pins; the one that runs out first gives way. */
const pinsMax = 500;

/** As it was when the counter stood at `cursor`: a phone whose own cursor is beyond that knows better. */
export type OpenedTicket = {
  readonly epoch: Epoch;
  readonly cursor: number;
  readonly ticket: Ticket;
  readonly activities: readonly Activity[];
};

const readTicketSql = readSql("tickets/sql/read.sql");

/** Null whether the ticket does not exist or is out of sight (A9). */
export async function pinTicket(
  database: Database,
  account: SessionAccount,
  ticketId: TicketId,
  now: number,
): Promise<OpenedTicket | null> {
  const { viewer, scopes } = await readViewer(database, account);
  const opened = await ask<OpenedTicket>(database, readTicketSql, ticketId, viewer.id, viewer.role, scopes);
  if (!opened) return null;
  const key = { accountId: account.id, ticketId };
  const until = new Date(now + heldDays * 86_400_000);
  await database.$transaction(async (transaction) => {
    const older = await transaction.ticketPin.findMany({
      where: { accountId: account.id, NOT: { ticketId } },
      orderBy: { until: "desc" },
      skip: pinsMax - 1,
      select: { ticketId: true },
    });
    if (older.length > 0) {
      const ticketIds = older.map((pin) => pin.ticketId);
      await transaction.ticketPin.deleteMany({
        where: { accountId: account.id, ticketId: { in: ticketIds } },
      });
    }
    await transaction.ticketPin.upsert({
      where: { accountId_ticketId: key },
      create: { ...key, until },
      update: { until },
    });
  });
  notifyCommitted(database, false);
  return opened;
}
