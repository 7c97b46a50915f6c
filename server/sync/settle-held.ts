/**
 * S2a: what was held because it stood on something that came back is decided when its author has chosen about that,
 * and what was held for its type when a server knows it: after the push of that choice, and at the next pull of a phone
 * that waits, should the server have died in between or have been updated.
 * An outcome changes this once, from held to a final one; the pull brings it.
 */
import type { AccountId } from "../../core/ids";
import type { Database, SqlRunner } from "../db";
import { directoryAt } from "../directory/directory";
import { ask, readSql } from "../sql";
import { transact } from "../transact";
import { judgeLoaded } from "./decide-entry";
import { classifyFailure, sqlStateOf } from "./failure";
import { holdNamed } from "./hold-named";
import type { Effects } from "./judge";
import { type Facts, type Locked, load, lock, lockOutcomes, type Plan, planOf, resolvedBy } from "./load";
import { refusedWith } from "./refused";
import { type Entry, knownByVersion } from "./request";
import { createRunState, loadedFor } from "./run-state";
import { StartOver, TicketsGrew } from "./start-over";
import { noEffects, write } from "./write";

const heldSql = readSql("sync/sql/held.sql");
/** Tries of one action, here and now, before the next pull tries again. */
const triesMax = 3;

export type Settled = {
  readonly count: number;
  /** Someone is to be told: outbox rows were written. */
  readonly told: boolean;
};

/** Decides what can be, of each version in the order of arrival; what stands on something decided here follows in the next round. */
export async function settleHeld(database: Database, accountId: AccountId): Promise<Settled> {
  let all: Settled = { count: 0, told: false };
  for (;;) {
    const before = all.count;
    for (const [version, types] of knownByVersion()) {
      for (const entry of (await ask<Entry[]>(database, heldSql, accountId, types, version)) ?? []) {
        const { count, told } = await settlePatiently(database, accountId, entry);
        all = { count: all.count + count, told: all.told || told };
      }
    }
    if (all.count === before) return all;
  }
}

const notSettled: Settled = { count: 0, told: false };

/** Like push: what is in the way is tried again, what lies in the action itself is its outcome (P6). */
async function settlePatiently(database: Database, accountId: AccountId, entry: Entry): Promise<Settled> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleOne(database, accountId, entry);
    } catch (error) {
      const failure = error instanceof StartOver ? "transient" : classifyFailure(error);
      if (failure === "bug") throw error;
      const isLast = attempt === triesMax;
      // The same key try after try is no race, but an id that will never be free.
      if (failure === "content" || (isLast && sqlStateOf(error) === "23505"))
        return settleUnfit(database, accountId, entry, error);
      if (isLast) {
        console.error(`settle: held action ${entry.actionId} was put off:`, error);
        return notSettled;
      }
    }
  }
}

function settleOne(database: Database, accountId: AccountId, entry: Entry): Promise<Settled> {
  return inTransaction(database, accountId, entry, async (transaction, locked, facts, plan) => {
    if (facts.tickets.some((ticket) => !locked.lockedIds.includes(ticket.id))) throw new TicketsGrew();
    const directory = await directoryAt(database, transaction, facts.directoryVersion);
    const loaded = loadedFor(createRunState(facts, null), plan, 0);
    const matter = { transaction, accountId, directory, facts, plan, loaded, lastOccurredAt: null };
    const effects = await judgeLoaded(matter);
    await holdNamed(transaction, loaded.tickets, effects.tickets, directory);
    return effects;
  });
}

/** Never decided, it would be tried at every pull for ever, and its phone would wait for it. */
async function settleUnfit(
  database: Database,
  accountId: AccountId,
  entry: Entry,
  cause: unknown,
): Promise<Settled> {
  console.error(`settle: held action ${entry.actionId} does not fit the database:`, cause);
  try {
    return await inTransaction(database, accountId, entry, async () => unfit);
  } catch (error) {
    if (classifyFailure(error) === "bug") throw error;
    return notSettled;
  }
}

const unfit = { ...noEffects, outcome: refusedWith("needs.invalid") };

type Decided = Omit<Effects, "occurredAt" | "held">;

/** Locks as push does (S1); whether it is still to be settled is known only then. */
function inTransaction(
  database: Database,
  accountId: AccountId,
  entry: Entry,
  decide: (
    transaction: SqlRunner,
    locked: Locked,
    facts: Facts,
    plan: Plan,
  ) => Promise<Decided & Partial<Effects>>,
): Promise<Settled> {
  const plan = planOf(entry);
  return transact(database, "write", async (transaction) => {
    const locked = await lock(transaction, accountId, [plan]);
    await lockOutcomes(transaction, accountId, [entry.actionId, ...resolvedBy(plan)]);
    const facts = await load(transaction, accountId, [plan]);
    const stored = facts.storedById[entry.actionId];
    if (locked?.accountId !== accountId || stored?.outcome.kind !== "held") return notSettled;
    // Its author discarded it meanwhile, or chose otherwise.
    if (stored.resolvedById !== null) return notSettled;
    const { outcome, occurredAt: _, held: __, ...rows } = await decide(transaction, locked, facts, plan);
    if (outcome.kind === "held") return notSettled;
    const { clientId, actionId } = entry;
    await write(transaction, {
      ...rows,
      outcomes: [],
      repeats: [],
      settled: [{ accountId, actionId, outcome }],
      client: { id: clientId, seq: locked.lastSeq, occurredAt: null },
    });
    return { count: 1, told: rows.outbox.length > 0 };
  });
}
