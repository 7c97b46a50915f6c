/**
 * The locks and facts of actions of one phone, in the order in which everybody takes them (S1): client, tickets by id,
 * then outcomes by action.
 */
import type { AccountId, ActionId, ClientId, TicketId } from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import {
  hasOpenProblemIn,
  isSameTrouble,
  newestTrouble,
  type PastIncident,
  recurrenceLookMax,
  recurrenceSince,
} from "../../core/tickets/recurrence";
import type { Ticket } from "../../core/tickets/ticket";
import type { SqlRunner } from "../db";
import { ask, readSql, run } from "../sql";
import type { OverlappingChange } from "./context";
import { type Entry, readAction, ticketArgs } from "./request";

/** What an action is about, known before anything is read. */
export type Plan = {
  readonly entry: Entry;
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
  if (read.kind === "malformed")
    return { entry, read, action: null, ticketId: null, ticketIds: [], isWide: false };
  if (read.kind === "unknownType") {
    return { entry, read, action: null, ticketId: read.ticketId, ticketIds: [], isWide: false };
  }
  const { action } = read;
  const named = ticketArgs.flatMap((name) => action.args[name] ?? []);
  const isNarrow = narrowTypes.has(action.type);
  return {
    entry,
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
  readonly clientId: ClientId;
  readonly accountId: AccountId;
  readonly lastSeq: number;
  readonly lastOccurredAt: number | null;
  readonly lockedIds: readonly TicketId[];
};
type StoredDecision = {
  readonly contentHash: string;
  readonly outcome: Outcome;
  readonly resolvedById: ActionId | null;
};
type ChosenAbout = {
  readonly ticketId: TicketId | null;
  readonly kind: Outcome["kind"];
  readonly resolvedById: ActionId | null;
};

/** What the database says about actions before the first of them is decided. */
export type Facts = {
  readonly now: number;
  readonly directoryVersion: string;
  readonly active: boolean | null;
  readonly accountCreatedAt: number | null;
  /** By action: what was decided of it before, under another numbering (A7). */
  readonly storedById: Readonly<Record<string, StoredDecision>>;
  /** A line of a timeline has the action's id: another account's action came under it. */
  readonly takenIds: readonly ActionId[];
  /** Causes that came back or are held, and about which their author has not chosen. */
  readonly undecidedIds: readonly ActionId[];
  readonly chosenById: Readonly<Record<string, ChosenAbout>>;
  readonly tickets: readonly Ticket[];
  /** One an action, null where it opens nothing. */
  readonly numbers: readonly (number | null)[];
};

/** What deciding one action needs. */
export type Loaded = Pick<Facts, "now" | "accountCreatedAt"> & {
  readonly isIdTaken: boolean;
  readonly undecidedCauses: number;
  readonly resolves: ChosenAbout | null;
  readonly tickets: readonly Ticket[];
  readonly number: number | null;
  /** All tickets of its run as they are by now, its own among them. */
  readonly inRun: readonly Ticket[];
};

const lockSql = readSql("sync/sql/lock.sql");
const lockOutcomesSql = readSql("sync/sql/lock-outcomes.sql");
const createClientSql = readSql("sync/sql/create-client.sql");
const loadSql = readSql("sync/sql/load.sql");
const windowsSql = readSql("sync/sql/windows.sql");
const recurringSql = readSql("sync/sql/recurring.sql");

/** Plans of one client's actions, one at least. Null: a client never seen whose first number is not 1; none is created. */
export async function lock(
  transaction: SqlRunner,
  accountId: AccountId,
  plans: readonly Plan[],
): Promise<Locked | null> {
  const { clientId, seq } = firstOf(plans).entry;
  const take = () =>
    ask<Locked>(transaction, lockSql, clientId, accountId, ticketIdsOf(plans), wideTicketIdsOf(plans));
  const locked = await take();
  if (locked !== null || seq !== 1) return locked;
  await run(transaction, createClientSql, clientId, accountId);
  return take();
}

function firstOf([first]: readonly Plan[]): Plan {
  if (first === undefined) throw new Error("There is nothing to decide.");
  return first;
}

function ticketIdsOf(plans: readonly Plan[]): readonly TicketId[] {
  return [...new Set(plans.flatMap(({ ticketIds }) => ticketIds))];
}

function wideTicketIdsOf(plans: readonly Plan[]): readonly TicketId[] {
  const ids = plans.flatMap(({ isWide, ticketId }) => (isWide && ticketId !== null ? [ticketId] : []));
  return [...new Set(ids)];
}

/** A1, S2a: of two that choose about one action, or settle it, the second waits here and then reads what the first did. */
export async function lockOutcomes(
  transaction: SqlRunner,
  accountId: AccountId,
  actionIds: readonly ActionId[],
): Promise<void> {
  if (actionIds.length > 0) await ask(transaction, lockOutcomesSql, accountId, actionIds);
}

export async function load(
  transaction: SqlRunner,
  accountId: AccountId,
  plans: readonly Plan[],
): Promise<Facts> {
  const facts = await ask<Facts>(
    transaction,
    loadSql,
    accountId,
    plans.map(({ entry }) => entry.actionId),
    plans.flatMap(causesOf),
    plans.flatMap(resolvedBy),
    ticketIdsOf(plans),
    wideTicketIdsOf(plans),
    plans.map(({ action }) => (action ? numberKindOf(action) : null)),
  );
  if (!facts) throw new Error("load.sql answers always");
  return facts;
}

/** What an action stands on, but for what it is itself the choice about. */
export function causesOf({ action }: Plan): readonly ActionId[] {
  return action?.dependsOn.filter((id) => id !== action.resolves) ?? [];
}

/** Which sequence a ticket that this action opens is numbered by. */
function numberKindOf(action: Action): "incident" | "problem" | "change" | null {
  if (action.type === "raiseProblem") return "problem";
  if (action.type !== "open" || action.args.flow === undefined) return null;
  return action.args.flow === "incident" || action.args.flow === "problem" ? action.args.flow : "change";
}

/** Of an action as it came: whether it is planned beside other changes, whose windows are read for it. */
export function isPlanning({ type, args }: { readonly type?: unknown; readonly args?: unknown }): boolean {
  if (type === "edit") return typeof args === "object" && args !== null && "assetIds" in args;
  return typeof type === "string" && planningActions.has(type);
}
const planningActions: ReadonlySet<string> = new Set([
  "submitForReview",
  "schedule",
  "reschedule",
  "transfer",
]);

export async function readOverlapping(
  transaction: SqlRunner,
  action: Action,
  tickets: readonly Ticket[],
): Promise<readonly OverlappingChange[]> {
  if (!isPlanning(action)) return [];
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

/**
 * What an incident that is opened may repeat, newest first: of the last `days` and no open problem's. What its run has
 * changed counts as changed.
 */
export async function readRecurring(
  transaction: SqlRunner,
  { type, ticketId, args, occurredAt }: Action,
  { now, inRun }: Pick<Loaded, "now" | "inRun">,
  days: number,
): Promise<readonly PastIncident[]> {
  const { categoryId, assetIds = [] } = args;
  if (type !== "open" || args.flow !== "incident" || categoryId === undefined || assetIds.length === 0)
    return [];
  // It may have been opened on a phone long ago; a clock that was reset asks for no more than there is.
  const since = recurrenceSince(Math.max(0, Math.min(now, occurredAt)), days);
  const max = recurrenceLookMax + inRun.length;
  const stored =
    (await ask<PastIncident[]>(transaction, recurringSql, categoryId, assetIds, since, max)) ?? [];
  const changed = new Map(inRun.map((ticket) => [ticket.id, ticket]));
  const opened = { id: ticketId, categoryId, assetIds };
  const inThisRun = inRun.filter((past) => isSameTrouble(past, opened) && !hasOpenProblemIn(past, changed));
  return newestTrouble([...stored.filter(({ id }) => !changed.has(id)), ...inThisRun]);
}
