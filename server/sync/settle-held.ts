/**
 * S2a: what was held because it stood on something that came back is decided when its author has chosen about that.
 * An outcome changes this once, from held to a final one; the pull brings it.
 */
import type { AccountId } from "../../core/ids";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { judgeLoaded, TicketsGrew, transactionLimits } from "./decide-entry";
import { classifyFailure } from "./failure";
import { load, lock, planOf } from "./load";
import type { Entry } from "./request";
import { write } from "./write";

const heldSql = readSql("sync/sql/held.sql");

/** Decides what can be, in the order of arrival; true when someone is to be told. */
export async function settleHeld(database: Database, accountId: AccountId): Promise<boolean> {
  const entries = await ask<Entry[]>(database, heldSql, accountId);
  let told = false;
  for (const entry of entries ?? []) {
    try {
      told = (await settleOne(database, accountId, entry)) || told;
    } catch (error) {
      // It stays held; the author's next choice tries again.
      if (!(error instanceof TicketsGrew) && classifyFailure(error) === "bug") throw error;
    }
  }
  return told;
}

function settleOne(database: Database, accountId: AccountId, entry: Entry): Promise<boolean> {
  const plan = planOf(entry);
  return database.$transaction(async (transaction) => {
    const locked = await lock(transaction, accountId, entry, plan);
    const loaded = await load(transaction, accountId, entry, plan);
    if (locked?.accountId !== accountId || loaded.stored?.outcome.kind !== "held") return false;
    if (loaded.tickets.some((ticket) => !locked.lockedIds.includes(ticket.id))) throw new TicketsGrew();
    const matter = { database, transaction, accountId, entry, plan, loaded, lastOccurredAt: null };
    const { outcome, occurredAt: _, held: __, ...rows } = await judgeLoaded(matter);
    if (outcome.kind === "held") return false;
    const { clientId, actionId } = entry;
    await write(transaction, {
      ...rows,
      outcomes: [],
      repeats: [],
      settled: [{ accountId, actionId, outcome }],
      client: { id: clientId, seq: locked.lastSeq, occurredAt: null },
    });
    return rows.outbox.length > 0;
  }, transactionLimits);
}
