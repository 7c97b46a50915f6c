/**
 * Actions of one phone in a transaction at READ COMMITTED (S1, S4): lock the client, lock the tickets of all of them by
 * id, read what deciding needs, decide one after the other by the shared rules, write everything in one statement; the
 * counter is taken at COMMIT. The lock order is the same for everybody: client, tickets by id, the outcome that is chosen
 * about, people newly named by id, counter.
 */
import type { AccountId, ClientId, TicketId } from "../../core/ids";
import type { Outcome, StoredOutcome } from "../../core/sync/protocol";
import type { Database, SqlRunner } from "../db";
import { type Directory, directoryAt, viewerOf } from "../directory/directory";
import { Refusal } from "../refusal";
import { ask, readSql } from "../sql";
import { transact } from "../transact";
import { contentHashOf, isHashOf } from "./content-hash";
import { holdNamed } from "./hold-named";
import { type Effects, judge } from "./judge";
import {
  type Facts,
  type Loaded,
  type Locked,
  load,
  lock,
  lockOutcomes,
  type Plan,
  planOf,
  readOverlapping,
  readRecurring,
  resolvedBy,
} from "./load";
import { mergeWrites } from "./merge-writes";
import { refusedWith } from "./refused";
import { causesOf, type Entry, unnumbered } from "./request";
import { advance, createRunState, loadedFor, type RunState } from "./run-state";
import { TicketsGrew } from "./start-over";
import { noEffects, type Writes, write } from "./write";

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

const storedSql = readSql("sync/sql/stored.sql");

type Stored = { readonly actionId: string; readonly contentHash: string; readonly outcome: Outcome };
type Rows = Omit<Writes, "client">;
/** What one action comes to; `occurredAt` as in Effects. */
type Decision = { readonly step: Step; readonly rows: Rows; readonly occurredAt: number | null };

/** Throws Refusal, StartOver, or what the database threw; nothing was written then. */
export async function decideEntry(database: Database, accountId: AccountId, entry: Entry): Promise<Step> {
  const [step] = await decideRun(database, accountId, [entry]);
  if (step === undefined) throw new Error("An action alone is always decided.");
  return step;
}

/**
 * S4, entries of one run (run.ts): steps for as many as could be decided together, one at least. Throws like
 * `decideEntry`: all of it is undone then, and nobody has heard of it.
 */
export function decideRun(
  database: Database,
  accountId: AccountId,
  run: readonly Entry[],
): Promise<readonly Step[]> {
  return inTransaction(database, accountId, run, async (transaction, locked, plans) => {
    const { clientId } = locked;
    await lockOutcomes(transaction, accountId, plans.flatMap(resolvedBy));
    const facts = await load(transaction, accountId, plans);
    if (facts.tickets.some(({ id }) => !locked.lockedIds.includes(id))) throw new TicketsGrew();
    const directory = await directoryAt(database, transaction, facts.directoryVersion);
    const state = createRunState(facts, locked.lastOccurredAt);
    const decisions: Decision[] = [];
    const written = new Set<TicketId>();
    for (const [index, plan] of plans.entries()) {
      const decision = await decideNext({ transaction, accountId, directory, state, plan, index });
      if (isApart(decision, written)) break;
      decisions.push(decision);
      if (decision.step.kind === "stop") break;
      for (const { id } of decision.rows.tickets) written.add(id);
      advance(state, decision.rows, decision.occurredAt);
    }
    const rows = mergeWrites(decisions.map((decision) => decision.rows));
    await holdNamed(transaction, facts.tickets, rows.tickets, directory);
    await store(transaction, clientId, decisions, rows);
    return decisions.map(({ step }) => step);
  });
}

/**
 * A change is written once a transaction: what ends a review takes back its requests (sql/write.sql), which must have
 * been stored before.
 */
function isApart({ rows }: Decision, written: ReadonlySet<TicketId>): boolean {
  return rows.tickets.some(({ id, change }) => change !== null && written.has(id));
}

async function decideNext(matter: {
  readonly transaction: SqlRunner;
  readonly accountId: AccountId;
  readonly directory: Directory;
  readonly state: RunState;
  readonly plan: Plan;
  readonly index: number;
}): Promise<Decision> {
  const { transaction, accountId, directory, state, plan, index } = matter;
  const { entry, ticketId } = plan;
  const { facts, lastOccurredAt } = state;
  const stored = facts.storedById[entry.actionId];
  if (stored !== undefined) return repeatRenumbered(accountId, entry, facts.now, stored);
  const loaded = loadedFor(state, plan, index);
  const effects = await judgeLoaded({
    transaction,
    accountId,
    directory,
    facts,
    plan,
    loaded,
    lastOccurredAt,
  });
  return decisionOf(accountId, entry, facts.now, ticketId, effects);
}

/** Judges with the groups of this moment (A9). Throws Refusal. */
export async function judgeLoaded(matter: {
  readonly transaction: SqlRunner;
  readonly accountId: AccountId;
  readonly directory: Directory;
  readonly facts: Pick<Facts, "active">;
  readonly plan: Plan;
  readonly loaded: Loaded;
  readonly lastOccurredAt: number | null;
}): Promise<Effects> {
  const { transaction, accountId, directory, facts, plan, loaded, lastOccurredAt } = matter;
  const actor = directory.people.get(accountId);
  if (!facts.active || !actor) throw new Refusal("session.none");
  const { entry, read } = plan;
  const viewer = viewerOf(directory, accountId, actor.role);
  const overlapping = plan.action ? await readOverlapping(transaction, plan.action, loaded.tickets) : [];
  const days = directory.parameters.pro_recurrence_days;
  const recurring = plan.action ? await readRecurring(transaction, plan.action, loaded, days) : [];
  return judge({ entry, read, loaded, directory, viewer, actor, lastOccurredAt, overlapping, recurring });
}

