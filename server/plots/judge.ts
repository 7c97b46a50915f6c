/**
 * Whether closed incidents met their clocks, kept with their facts, as working time is too long to count for all of a
 * year at each look. Judged by core's own clocksOf; anew when the ticket changes, and when a calendar, a target, or who
 * has which does (sla_version counts those). The plots judge what few are due before they answer; the job process
 * judges the many.
 */
import { type Clock, clocksOf } from "../../core/sla/clock";
import type { Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { readDesk } from "../directory/directory";
import { ask, readSql, run } from "../sql";

const readSqlText = readSql("plots/sql/judge-read.sql");
const writeSqlText = readSql("plots/sql/judge-write.sql");

/** Judges `max` at most; answers how many were due. `now`: epoch ms. */
export async function judgeClocks(database: Database, max: number, now: number): Promise<number> {
  // The version first: a calendar that changes after it makes them due once more.
  const due = await ask<{ version: number; tickets: readonly Ticket[] }>(database, readSqlText, max);
  if (due === null || due.tickets.length === 0) return 0;
  const desk = await readDesk(database);
  const judged = due.tickets.map((ticket) => {
    const clocks = clocksOf(ticket, desk, now);
    return {
      ticketId: ticket.id,
      version: ticket.version,
      responseMet: isMet(clocks?.response),
      resolutionMet: isMet(clocks?.resolution),
    };
  });
  await run(database, writeSqlText, JSON.stringify(judged), due.version);
  return due.tickets.length;
}

/** Null: it did not end. */
function isMet(clock: Clock | undefined): boolean | null {
  return clock === undefined || clock.endedAt === null ? null : clock.state === "met";
}
