/** No change may leave without an active lead a group that work is given to (WORKFLOWS.md, Accounts and groups). */
import { type Obstacles, obstacleTicketsMax } from "../../core/directory/administration";
import type { Parameters } from "../../core/directory/directory";
import type { GroupId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { DatabaseTransaction } from "../db";
import { ask, readSql } from "../sql";
import { obstructed } from "./administer";
import { openTicketOf } from "./open-work";

type Uses = {
  readonly names: readonly string[];
  readonly parameters: readonly (keyof Parameters)[];
  readonly tickets: readonly Ticket[];
};

const workableSql = readSql("admin/sql/workable-groups.sql");
const usesSql = readSql("admin/sql/group-uses.sql");

/**
 * Makes the change, then refuses it (`group.inUse`) when a group that could be given work no longer can, while a
 * parameter or an open ticket names it. One that could not before is no worse off.
 */
export async function keepingLeads<Answer>(
  transaction: DatabaseTransaction,
  change: () => Promise<Answer>,
): Promise<Answer> {
  const before = await readWorkable(transaction);
  const answer = await change();
  const after = new Set(await readWorkable(transaction));
  const lost = before.filter((id) => !after.has(id));
  const obstacles = lost.length === 0 ? null : await readUses(transaction, lost);
  if (obstacles) throw obstructed("group.inUse", obstacles);
  return answer;
}

async function readWorkable(transaction: DatabaseTransaction): Promise<readonly GroupId[]> {
  return (await ask<readonly GroupId[]>(transaction, workableSql)) ?? [];
}

/** Null: nothing names any of them. Each is looked at by itself, so that the name is of the group in the way. */
async function readUses(
  transaction: DatabaseTransaction,
  groupIds: readonly GroupId[],
): Promise<Obstacles | null> {
  const found: Uses[] = [];
  for (const id of groupIds) {
    const uses = await ask<Uses>(transaction, usesSql, [id], obstacleTicketsMax);
    if (uses && uses.parameters.length + uses.tickets.length > 0) found.push(uses);
  }
  if (found.length === 0) return null;
  return {
    names: found.flatMap((uses) => uses.names),
    parameters: [...new Set(found.flatMap((uses) => uses.parameters))],
    tickets: found.flatMap((uses) => uses.tickets.map(openTicketOf)).slice(0, obstacleTicketsMax),
  };
}
