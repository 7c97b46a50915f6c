/** Who changed what, the newest first. */
import {
  type AdminChange,
  type AdminChangeKind,
  type AdminChangePage,
  type HistoryPosition,
  historyPageSize,
} from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import type { Database, Prisma } from "../db";

/** `after`: where the page before ended; null for the first. */
export async function readHistory(
  database: Database,
  after: HistoryPosition | null,
): Promise<AdminChangePage> {
  const rows = await database.adminChange.findMany({
    where: after === null ? {} : olderThan(after),
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: historyPageSize + 1,
    include: { actor: { select: { name: true } } },
  });
  const page = rows.slice(0, historyPageSize);
  const last = page.at(-1);
  return {
    changes: page.map(changeOf),
    next: last && rows.length > page.length ? { at: last.at.getTime(), id: last.id } : null,
  };
}

function olderThan({ at, id }: HistoryPosition): Prisma.AdminChangeWhereInput {
  const moment = new Date(at);
  return { OR: [{ at: { lt: moment } }, { at: moment, id: { lt: id } }] };
}

type Row = Prisma.AdminChangeGetPayload<{ include: { actor: { select: { name: true } } } }>;

function changeOf({ at, actor, actorId, kind, before, after, ...row }: Row): AdminChange {
  return {
    ...row,
    at: at.getTime(),
    actorId: actorId as AccountId,
    actorName: actor.name,
    kind: kind as AdminChangeKind,
    before: before as AdminChange["before"],
    after: after as AdminChange["after"],
  };
}
