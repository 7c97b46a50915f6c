/**
 * One action, one transaction at READ COMMITTED (S1): lock the client, lock the tickets by id, read what deciding
 * needs, decide by the shared rules, write everything in one statement; the counter is taken at COMMIT. The lock order
 * is the same for everybody: client, tickets by id, the outcome that is chosen about, people newly named by id, counter.
 */
import type { AccountId, TicketId } from "../../core/ids";
import type { Outcome, StoredOutcome } from "../../core/sync/protocol";
import type { Database, DatabaseTransaction } from "../db";
import { directoryAt, viewerOf } from "../directory/directory";
import { Refusal } from "../refusal";
import { ask, readSql } from "../sql";
import { contentHashOf } from "./content-hash";
import { holdNamed } from "./hold-named";
import { type Effects, judge } from "./judge";
import {
  type Loaded,
  type Locked,
  load,
  lock,
  lockOutcomes,
  type Plan,
  planOf,
  readOverlapping,
  resolvedBy,
} from "./load";
import { refusedWith } from "./refused";
import type { Entry } from "./request";
import { TicketsGrew } from "./start-over";
import { noEffects, write } from "./write";

export type Step =
  | {
      readonly kind: "decided";
      readonly stored: StoredOutcome;
      readonly serverTime: number;
      readonly wrote: boolean;
      readonly told: boolean;
      /** The author's choice about something that came back was accepted: what stood on it can be decided (S2a). */
      readonly chose: boolean;
    }
  | { readonly kind: "stop"; readonly stop: "gap" | "renumber" | "changed" | "transient" };

/** Waiting longer for a connection or a lock is the phone's business. */
export const transactionLimits = { maxWait: 5_000, timeout: 15_000 };

const storedSql = readSql("sync/sql/stored.sql");

type Stored = { readonly actionId: string; readonly contentHash: string; readonly outcome: Outcome };

/** Throws Refusal, StartOver, or what the database threw; nothing was written then. */
export function decideEntry(database: Database, accountId: AccountId, entry: Entry): Promise<Step> {
  return inTransaction(database, accountId, entry, async (transaction, locked, plan) => {
    await lockOutcomes(transaction, accountId, resolvedBy(plan));
    const loaded = await load(transaction, accountId, entry, plan);
    const grew = loaded.tickets.some((ticket) => !locked.lockedIds.includes(ticket.id));
    if (grew) throw new TicketsGrew();
    if (loaded.stored) return repeatRenumbered(transaction, accountId, entry, loaded.now, loaded.stored);
    const { lastOccurredAt } = locked;
    const effects = await judgeLoaded({
      database,
      transaction,
      accountId,
      entry,
      plan,
      loaded,
      lastOccurredAt,
    });
    return store(transaction, accountId, entry, loaded.now, plan.ticketId, effects);
  });
}

/** Judges with the groups of this moment (A9), and holds whom the tickets newly need. Throws Refusal, StartOver. */
export async function judgeLoaded(matter: {
  readonly database: Database;
  readonly transaction: DatabaseTransaction;
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly plan: Plan;
  readonly loaded: Loaded;
  readonly lastOccurredAt: number | null;
}): Promise<Effects> {
  const { database, transaction, accountId, entry, plan, loaded, lastOccurredAt } = matter;
  const directory = await directoryAt(database, transaction, loaded.directoryVersion);
  const actor = directory.people.get(accountId);
  if (!loaded.active || !actor) throw new Refusal("session.none");
  const viewer = viewerOf(directory, accountId, actor.role);
  const overlapping = plan.action ? await readOverlapping(transaction, plan.action, loaded.tickets) : [];
  const effects = judge({
    entry,
    read: plan.read,
    loaded,
    directory,
    viewer,
    actor,
    lastOccurredAt,
    overlapping,
  });
  await holdNamed(transaction, loaded.tickets, effects.tickets, directory);
  return effects;
}

/** P6: the outcome of an action whose values the database refused. */
export function storeUnfit(database: Database, accountId: AccountId, entry: Entry): Promise<Step> {
  return inTransaction(database, accountId, entry, async (transaction, _locked, plan) => {
    const { now } = await load(transaction, accountId, entry, { ...plan, ticketIds: [], isWide: false });
    const effects = { ...noEffects, outcome: refusedWith("needs.invalid"), occurredAt: null, held: null };
    return store(transaction, accountId, entry, now, null, effects);
  });
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

/** S3: the number was decided before. Under another action the phone's numbering no longer fits (A7). */
async function repeat(transaction: DatabaseTransaction, entry: Entry): Promise<Step> {
  const stored = await ask<Stored>(transaction, storedSql, entry.clientId, entry.seq);
  if (stored?.actionId !== entry.actionId) return { kind: "stop", stop: "renumber" };
  if (!isRepeatOf(stored.contentHash, entry)) return { kind: "stop", stop: "changed" };
  return decided(entry, stored.outcome, 0, nothingDone);
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
  stored: Pick<Stored, "contentHash" | "outcome">,
): Promise<Step> {
  if (!isRepeatOf(stored.contentHash, entry)) return { kind: "stop", stop: "changed" };
  const { clientId, seq, actionId } = entry;
  await write(transaction, {
    ...noEffects,
    repeats: [{ clientId, seq, accountId, actionId }],
    client: { id: clientId, seq, occurredAt: null },
  });
  return decided(entry, stored.outcome, now, { ...nothingDone, wrote: true });
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
    settled: [],
    client: { id: clientId, seq, occurredAt },
  });
  const done = { wrote: true, told: rows.outbox.length > 0, chose: rows.resolved.length > 0 };
  return decided(entry, outcome, now, done);
}

const nothingDone = { wrote: false, told: false, chose: false } as const;

function decided(
  entry: Entry,
  outcome: Outcome,
  serverTime: number,
  done: { readonly wrote: boolean; readonly told: boolean; readonly chose: boolean },
): Step {
  return {
    kind: "decided",
    stored: { seq: entry.seq, actionId: entry.actionId, outcome },
    serverTime,
    ...done,
  };
}
