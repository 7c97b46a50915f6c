/** 我的工作: three short lists, each one bounded walk along one index. */
import Dexie from "dexie";
import type { AccountId, GroupId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { TicketRow } from "../replica/rows";

export interface MyWork {
  /** My turn: I hold it, or my vote is asked. Most urgent first. */
  readonly waitingForMe: readonly TicketRow[];
  /** Open tickets that I opened, newest change first; those that wait for me too are in both. */
  readonly mine: readonly TicketRow[];
  /** Open tickets of my groups that nobody has taken. Most urgent first. */
  readonly unassigned: readonly TicketRow[];
}

/** At most `limit` rows a list. */
export async function myWork(db: ReplicaDatabase, me: AccountId, limit = 50): Promise<MyWork> {
  const [waitingForMe, mine, unassigned] = await Promise.all([
    db.tickets.where("awaits").startsWith(`${me} `).limit(limit).toArray(),
    db.tickets
      .where("[openerId+open+recent]")
      .between([me, 1, Dexie.minKey], [me, 1, Dexie.maxKey])
      .limit(limit)
      .toArray(),
    unassignedOf(db, await groupsOf(db, me), limit),
  ]);
  return { waitingForMe, mine, unassigned };
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

/** The active groups of a person, by the directory on this phone. */
export async function groupsOf(db: ReplicaDatabase, person: AccountId): Promise<readonly GroupId[]> {
  const rows = await db.directory.where("[kind+id]").between(["group", ""], ["group", "\uffff"]).toArray();
  const groups: GroupId[] = [];
  for (const row of rows) {
    if (row.kind !== "group" || !row.value.active) continue;
    if (row.value.members.some((member) => member.accountId === person)) groups.push(row.value.id);
  }
  return groups;
}