/** P6: the outcome of an action whose values the database refused. */
export async function storeUnfit(database: Database, accountId: AccountId, entry: Entry): Promise<Step> {
  const [step] = await inTransaction(database, accountId, [entry], async (transaction, _locked, plans) => {
    const facts = await load(
      transaction,
      accountId,
      plans.map((plan) => ({ ...plan, ticketIds: [], isWide: false })),
    );
    const effects = { ...noEffects, outcome: refusedWith("needs.invalid"), occurredAt: null, held: null };
    const decision = decisionOf(accountId, plans[0]?.entry ?? entry, facts.now, null, effects);
    await store(transaction, entry.clientId, [decision], decision.rows);
    return [decision.step];
  });
  if (step === undefined) throw new Error("An action alone is always answered.");
  return step;
}

/** Locks, keeps the numbering (A7, S1), and hands on what comes next; what was decided before is answered by itself. */
function inTransaction(
  database: Database,
  accountId: AccountId,
  run: readonly Entry[],
  decideRest: (transaction: SqlRunner, locked: Locked, plans: readonly Plan[]) => Promise<readonly Step[]>,
): Promise<readonly Step[]> {
  const planned = run.map(planOf);
  return transact(database, "write", async (transaction) => {
    const locked = await lock(transaction, accountId, planned);
    if (locked === null) return [{ kind: "stop", stop: "gap" }];
    if (locked.accountId !== accountId) throw new Refusal("client.foreign");
    const { lastSeq } = locked;
    const plans = planned.map((plan, index) => numbered(plan, lastSeq + 1 + index));
    if (plans.some(({ entry }, index) => entry.seq > lastSeq + 1 + index))
      return [{ kind: "stop", stop: "gap" }];
    const decided = plans.map(({ entry }) => entry).filter(({ seq }) => seq <= lastSeq);
    return decided.length > 0 ? repeat(transaction, decided) : decideRest(transaction, locked, plans);
  });
}

/** Under the client's lock, so that no two take the same number; one that was decided before is known by its id (A7). */
function numbered(plan: Plan, next: number): Plan {
  return plan.entry.seq === unnumbered ? { ...plan, entry: { ...plan.entry, seq: next } } : plan;
}

/** S3: these numbers were decided before. Under another action the phone's numbering no longer fits (A7). */
async function repeat(transaction: SqlRunner, entries: readonly Entry[]): Promise<readonly Step[]> {
  const seqs = entries.map(({ seq }) => seq);
  const storedBySeq = await ask<Record<string, Stored>>(transaction, storedSql, entries[0]?.clientId, seqs);
  const steps: Step[] = [];
  for (const entry of entries) {
    const step = repeatOf(entry, storedBySeq?.[entry.seq]);
    steps.push(step);
    if (step.kind === "stop") break;
  }
  return steps;
}

function repeatOf(entry: Entry, stored: Stored | undefined): Step {
  if (stored?.actionId !== entry.actionId) return { kind: "stop", stop: "renumber" };
  if (!isRepeatOf(stored.contentHash, entry)) return { kind: "stop", stop: "changed" };
  return decided(entry, stored.outcome, 0, nothingDone);
}

/**
 * A phone that lost the answer may have discarded the entry since and sends a `void` in its place, which says nothing
 * anew: it hears what was decided.
 */
function isRepeatOf(storedHash: string, entry: Entry): boolean {
  return isHashOf(storedHash, entry.raw) || (entry.raw.type === "void" && !("resolves" in entry.raw));
}

/** A7: decided before under another numbering: the stored outcome, and this numbering goes on. */
function repeatRenumbered(
  accountId: AccountId,
  entry: Entry,
  now: number,
  stored: Pick<Stored, "contentHash" | "outcome">,
): Decision {
  const { clientId, seq, actionId } = entry;
  if (!isRepeatOf(stored.contentHash, entry)) {
    return { step: { kind: "stop", stop: "changed" }, rows: noEffects, occurredAt: null };
  }
  const isHeld = stored.outcome.kind === "held" && entry.raw.type !== "void";
  const repeated = { clientId, seq, accountId, actionId, dependsOn: isHeld ? causesOf(entry.raw) : null };
  const rows = { ...noEffects, repeats: [repeated] };
  return {
    step: decided(entry, stored.outcome, now, { ...nothingDone, wrote: true }),
    rows,
    occurredAt: null,
  };
}

function decisionOf(
  accountId: AccountId,
  entry: Entry,
  now: number,
  ticketId: TicketId | null,
  effects: Effects,
): Decision {
  const { clientId, seq, actionId } = entry;
  const { outcome, occurredAt, held, ...rows } = effects;
  const contentHash = contentHashOf(entry.raw);
  const decidedRow = { accountId, actionId, clientId, seq, ticketId, contentHash, outcome, action: held };
  const done = { wrote: true, told: rows.outbox.length > 0, chose: rows.resolved.length > 0 };
  return {
    step: decided(entry, outcome, now, done),
    rows: { ...rows, outcomes: [{ ...decidedRow, arrivedAt: now }], repeats: [], settled: [] },
    occurredAt,
  };
}

/** Everything in one statement; nothing where nothing was decided. */
async function store(
  transaction: SqlRunner,
  clientId: ClientId,
  decisions: readonly Decision[],
  rows: Rows,
): Promise<void> {
  const seqs = decisions.flatMap(({ step }) => (step.kind === "decided" ? [step.stored.seq] : []));
  const seq = seqs.at(-1);
  if (seq === undefined) return;
  const occurredAt = decisions.findLast((decision) => decision.occurredAt !== null)?.occurredAt ?? null;
  await write(transaction, { ...rows, client: { id: clientId, seq, occurredAt } });
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
