/**
 * The locks and facts of one action, in the order in which everybody takes them (S1): client, tickets by id, then
 * outcomes by action.
 */
import type { AccountId, ActionId, TicketId } from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { DatabaseTransaction } from "../db";
import { ask, readSql, run } from "../sql";
import type { OverlappingChange } from "./context";
import { type Entry, readAction, ticketArgs } from "./request";

/** What an action is about, known before anything is read. */
export type Plan = {
  readonly read: ReturnType<typeof readAction>;
  readonly action: Action | null;
  readonly ticketId: TicketId | null;
  /** The tickets it names. */
  readonly ticketIds: readonly TicketId[];
  /** Whether it may reach the tickets linked to its own or waiting for it. */
  readonly isWide: boolean;
};

/** What changes its own ticket only. */
const narrowTypes: ReadonlySet<string> = new Set(["comment", "workNote", "edit", "void"]);

export function planOf(entry: Entry): Plan {
  const read = readAction(entry);
  if (read.kind === "malformed") return { read, action: null, ticketId: null, ticketIds: [], isWide: false };
  if (read.kind === "unknownType") {
    return { read, action: null, ticketId: read.ticketId, ticketIds: [], isWide: false };
  }
  const { action } = read;
  const named = ticketArgs.flatMap((name) => action.args[name] ?? []);
  const isNarrow = narrowTypes.has(action.type);
  return {
    read,
    action,
    ticketId: action.ticketId,
    ticketIds: action.type === "void" ? [] : [...new Set([action.ticketId, ...named])],
    isWide: !isNarrow,
  };
}

/** The action whose coming back this one is the author's choice about, if any. */
export function resolvedBy({ action }: Plan): readonly ActionId[] {
  return action?.resolves === undefined ? [] : [action.resolves];
}

export type Locked = {
  readonly accountId: AccountId;
  readonly lastSeq: number;
  readonly lastOccurredAt: number | null;
  readonly lockedIds: readonly TicketId[];
};
export type Loaded = {
  readonly now: number;
  readonly directoryVersion: string;
  readonly active: boolean | null;
  readonly accountCreatedAt: number | null;
  readonly stored: {
    readonly contentHash: string;
    readonly outcome: Outcome;
    readonly resolvedById: string | null;
  } | null;
  /** A line of a timeline has the action's id: another account's action came under it. */
  readonly isIdTaken: boolean;
  readonly undecidedCauses: number;
  readonly resolves: {
    readonly ticketId: TicketId | null;
    readonly kind: Outcome["kind"];
    readonly resolvedById: string | null;
  } | null;
  readonly tickets: readonly Ticket[];
  readonly number: number | null;
};

const lockSql = readSql("sync/sql/lock.sql");
const lockOutcomesSql = readSql("sync/sql/lock-outcomes.sql");
const createClientSql = readSql("sync/sql/create-client.sql");
const loadSql = readSql("sync/sql/load.sql");
const windowsSql = readSql("sync/sql/windows.sql");

/** Null: a client never seen whose first number is not 1; it is not created for that. */
export async function lock(
  transaction: DatabaseTransaction,
  accountId: AccountId,
  entry: Entry,
  plan: Plan,
): Promise<Locked | null> {
  const take = () =>
    ask<Locked>(transaction, lockSql, entry.clientId, accountId, plan.ticketIds, plan.ticketId, plan.isWide);
  const locked = await take();
  if (locked !== null || entry.seq !== 1) return locked;
  await run(transaction, createClientSql, entry.clientId, accountId);
  return take();
}

/** A1, S2a: of two that choose about one action, or settle it, the second waits here and then reads what the first did. */
export async function lockOutcomes(
  transaction: DatabaseTransaction,
  accountId: AccountId,
  actionIds: readonly ActionId[],
): Promise<void> {
  if (actionIds.length > 0) await ask(transaction, lockOutcomesSql, accountId, actionIds);
}

export async function load(
  transaction: DatabaseTransaction,
  accountId: AccountId,
  entry: Entry,
  plan: Plan,
): Promise<Loaded> {
  const { action } = plan;
  const causes = action?.dependsOn.filter((id) => id !== action.resolves) ?? [];
  const loaded = await ask<Loaded>(
    transaction,
    loadSql,
    accountId,
    entry.actionId,
    causes,
    action?.resolves ?? null,
    plan.ticketIds,
    plan.ticketId,
    plan.isWide,
    action ? numberKindOf(action) : null,
  );
  if (!loaded) throw new Error("load.sql answers always");
  return loaded;
}

/** Which sequence a ticket that this action opens is numbered by. */
function numberKindOf(action: Action): "incident" | "problem" | "change" | null {
  if (action.type === "raiseProblem") return "problem";
  if (action.type !== "open" || action.args.flow === undefined) return null;
  return action.args.flow === "incident" || action.args.flow === "problem" ? action.args.flow : "change";
}

const schedulingActions: ReadonlySet<string> = new Set(["submitForReview", "schedule", "reschedule"]);

export async function readOverlapping(
  transaction: DatabaseTransaction,
  action: Action,
  tickets: readonly Ticket[],
): Promise<readonly OverlappingChange[]> {
  if (!schedulingActions.has(action.type)) return [];
  const planned = tickets.find((ticket) => ticket.id === action.ticketId)?.change?.window;
  const span = action.args.window ?? planned;
  if (!span) return [];
  const found = await ask<OverlappingChange[]>(
    transaction,
    windowsSql,
    span.from,
    span.until,
    action.ticketId,
  );
  return found ?? [];
}
