/**
 * One action, one transaction at READ COMMITTED (S1): lock the client, lock the tickets by id, read what deciding
 * needs, decide by the shared rules, write everything in one statement; the counter is taken at COMMIT. The lock order
 * is the same for everybody: client, tickets by id, counter.
 */
import type { AccountId, TicketId } from "../../core/ids";
import type { Action, ArgName, Outcome, StoredOutcome } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { Database, DatabaseTransaction } from "../db";
import { directoryAt, viewerOf } from "../directory/directory";
import { Refusal } from "../refusal";
import { ask, readSql, run } from "../sql";
import { contentHashOf } from "./content-hash";
import type { OverlappingChange } from "./context";
import { type Effects, judge } from "./judge";
import { type Entry, readAction, ticketArgs } from "./request";
import { noEffects, write } from "./write";

export type Step =
  | {
      readonly kind: "decided";
      readonly stored: StoredOutcome;
      readonly serverTime: number;
      readonly wrote: boolean;
      readonly told: boolean;
    }
  | { readonly kind: "stop"; readonly stop: "gap" | "renumber" | "changed" | "transient" };

/** S1a: between locking and reading, more tickets came to belong to the action. Roll back and start over. */
export class TicketsGrew extends Error {
  override readonly name = "TicketsGrew";
}

/** Waiting longer for a connection or a lock is the phone's business. */
const transactionLimits = { maxWait: 5_000, timeout: 15_000 };

const lockSql = readSql("sync/sql/lock.sql");
const createClientSql = readSql("sync/sql/create-client.sql");
const storedSql = readSql("sync/sql/stored.sql");
const loadSql = readSql("sync/sql/load.sql");
const windowsSql = readSql("sync/sql/windows.sql");

type Locked = {
  readonly accountId: AccountId;
  readonly lastSeq: number;
  readonly lastOccurredAt: number | null;
  readonly lockedIds: readonly TicketId[];
};
type Stored = { readonly actionId: string; readonly contentHash: string; readonly outcome: Outcome };
export type Loaded = {
  readonly now: number;
  readonly directoryVersion: string;
  readonly active: boolean | null;
  readonly stored: Omit<Stored, "actionId"> | null;
  readonly undecidedCauses: number;
  readonly resolves: {
    readonly ticketId: TicketId | null;
    readonly kind: Outcome["kind"];
    readonly resolvedById: string | null;
  } | null;
  readonly tickets: readonly Ticket[];
  readonly number: number | null;
};

/** Throws Refusal, TicketsGrew, or what the database threw; nothing was written then. */
export function decideEntry(database: Database, accountId: AccountId, entry: Entry): Promise<Step> {
  return inTransaction(database, accountId, entry, async (transaction, locked, plan) => {
    const loaded = await load(transaction, accountId, entry, plan);
    const grew = loaded.tickets.some((ticket) => !locked.lockedIds.includes(ticket.id));
    if (grew) throw new TicketsGrew();
    if (loaded.stored) return repeatRenumbered(transaction, accountId, entry, loaded.now, loaded.stored);

    const directory = await directoryAt(database, transaction, loaded.directoryVersion);
    const person = directory.people.get(accountId);
    if (!loaded.active || !person) throw new Refusal("session.none");
    const viewer = viewerOf(directory, accountId, person.role);
    const overlapping = plan.action ? await readOverlapping(transaction, plan.action, loaded.tickets) : [];
    const effects = judge({
      entry,
      read: plan.read,
      loaded,
      directory,
      viewer,
      actor: person,
      lastOccurredAt: locked.lastOccurredAt,
      overlapping,
    });
    return store(transaction, accountId, entry, loaded.now, plan.ticketId, effects);
  });
}

/** P6: the outcome of an action whose values the database refused. */
export function storeUnfit(database: Database, accountId: AccountId, entry: Entry): Promise<Step> {
  return inTransaction(database, accountId, entry, async (transaction, _locked, plan) => {
    const { now } = await load(transaction, accountId, entry, { ...plan, ticketIds: [], isWide: false });
    const effects = { ...noEffects, outcome: returnedInvalid([]), occurredAt: null, held: null };
    return store(transaction, accountId, entry, now, null, effects);
  });
}

export function returnedInvalid(fields: readonly ArgName[]): Outcome {
  const choices = [{ kind: "discard" }] as const;
  return { kind: "returned", code: "needs.invalid", fields, whoMay: [], since: null, choices, noteKept: false };
}

/** What an action is about, known before anything is read. */
type Plan = {
  readonly read: ReturnType<typeof readAction>;
  readonly action: Action | null;
  readonly ticketId: TicketId | null;
  /** The tickets it names. */
  readonly ticketIds: readonly TicketId[];
  /** Whether it may reach the tickets linked to its own or waiting for it. */
  readonly isWide: boolean;
};

