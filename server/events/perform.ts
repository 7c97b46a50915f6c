/** Carries out what was judged, inside the transaction that judged it: reads what the steps act on, and writes it all. */
import type { ActionId, ClientId, TicketId } from "../../core/ids";
import { systemOpenerId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import {
  hasOpenProblemIn,
  isPastTrouble,
  newestTrouble,
  type PastIncident,
} from "../../core/tickets/recurrence";
import type { Ticket } from "../../core/tickets/ticket";
import type { SqlRunner } from "../db";
import type { Directory } from "../directory/directory";
import { ask, readSql } from "../sql";
import { readRecurring } from "../sync/load";
import { noClient, write } from "../sync/write";
import { type Deed, type Done, doSteps } from "./do-steps";
import { assetIdOf } from "./silences";

const readTicketsSql = readSql("events/sql/read-tickets.sql");
const drawNumbersSql = readSql("events/sql/draw-numbers.sql");

export type Performed = Pick<Done, "refusedIds"> & {
  /** Outbox rows were written: the job process is to be woken. */
  readonly told: boolean;
  readonly wrote: boolean;
};

/** `past`: of each incident that opens, those of the same fingerprint before it. All that is acted on is locked. */
export async function perform(
  transaction: SqlRunner,
  deeds: readonly Deed[],
  {
    now,
    directory,
    past,
  }: {
    readonly now: number;
    readonly directory: Directory;
    readonly past: ReadonlyMap<TicketId, readonly TicketId[]>;
  },
): Promise<Performed> {
  if (deeds.length === 0) return { told: false, wrote: false, refusedIds: new Set() };
  const opens = deeds.filter(({ step }) => step.kind === "open");
  const known = deeds.filter(({ step }) => step.kind !== "open").map(({ step }) => step.id);
  const [tickets, numbers] = [
    await readTickets(transaction, [...known, ...[...past.values()].flat()]),
    opens.length === 0 ? [] : ((await ask<number[]>(transaction, drawNumbersSql, opens.length)) ?? []),
  ];
  const recurring = new Map<TicketId, readonly PastIncident[]>();
  for (const deed of opens) {
    recurring.set(deed.step.id, await recurringFor(transaction, deed, { now, directory, past, tickets }));
  }
  const { rows, refusedIds } = doSteps(deeds, { now, directory, tickets, numbers, recurring });
  await write(transaction, { ...rows, client: noClient });
  return { refusedIds, told: rows.outbox.length > 0, wrote: rows.tickets.length > 0 };
}

async function readTickets(on: SqlRunner, ids: readonly TicketId[]): Promise<Map<TicketId, Ticket>> {
  if (ids.length === 0) return new Map();
  const tickets = (await ask<readonly Ticket[]>(on, readTicketsSql, [...new Set(ids)])) ?? [];
  return new Map(tickets.map((ticket) => [ticket.id, ticket]));
}

/** Of the same fingerprint, or as for any incident of the same asset and category. */
async function recurringFor(
  transaction: SqlRunner,
  { step: { id }, event, rule }: Deed,
  {
    now,
    directory,
    past,
    tickets,
  }: {
    readonly now: number;
    readonly directory: Directory;
    readonly past: ReadonlyMap<TicketId, readonly TicketId[]>;
    readonly tickets: ReadonlyMap<TicketId, Ticket>;
  },
): Promise<readonly PastIncident[]> {
  const days = directory.parameters.pro_recurrence_days;
  const same = (past.get(id) ?? [])
    .flatMap((one) => tickets.get(one) ?? [])
    .filter((one) => isPastTrouble(one, { id }));
  const problems = same.flatMap(({ links }) => links.filter(({ kind }) => kind === "problemOf"));
  const known = await readTickets(
    transaction,
    problems.map(({ ticketId }) => ticketId),
  );
  const ofFingerprint = same.filter((one) => !hasOpenProblemIn(one, known));
  const assetId = assetIdOf(event?.asset ?? null, directory);
  if (assetId === null) return newestTrouble(ofFingerprint);
  const args = { flow: "incident", categoryId: rule.categoryId, assetIds: [assetId] } as const;
  const open = { ...openAction, ticketId: id, args, occurredAt: event?.at ?? now };
  const ofAsset = await readRecurring(transaction, open, { now, inRun: [] }, days);
  return newestTrouble([...ofFingerprint, ...ofAsset]);
}

const openAction: Omit<Action, "ticketId" | "args"> = {
  clientId: systemOpenerId as string as ClientId,
  seq: 0,
  actionId: systemOpenerId as string as ActionId,
  type: "open",
  typeVersion: 1,
  baseRevision: 0,
  occurredAt: 0,
  clockOffset: 0,
  uncertainTime: false,
  dependsOn: [],
};
