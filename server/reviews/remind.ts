/**
 * Reminders and escalation of unanswered reviews (WORKFLOWS.md, Reviews). There are no timers to lose: each look reads
 * what waits, core says what is due by now, and the outbox's unique key says what was told already. So it survives any
 * restart, and any number of processes may look. A review that moved since it was read is left to the next look.
 */
import type { Ticket } from "../../core/tickets/ticket";
import type { DecideContext } from "../../core/workflow/decision";
import { type ReviewAlarm, reviewAlarms } from "../../core/workflow/review-alarms";
import type { Database } from "../db";
import { readDesk } from "../directory/directory";
import { alarmPayload } from "../notify/payload";
import { tell } from "../notify/tell";
import { ask, readSql } from "../sql";
import { createSystemContext } from "../sync/context";
import type { OutboxRow } from "../sync/write";

type Waiting = { readonly ticket: Ticket; readonly askedAt: number };

const waitingSql = readSql("reviews/sql/waiting.sql");

/** Writes what is due at `now` (epoch ms). Answers how many were told now for the first time. */
export async function remindReviewers(database: Database, now: number): Promise<number> {
  const waiting = (await ask<readonly Waiting[]>(database, waitingSql)) ?? [];
  if (waiting.length === 0) return 0;
  const directory = await readDesk(database);
  const context = createSystemContext(now, directory);
  const told = waiting.flatMap(({ ticket, askedAt }) =>
    reviewAlarms(ticket, askedAt, context).flatMap((alarm) => rowsOf(ticket, alarm, context)),
  );
  return tell(
    database,
    told,
    waiting.map(({ ticket }) => ticket),
  );
}

function rowsOf(ticket: Ticket, { kind, people }: ReviewAlarm, context: DecideContext): readonly OutboxRow[] {
  const as = kind === "reviewReminder" ? (["reviewers"] as const) : (["leads"] as const);
  return people.map(({ accountId, insteadOf }) => {
    // A review that is entered again under a new revision is another one.
    const key = `${kind}:${ticket.id}:${ticket.stage}:${ticket.revision}:${accountId}`;
    const payload = alarmPayload(ticket, { kind, action: "submitForReview", as, insteadOf, at: context.now });
    return { key, kind, accountId, ticketId: ticket.id, payload };
  });
}
