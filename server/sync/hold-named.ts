/**
 * Nobody is left with work, or with a vote to give, who is being deactivated meanwhile. Whoever stores a ticket that
 * newly needs somebody holds that account as it is until COMMIT; deactivating takes the same row before it looks at
 * open work (server/admin/people.ts). So one of the two waits, and then sees what the other did.
 */
import type { Role } from "../../core/directory/directory";
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { SqlRunner } from "../db";
import type { Directory } from "../directory/directory";
import { ask, readSql } from "../sql";
import { PersonChanged } from "./start-over";

type Held = { readonly id: AccountId; readonly active: boolean; readonly role: Role };

const holdNamedSql = readSql("sync/sql/hold-named.sql");

/**
 * After the locks on the tickets, in one statement, and in none where nobody is newly needed. `before` are the tickets
 * as they were read, `directory` is what they were judged by. Throws PersonChanged.
 */
export async function holdNamed(
  transaction: SqlRunner,
  before: readonly Ticket[],
  after: readonly Ticket[],
  directory: Directory,
): Promise<void> {
  const ids = newlyNeeded(before, after);
  if (ids.length === 0) return;
  const held = (await ask<readonly Held[]>(transaction, holdNamedSql, ids)) ?? [];
  const isAsJudged = held.every(({ id, active, role }) => {
    const person = directory.people.get(id);
    return person?.active === active && person.role === role;
  });
  if (!isAsJudged) throw new PersonChanged();
}

/** Whom the open tickets wait for since this change, and not before. */
function newlyNeeded(before: readonly Ticket[], after: readonly Ticket[]): readonly AccountId[] {
  const former = new Map(before.map((ticket) => [ticket.id, ticket]));
  const ids = after.flatMap((ticket) => {
    const known = neededBy(former.get(ticket.id));
    return neededBy(ticket).filter((id) => !known.includes(id));
  });
  return [...new Set(ids)];
}

function neededBy(ticket: Ticket | undefined): readonly AccountId[] {
  if (ticket === undefined || ticket.stage === "closed") return [];
  const voters = (ticket.review?.reviewers ?? []).filter((reviewer) => reviewer.vote === null);
  const holder = ticket.holderId === null ? [] : [ticket.holderId];
  return [...holder, ...voters.map((reviewer) => reviewer.accountId)];
}
