/** What one action writes, as the one parameter of sql/write.sql. */
import {
  type AccountId,
  type ActionId,
  type ActivityId,
  type ClientId,
  systemOpenerId,
  type TicketId,
} from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import type { Activity, Ticket, TicketLink } from "../../core/tickets/ticket";
import type { TicketChange, Told } from "../../core/workflow/decision";
import type { SqlRunner } from "../db";
import { address } from "../notify/address";
import { factsOf } from "../notify/payload";
import { readSql, run } from "../sql";

export type OutboxRow = {
  /** Told once, however often it is tried (S5). */
  readonly key: string;
  readonly kind: string;
  readonly accountId: AccountId;
  readonly ticketId: TicketId;
  readonly payload: OutboxPayload;
};

/** What a notification is worded from; its text is made at delivery, in the device's language. */
export type OutboxPayload = {
  /** Null: no action, time that passed. */
  readonly actionId: ActionId | null;
  /** `assignHandler`; `returned` for the words of an action that came back (A5); of what waits (core/notify/notice.ts). */
  readonly kind: string;
  readonly action: Action["type"];
  readonly ticketId: TicketId;
  readonly flow: Ticket["flow"];
  readonly number: number | null;
  readonly title: string;
  readonly priority: Ticket["priority"];
  readonly stage: Ticket["stage"];
  readonly outcome: Ticket["outcome"];
  readonly restricted: boolean;
  readonly actorId: AccountId | "system";
  readonly actorName: string;
  readonly as: Told["as"];
  readonly source: Told["source"];
  /** The principals for whom a delegate is told. */
  readonly insteadOf: readonly AccountId[];
  /** Reviews: the revision that a vote will be bound to (A6). */
  readonly revision: number;
  /** Of an assignment that climbed: who left it untouched. */
  readonly holderId?: AccountId;
  readonly occurredAt: number;
};

type KnownErrorRow = {
  readonly problemId: TicketId;
  readonly categoryId: string | null;
  readonly assetIds: readonly string[];
  readonly workaround: string;
};
type LinkRow = {
  readonly ticketId: TicketId;
  readonly kind: TicketLink["kind"];
  readonly linkedId: TicketId;
};

export type Writes = {
  /** `expired`: of a new one, that no phone is to hold it (R8). */
  readonly tickets: readonly (Ticket & { readonly isNew: boolean; readonly expired?: boolean })[];
  readonly linksNew: readonly LinkRow[];
  readonly linksGone: readonly LinkRow[];
  readonly activities: readonly Activity[];
  readonly knownErrors: readonly KnownErrorRow[];
  readonly knownErrorsGone: readonly TicketId[];
  /** Whom the workflow tells; `write` leaves out whom the matrix does not (server/notify/address.ts). */
  readonly outbox: readonly OutboxRow[];
  readonly outcomes: readonly {
    readonly accountId: AccountId;
    readonly actionId: ActionId;
    readonly clientId: ClientId;
    readonly seq: number;
    readonly ticketId: TicketId | null;
    readonly contentHash: string;
    readonly outcome: Outcome;
    /** What is held, as it came. */
    readonly action: unknown;
    readonly arrivedAt: number;
  }[];
  readonly repeats: readonly {
    readonly clientId: ClientId;
    readonly seq: number;
    readonly accountId: AccountId;
    readonly actionId: ActionId;
    /** Of one that is held: what it stands on from now on. Null: nothing changes. */
    readonly dependsOn: unknown;
  }[];
  /** S2a: held ones that are decided at last. */
  readonly settled: readonly {
    readonly accountId: AccountId;
    readonly actionId: ActionId;
    readonly outcome: Outcome;
  }[];
  readonly resolved: readonly {
    readonly accountId: AccountId;
    readonly actionId: ActionId;
    readonly by: ActionId;
  }[];
  readonly discardedNotes: readonly { readonly id: ActivityId; readonly actorId: AccountId }[];
  readonly client: { readonly id: ClientId; readonly seq: number; readonly occurredAt: number | null };
};

export const noEffects = {
  tickets: [],
  linksNew: [],
  linksGone: [],
  activities: [],
  knownErrors: [],
  knownErrorsGone: [],
  outbox: [],
  outcomes: [],
  repeats: [],
  settled: [],
  resolved: [],
  discardedNotes: [],
} as const satisfies Omit<Writes, "client">;

