/** Tickets as another program reads them: within the sight of the account that its key acts as (R8, A9). */
import { type GroupId, isUuid, type TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import { type Flow, flows, type Stage } from "../../core/workflow/vocabulary";
import type { ApiKey } from "../api-keys/find-key";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { readViewer } from "../tickets/viewer";
import { RestRefusal } from "./refusal";

export type TicketFilter = {
  readonly flow?: Flow | undefined;
  readonly stage?: Stage | undefined;
  readonly groupId?: string | undefined;
  readonly updatedSince?: number | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
};

const listSql = readSql("rest/sql/list-tickets.sql");
const readTicketSql = readSql("tickets/sql/read.sql");

/** `next`: where the page after this one begins; null at the end. */
export async function listTickets(database: Database, account: ApiKey["account"], filter: TicketFilter) {
  const { viewer, scopes } = await readViewer(database, account);
  const { flow = null, stage = null, groupId = null, updatedSince = null, limit } = filter;
  const after = filter.after === undefined ? null : readCursor(filter.after);
  const found =
    (await ask<readonly Ticket[]>(
      database,
      listSql,
      viewer.id,
      viewer.role,
      scopes,
      flow,
      stage,
      groupId as GroupId | null,
      updatedSince,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    )) ?? [];
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    tickets: page.map(shown),
    next: last !== undefined && found.length > limit ? writeCursor(last.updatedAt, last.id) : null,
  };
}

/** By id or number, with its timeline. Throws RestRefusal `ticket.unknown`, also for one that is out of sight. */
export async function readTicket(database: Database, account: ApiKey["account"], key: string) {
  const id = isUuid(key) ? (key as TicketId) : await findByNumber(database, key);
  const { viewer, scopes } = await readViewer(database, account);
  const read =
    id === null
      ? null
      : await ask<{ readonly ticket: Ticket; readonly activities: readonly Activity[] }>(
          database,
          readTicketSql,
          id,
          viewer.id,
          viewer.role,
          scopes,
        );
  if (read === null) throw new RestRefusal("ticket.unknown");
  const activities = [...read.activities].sort((one, other) => one.occurredAt - other.occurredAt);
  return { ticket: shown(read.ticket), activities };
}

const flowsByPrefix: Readonly<Record<string, readonly Flow[]>> = {
  INC: ["incident"],
  PRB: ["problem"],
  CHG: flows.filter((flow) => flow !== "incident" && flow !== "problem"),
};
const numberMax = 2_147_483_647;

async function findByNumber(database: Database, text: string): Promise<TicketId | null> {
  const [, prefix = "", digits = ""] = /^(INC|PRB|CHG)-(\d{1,10})$/.exec(text.toUpperCase()) ?? [];
  const number = Number(digits);
  if (digits === "" || number > numberMax) return null;
  const among = [...(flowsByPrefix[prefix] ?? [])];
  const row = await database.ticket.findFirst({
    where: { number, flow: { in: among } },
    select: { id: true },
  });
  return row === null ? null : (row.id as TicketId);
}

/** What was left out of the schema is not shown (server/rest/schemas.ts). */
function shown(ticket: Ticket) {
  return { ...ticket, number: numberText(ticket.flow, ticket.number, ticket.id) };
}

export function writeCursor(at: number, ...rest: readonly string[]): string {
  return Buffer.from(JSON.stringify([at, ...rest])).toString("base64url");
}

function readCursor(text: string): { readonly at: number; readonly id: string } {
  const [at, id] = cursorParts(text);
  if (typeof at !== "number" || !Number.isSafeInteger(at) || typeof id !== "string" || !isUuid(id))
    throw new RestRefusal("input.malformed", { fields: ["after"] });
  return { at, id };
}

/** Nothing of it is trusted. */
export function cursorParts(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
