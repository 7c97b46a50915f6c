/**
 * Pull (R2): what changed for one viewer since a cursor, in one snapshot. The cursor is the counter of commits (R1);
 * an answer holds whole numbers only (R1a) and costs what changed, not what exists (R7).
 */
import type { DirectoryKind } from "../../core/directory/directory";
import type { TicketId } from "../../core/ids";
import type { Notice } from "../../core/notify/notice";
import {
  type Digest,
  type PullAnswer,
  type PullRequest,
  pullRowsTarget,
  type StoredOutcome,
} from "../../core/sync/protocol";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { type DirectoryKey, readDirectory } from "../directory/read";
import { notifyCommitted } from "../live/notify";
import { ask, readSql } from "../sql";
import { readNotices } from "./notices";
import { settleHeld } from "./settle-held";
import { readSnapshot, type Snapshot } from "./snapshot";

type Rows = {
  readonly tickets: readonly Ticket[];
  readonly gone: readonly TicketId[];
  readonly activities: readonly Activity[];
  readonly notices: readonly Notice[];
  readonly unseen: readonly TicketId[];
  readonly lostNotices: boolean;
  readonly directory: readonly { readonly kind: DirectoryKind; readonly id: string }[];
};

const reachSql = readSql("sync/sql/pull-reach.sql");
const rowsSql = readSql("sync/sql/pull-rows.sql");
const digestSql = readSql("sync/sql/digest.sql");
const outcomesSql = readSql("sync/sql/outcomes.sql");

/** Throws Refusal `session.none` or `client.foreign`. */
export async function pull(database: Database, request: PullRequest): Promise<PullAnswer> {
  const answer = await readAnswer(database, request);
  if (answer.kind === "rebuild" || !answer.outcomes.some(isHeld)) return answer;
  // S2a: a server that died between the author's choice and what follows from it left this to be done, and one that
  // did not know the type left it to us.
  const settled = await settleHeld(database, request.accountId);
  if (settled.count === 0) return answer;
  notifyCommitted(database, settled.told);
  return readAnswer(database, request);
}

/** R6: of this snapshot; costs what the viewer holds, so a phone asks a few times a day. */
function readDigest({ transaction, scopes, sight, viewer }: Snapshot): Promise<Digest | null> {
  return ask<Digest>(transaction, digestSql, scopes, viewer.id, viewer.role, sight);
}

function isHeld({ outcome }: StoredOutcome): boolean {
  return outcome.kind === "held";
}

function readAnswer(database: Database, request: PullRequest): Promise<PullAnswer> {
  return readSnapshot(database, request.accountId, request.clientId, async (snapshot) => {
    const stale = reasonToRebuild(snapshot, request);
    if (stale) return { kind: "rebuild", reason: stale };
    const reach = await reachOf(snapshot, request.cursor);
    const rows = reach.changed ? await readRows(snapshot, request.cursor, reach.upTo) : noRows;
    const { transaction, lastSeq, serverTime } = snapshot;
    const more = reach.upTo < snapshot.counter;
    const digest = request.digest && !more ? await readDigest(snapshot) : null;
    const outcomes =
      request.fromSeq <= lastSeq
        ? await ask<StoredOutcome[]>(transaction, outcomesSql, request.clientId, request.fromSeq)
        : null;
    return {
      kind: "changes",
      ...rows,
      outcomes: outcomes ?? [],
      lastSeq,
      serverTime,
      nextCursor: reach.upTo,
      more,
      ...(digest === null ? {} : { digest }),
    };
  });
}

function reasonToRebuild(snapshot: Snapshot, request: PullRequest): "epoch" | "floor" | "scopes" | null {
  if (request.epoch !== snapshot.epoch || request.cursor > snapshot.counter) return "epoch";
  if (request.cursor < snapshot.floor) return "floor";
  if (request.scopeHash !== snapshot.scopeHash) return "scopes";
  return null;
}

/** The last number of this answer: the one that reaches the rows aimed at, else the snapshot's. */
async function reachOf(snapshot: Snapshot, cursor: number): Promise<{ upTo: number; changed: boolean }> {
  const { transaction, scopes, counter } = snapshot;
  if (cursor === counter) return { upTo: counter, changed: false };
  const reach = (from: number, rows: number) => ask<Reach>(transaction, reachSql, scopes, from, rows);
  const nearest = await reach(cursor, pullRowsTarget);
  if (nearest?.upTo == null) return { upTo: counter, changed: false };
  const isLast = nearest.isAll || (await reach(nearest.upTo, 1))?.upTo == null;
  return { upTo: isLast ? counter : nearest.upTo, changed: true };
}

type Reach = { readonly upTo: number | null; readonly isAll: boolean };

const noRows = {
  puts: { tickets: [], activities: [], directory: [], notices: [] },
  removes: { tickets: [], directory: [], noticesOf: [] },
} as const;

async function readRows(snapshot: Snapshot, cursor: number, upTo: number) {
  const { transaction, scopes, sight, viewer } = snapshot;
  const rows = await ask<Rows>(transaction, rowsSql, scopes, cursor, upTo, viewer.id, viewer.role, sight);
  if (!rows) return noRows;
  const keys: readonly DirectoryKey[] = rows.directory;
  const directory =
    keys.length > 0 ? await readDirectory(transaction, keys, viewer.role !== "requester") : [];
  const found = new Set(directory.map((row) => `${row.kind}:${row.id}`));
  return {
    puts: {
      tickets: rows.tickets,
      activities: rows.activities,
      directory,
      // P4: a phone keeps so many and no more. Where some of them go, older ones come into their place.
      notices: rows.lostNotices ? await readNotices(snapshot) : rows.notices,
    },
    removes: {
      tickets: rows.gone,
      directory: keys.filter((key) => !found.has(`${key.kind}:${key.id}`)),
      noticesOf: rows.unseen,
    },
  };
}