/** The system has no phone: nobody's numbering moves. */
export const noClient: Writes["client"] = {
  id: systemOpenerId as string as ClientId,
  seq: 0,
  occurredAt: null,
};

const writeSql = readSql("sync/sql/write.sql");

export async function write(transaction: SqlRunner, writes: Writes): Promise<void> {
  const outbox = await address(transaction, writes.outbox);
  await run(transaction, writeSql, JSON.stringify({ ...writes, outbox }));
}

/** The rows of a decision's changes. `number` is for the ticket that is opened. */
export function rowsOf(given: readonly TicketChange[], number: number | null) {
  const changes = onePerTicket(given);
  const stored = changes.filter(({ before, after }) => before === null || !isSame(before, after));
  const tickets = stored.map(({ before, after }) => ({
    ...after,
    number: before === null ? number : before.number,
    version: before === null ? 1 : before.version + 1,
    isNew: before === null,
  }));
  const links = changes.map(({ before, after }) => ({
    fresh: linksOf(after).filter((link) => !hasLink(before, link)),
    gone: before ? linksOf(before).filter((link) => !hasLink(after, link)) : [],
  }));
  return {
    tickets,
    linksNew: links.flatMap(({ fresh }) => fresh),
    linksGone: links.flatMap(({ gone }) => gone),
    activities: changes.flatMap(({ activities }) => activities),
    knownErrors: changes.filter(({ after }) => isKnownError(after)).map(({ after }) => knownErrorOf(after)),
    knownErrorsGone: changes
      .filter(({ before, after }) => before !== null && isKnownError(before) && !isKnownError(after))
      .map(({ after }) => after.id),
  };
}

/** A ticket reached twice by one action is written once: one statement must not update a row twice. */
function onePerTicket(changes: readonly TicketChange[]): readonly TicketChange[] {
  const merged = new Map<TicketId, TicketChange>();
  for (const change of changes) {
    const first = merged.get(change.after.id);
    const activities = [...(first?.activities ?? []), ...change.activities];
    merged.set(change.after.id, { ...change, before: first ? first.before : change.before, activities });
  }
  return [...merged.values()];
}

/** A rule may have written the same again. Both are plain JSON; most that differ do so in one of their first fields. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return false;
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return false;
  return keys.every((key) => key in after && isSame(before[key as never], after[key as never]));
}

function linksOf(ticket: Ticket): readonly LinkRow[] {
  return ticket.links.map((link) => ({ ticketId: ticket.id, kind: link.kind, linkedId: link.ticketId }));
}

function hasLink(ticket: Ticket | null, link: LinkRow): boolean {
  return ticket?.links.some((known) => known.kind === link.kind && known.ticketId === link.linkedId) ?? false;
}

/** A restricted problem's words stay with it. */
function isKnownError(ticket: Ticket): boolean {
  return ticket.flow === "problem" && ticket.outcome === "knownError" && !ticket.restricted;
}

function knownErrorOf(problem: Ticket): KnownErrorRow {
  const { id, categoryId, assetIds } = problem;
  return { problemId: id, categoryId, assetIds, workaround: problem.problem?.workaround ?? "" };
}

/** One row a person and action (S5). */
export function outboxOf(
  told: readonly Told[],
  tickets: ReadonlyMap<string, Ticket>,
  action: Pick<Action, "actionId" | "type">,
  kind: string,
  actor: { readonly id: AccountId | "system"; readonly name: string },
  occurredAt: number,
): readonly OutboxRow[] {
  return told.flatMap(({ accountId, ticketId, as, source, insteadOf = [] }) => {
    const ticket = tickets.get(ticketId);
    if (!ticket) return [];
    const key = `${action.actionId}:${accountId}:${ticketId}:${kind}`;
    const payload = {
      ...factsOf(ticket),
      actionId: action.actionId,
      kind,
      action: action.type,
      actorId: actor.id,
      actorName: actor.name,
      as,
      source,
      insteadOf,
      occurredAt,
    };
    return [{ key, kind, accountId, ticketId, payload }];
  });
}
