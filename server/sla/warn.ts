/**
 * Warnings of clocks (WORKFLOWS.md, SLA; docs/decisions/0040-sla.md). There are no timers to lose: each open incident has
 * a row that says when its clocks are to be looked at next, which the database sets to now whenever something moves
 * them. A look tells what has passed and puts off the next; the outbox's unique key says what was told. So a look costs
 * what is due and not what is open, survives any restart, and any number of processes may look.
 */
import { isOfResponse, type SlaAlarmKind } from "../../core/sla/alarm-kinds";
import { slaAlarms, slaTold } from "../../core/sla/alarms";
import type { Ticket } from "../../core/tickets/ticket";
import type { DecideContext } from "../../core/workflow/decision";
import type { Database } from "../db";
import { readDesk } from "../directory/directory";
import { alarmPayload } from "../notify/payload";
import { tell } from "../notify/tell";
import { ask, readSql, run } from "../sql";
import { createSystemContext } from "../sync/context";
import type { OutboxRow } from "../sync/write";

type Due = { readonly ticket: Ticket; readonly lookAt: number; readonly told: readonly string[] };

const dueSql = readSql("sla/sql/due.sql");
const lookedSql = readSql("sla/sql/looked.sql");

/** Incidents in one statement, and statements in one look: a calendar that changes has all of them looked at. */
const batchMax = 200;
const batchesMax = 100;

/** Writes what is due at `now` (epoch ms). Answers how many were told. */
export async function warnOfClocks(database: Database, now: number): Promise<number> {
  let toldCount = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const due = (await ask<readonly Due[]>(database, dueSql, now, batchMax)) ?? [];
    if (due.length === 0) break;
    // Read after the incidents: a calendar that changes meanwhile makes them due once more.
    const directory = await readDesk(database);
    const context = createSystemContext(now, directory);
    const looks = due.map(({ ticket, told }) => ({ ticket, ...slaAlarms(ticket, directory, told, now) }));
    toldCount += await tell(
      database,
      looks.flatMap(({ ticket, alarms }) => alarms.flatMap((kind) => rowsOf(ticket, kind, context))),
      due.map(({ ticket }) => ticket),
    );
    const looked = looks.map(({ ticket: { id, version }, told, lookAt: nextAt }, index) => {
      return { ticketId: id, version, lookAt: due[index]?.lookAt, nextAt, told };
    });
    const settled = await run(database, lookedSql, JSON.stringify(looked));
    if (settled === 0 || due.length < batchMax) break;
  }
  return toldCount;
}

function rowsOf(ticket: Ticket, kind: SlaAlarmKind, context: DecideContext): readonly OutboxRow[] {
  const opening = ticket.clock?.openings ?? 1;
  return slaTold(ticket, context).map(({ accountId, as, insteadOf = [] }) => {
    const key = `${kind}:${ticket.id}:${opening}:${accountId}`;
    // What a phone says that does not know the kind yet: that it is somebody's turn.
    const action = isOfResponse(kind) ? "reassign" : "transfer";
    const payload = alarmPayload(ticket, { kind, action, as, insteadOf, at: context.now });
    return { key, kind, accountId, ticketId: ticket.id, payload };
  });
}
