/** The first sync (R4): pages by key, my open work first, each one snapshot; then the phone pulls from the first's cursor. */
import { firstPageTickets, type PageAnswer, type PageRequest, pageTickets } from "../../core/sync/protocol";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { readDirectory } from "../directory/read";
import { ask, readSql } from "../sql";
import { readNotices } from "./notices";
import { readSnapshot } from "./snapshot";

type Page = {
  readonly total: number;
  readonly tickets: readonly Ticket[];
  readonly activities: readonly Activity[];
};

const pageSql = readSql("sync/sql/page.sql");

/** Directory and inbox come with the first page. Throws Refusal `session.none` or `client.foreign`. */
export function readPage(database: Database, request: PageRequest): Promise<PageAnswer> {
  if (request.diverged) {
    // R6: it is mended by this filling, but it is a bug of ours that somebody must hear of.
    console.error(`sync: the replica of client ${request.clientId} differed from what it should hold`);
  }
  return readSnapshot(database, request.accountId, request.clientId, async (snapshot) => {
    const { transaction, scopes, sight, viewer, epoch, counter, scopeHash, lastSeq, serverTime } = snapshot;
    const isFirst = request.position === null;
    const { lane, after } = request.position ?? { lane: 0, after: null };
    const size = isFirst ? firstPageTickets : pageTickets;
    const { id, role } = viewer;
    const { total = null } = request;
    const page = await ask<Page>(transaction, pageSql, scopes, id, role, lane, after, size, sight, total);
    const tickets = page?.tickets ?? [];
    const last = tickets.length === size ? tickets.at(-1) : undefined;
    return {
      epoch,
      cursor: counter,
      scopeHash,
      puts: {
        tickets,
        activities: page?.activities ?? [],
        directory: isFirst ? await readDirectory(transaction, null, viewer.role !== "requester") : [],
        ...(isFirst ? { notices: await readNotices(snapshot) } : {}),
      },
      lastSeq,
      serverTime,
      next: last ? { lane, after: last.id } : lane === 0 ? { lane: 1, after: null } : null,
      total: page?.total ?? 0,
    };
  });
}