function planOf(entry: Entry): Plan {
  const read = readAction(entry);
  if (read.kind === "malformed") return { read, action: null, ticketId: null, ticketIds: [], isWide: false };
  if (read.kind === "unknownType") {
    return { read, action: null, ticketId: read.ticketId, ticketIds: [], isWide: false };
  }
  const { action } = read;
  const named = ticketArgs.flatMap((name) => action.args[name] ?? []);
  const isInsert = action.type === "comment" || action.type === "workNote" || action.type === "void";
  return {
    read,
    action,
    ticketId: action.ticketId,
    ticketIds: action.type === "void" ? [] : [...new Set([action.ticketId, ...named])],
    isWide: !isInsert,
  };
}

/** Locks, keeps the numbering (A7, S1), and hands on an action that is the next one. */
function inTransaction(
  database: Database,
  accountId: AccountId,
  entry: Entry,
  decideNext: (transaction: DatabaseTransaction, locked: Locked, plan: Plan) => Promise<Step>,
): Promise<Step> {
  const plan = planOf(entry);
  return database.$transaction(async (transaction) => {
    const locked = await lock(transaction, accountId, entry, plan);
    if (locked === null) return { kind: "stop", stop: "gap" };
    if (locked.accountId !== accountId) throw new Refusal("client.foreign");
    if (entry.seq > locked.lastSeq + 1) return { kind: "stop", stop: "gap" };
    if (entry.seq <= locked.lastSeq) return repeat(transaction, entry);
    return decideNext(transaction, locked, plan);
  }, transactionLimits);
}

/** Null: a client never seen whose first number is not 1; it is not created for that. */
async function lock(
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

/** S3: the number was decided before. Under another action the phone's numbering no longer fits (A7). */
async function repeat(transaction: DatabaseTransaction, entry: Entry): Promise<Step> {
  const stored = await ask<Stored>(transaction, storedSql, entry.clientId, entry.seq);
  if (stored?.actionId !== entry.actionId) return { kind: "stop", stop: "renumber" };
  if (!isRepeatOf(stored.contentHash, entry)) return { kind: "stop", stop: "changed" };
  return decided(entry, stored.outcome, 0, false, false);
}

/**
 * A phone that lost the answer may have discarded the entry since and sends a `void` in its place, which says nothing
 * anew: it hears what was decided.
 */
function isRepeatOf(storedHash: string, entry: Entry): boolean {
  return storedHash === contentHashOf(entry.raw) || (entry.raw.type === "void" && !("resolves" in entry.raw));
}

/** A7: decided before under another numbering: the stored outcome, and this numbering goes on. */
async function repeatRenumbered(
  transaction: DatabaseTransaction,
  accountId: AccountId,
  entry: Entry,
  now: number,
  stored: Omit<Stored, "actionId">,
): Promise<Step> {
  if (!isRepeatOf(stored.contentHash, entry)) return { kind: "stop", stop: "changed" };
  const { clientId, seq, actionId } = entry;
  await write(transaction, {
    ...noEffects,
    repeats: [{ clientId, seq, accountId, actionId }],
    client: { id: clientId, seq, occurredAt: null },
  });
  return decided(entry, stored.outcome, now, true, false);
}

async function load(
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

async function readOverlapping(
  transaction: DatabaseTransaction,
  action: Action,
  tickets: readonly Ticket[],
): Promise<readonly OverlappingChange[]> {
  if (!schedulingActions.has(action.type)) return [];
  const planned = tickets.find((ticket) => ticket.id === action.ticketId)?.change?.window;
  const span = action.args.window ?? planned;
  if (!span) return [];
  const found = await ask<OverlappingChange[]>(transaction, windowsSql, span.from, span.until, action.ticketId);
  return found ?? [];
}

async function store(
  transaction: DatabaseTransaction,
  accountId: AccountId,
  entry: Entry,
  now: number,
  ticketId: TicketId | null,
  effects: Effects,
): Promise<Step> {
  const { clientId, seq, actionId } = entry;
  const { outcome, occurredAt, held, ...rows } = effects;
  const contentHash = contentHashOf(entry.raw);
  const decidedRow = { accountId, actionId, clientId, seq, ticketId, contentHash, outcome, action: held };
  await write(transaction, {
    ...rows,
    outcomes: [{ ...decidedRow, arrivedAt: now }],
    repeats: [],
    client: { id: clientId, seq, occurredAt },
  });
  return decided(entry, outcome, now, true, rows.outbox.length > 0);
}

function decided(entry: Entry, outcome: Outcome, serverTime: number, wrote: boolean, told: boolean): Step {
  const stored = { seq: entry.seq, actionId: entry.actionId, outcome };
  return { kind: "decided", stored, serverTime, wrote, told };
}

