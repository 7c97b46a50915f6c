/**
 * Assignments that nobody touches climb to the leads (WORKFLOWS.md, Notifications). Like the reminders of reviews there
 * are no timers to lose: each look reads what is untouched, core says what is due by now, and the outbox's unique key
 * says what climbed already. Any number of processes may look.
 */
import type { ActivityId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { assignmentClimb } from "../../core/workflow/assignment-alarms";
import type { Database } from "../db";
import { readDesk } from "../directory/directory";
import { alarmPayload } from "../notify/payload";
import { tell } from "../notify/tell";
import { ask, readSql } from "../sql";
import { createSystemContext } from "../sync/context";
import type { OutboxRow } from "../sync/write";

type Untouched = {
  readonly ticket: Ticket;
  /** The line by which its holder got it: what climbs, climbs once for it. */
  readonly lineId: ActivityId;
  readonly assignedAt: number;
};

const untouchedSql = readSql("assignments/sql/untouched.sql");
const kind = "assignmentClimb";

/** Writes what is due at `now` (epoch ms). Answers how many were told. */
export async function climbAssignments(database: Database, now: number): Promise<number> {
  const untouched = (await ask<readonly Untouched[]>(database, untouchedSql, now)) ?? [];
  if (untouched.length === 0) return 0;
  const context = createSystemContext(now, await readDesk(database));
  const rows = untouched.flatMap(({ ticket, lineId, assignedAt }) =>
    assignmentClimb(ticket, assignedAt, context).map(({ accountId, insteadOf }): OutboxRow => {
      const key = `${kind}:${lineId}:${accountId}`;
      const { holderId } = ticket;
      const payload = {
        // An assignment would say to a phone of before that it is its reader's.
        ...alarmPayload(ticket, { kind, action: "transfer", as: ["leads"], insteadOf, at: now }),
        ...(holderId === null ? {} : { holderId }),
      };
      return { key, kind, accountId, ticketId: ticket.id, payload };
    }),
  );
  return tell(
    database,
    rows,
    untouched.map(({ ticket }) => ticket),
  );
}
