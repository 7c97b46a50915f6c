/** 我的工作: short lists, each one bounded walk along one index. */
import Dexie from "dexie";
import type { Group } from "../../core/directory/directory";
import { principalsOf } from "../../core/directory/people";
import type { AccountId, GroupId } from "../../core/ids";
import { clockNames } from "../../core/sla/targets";
import { type DecideContext, isUnknown } from "../../core/workflow/decision";
import { mayVote } from "../../core/workflow/may-vote";
import type { Priority } from "../../core/workflow/vocabulary";
import type { ReplicaDatabase } from "../replica/database";
import { clockPrefix, recurrencePrefix, type TicketRow } from "../replica/rows";

/** Of one clock of a priority of a group: more that are due at once are all overdue, and the list is long enough. */
const clockedMax = 20;
const priorities: readonly Priority[] = ["P1", "P2", "P3", "P4"];

export interface MyWork {
  /** My turn, or that of somebody I stand in for: held, or a vote is asked. Most urgent first. */
  readonly waitingForMe: readonly TicketRow[];
  /** Open tickets that I opened, newest change first; those that wait for me too are in both. */
  readonly mine: readonly TicketRow[];
  /** Open tickets of my groups, and of those I stand in for, that nobody has taken. Most urgent first. */
  readonly unassigned: readonly TicketRow[];
  /** Open incidents of groups that I lead, or for whose lead I stand in, that suggest a problem. Most urgent first. */
  readonly recurring: readonly TicketRow[];
  /** Incidents of groups that I lead, or for whose lead I stand in, whose clock runs: of each priority and clock the oldest. */
  readonly clocked: readonly TicketRow[];
}

/** At most `limit` rows a list. `context` says for whom its actor acts now. */
export async function myWork(db: ReplicaDatabase, context: DecideContext, limit = 50): Promise<MyWork> {
  const me = context.actor.id;
  if (me === "system") return { waitingForMe: [], mine: [], unassigned: [], recurring: [], clocked: [] };
  const people = [me, ...principalsOf(me, context)];
  const led = groupsOf(people, context, "lead");
  const [waitingForMe, mine, unassigned, recurring, clocked] = await db.transaction(
    "r",
    db.tickets,
    async () =>
      Promise.all([
        waitingFor(db, people, context, limit),
        db.tickets
          .where("[openerId+open+recent]")
          .between([me, 1, Dexie.minKey], [me, 1, Dexie.maxKey])
          .limit(limit)
          .toArray(),
        unassignedOf(db, groupsOf(people, context), limit),
        walk(db, led.map(recurrencePrefix), limit),
        walk(
          db,
          led.flatMap((group) =>
            priorities.flatMap((priority) => clockNames.map((name) => clockPrefix(group, priority, name))),
          ),
          clockedMax,
        ),
      ]),
  );
  return { waitingForMe, mine, unassigned, recurring: recurring.slice(0, limit), clocked };
}

async function waitingFor(
  db: ReplicaDatabase,
  people: readonly AccountId[],
  context: DecideContext,
  limit: number,
): Promise<readonly TicketRow[]> {
  const lists = await Promise.all(
    people.map((person) => db.tickets.where("awaits").startsWith(`${person} `).limit(limit).toArray()),
  );
  const rows = new Map(lists.flat().map((row) => [row.id, row]));
  return (
    [...rows.values()]
      // Four eyes: who had a part in a change gives nobody's vote on it.
      .filter(({ ticket }) => ticket.review?.stage !== ticket.stage || mayVote(ticket, context))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, limit)
  );
}

async function unassignedOf(
  db: ReplicaDatabase,
  groups: readonly GroupId[],
  limit: number,
): Promise<readonly TicketRow[]> {
  const lists = await Promise.all(
    groups.map((group) =>
      db.tickets
        .where("[unassignedGroup+rank]")
        .between([group, Dexie.minKey], [group, Dexie.maxKey])
        .limit(limit)
        .toArray(),
    ),
  );
  return lists
    .flat()
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit);
}

/** The rows under these prefixes of `awaits`, at most `limit` a prefix, most urgent first. */
async function walk(
  db: ReplicaDatabase,
  prefixes: readonly string[],
  limit: number,
): Promise<readonly TicketRow[]> {
  const lists = await Promise.all(
    prefixes.map((prefix) => db.tickets.where("awaits").startsWith(prefix).limit(limit).toArray()),
  );
  return lists.flat().sort((a, b) => a.rank - b.rank);
}

/** The active groups of these people, by the directory on this phone; with a role, those in which they have it. */
export function groupsOf(
  people: readonly AccountId[],
  context: DecideContext,
  role?: "lead",
): readonly GroupId[] {
  const groups = context.groups();
  if (isUnknown(groups)) return [];
  const isTheirs = (member: Group["members"][number]): boolean =>
    people.includes(member.accountId) && (role === undefined || member.role === role);
  return groups.filter(({ active, members }) => active && members.some(isTheirs)).map(({ id }) => id);
}
