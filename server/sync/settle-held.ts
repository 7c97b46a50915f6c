/**
 * S2a: what was held because it stood on something that came back is decided when its author has chosen about that:
 * after the push of that choice and, should the server have died in between, at the next pull of a phone that waits.
 * An outcome changes this once, from held to a final one; the pull brings it.
 */
import type { AccountId } from "../../core/ids";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { judgeLoaded, TicketsGrew, transactionLimits } from "./decide-entry";
import { classifyFailure } from "./failure";
import { load, lock, lockOutcomes, planOf, resolvedBy } from "./load";
import type { Entry } from "./request";
import { write } from "./write";

const heldSql = readSql("sync/sql/held.sql");

export type Settled = {
  readonly count: number;
  /** Someone is to be told: outbox rows were written. */
  readonly told: boolean;
};

/** Decides what can be, in the order of arrival; what stands on something decided here follows in the next round. */
export async function settleHeld(database: Database, accountId: AccountId): Promise<Settled> {
  let all: Settled = { count: 0, told: false };
  for (;;) {
    const entries = await ask<Entry[]>(database, heldSql, accountId);
    const before = all.count;
    for (const entry of entries ?? []) {
      try {
        const { count, told } = await settleOne(database, accountId, entry);
        all = { count: all.count + count, told: all.told || told };
      } catch (error) {
        // It stays held; the next pull tries again.
        if (!(error instanceof TicketsGrew) && classifyFailure(error) === "bug") throw error;
      }
    }
    if (all.count === before) return all;
  }
}

const notSettled: Settled = { count: 0, told: false };

function settleOne(database: Database, accountId: AccountId, entry: Entry): Promise<Settled> {
  const plan = planOf(entry);
  return database.$transaction(async (transaction) => {
    const locked = await lock(transaction, accountId, entry, plan);
    await lockOutcomes(transaction, accountId, [entry.actionId, ...resolvedBy(plan)]);
    const loaded = await load(transaction, accountId, entry, plan);
    const { stored } = loaded;
    if (locked?.accountId !== accountId || stored?.outcome.kind !== "held") return notSettled;
    // Its author discarded it meanwhile, or chose otherwise.
    if (stored.resolvedById !== null) return notSettled;
    if (loaded.tickets.some((ticket) => !locked.lockedIds.includes(ticket.id))) throw new TicketsGrew();
    const matter = { database, transaction, accountId, entry, plan, loaded, lastOccurredAt: null };
    const { outcome, occurredAt: _, held: __, ...rows } = await judgeLoaded(matter);
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
  }, transactionLimits);
}
