/**
 * Takes in what the server said, each answer in one transaction (C1). Two refusals keep it honest:
 * - an answer to a question asked with another epoch, cursor or numbering than the stored one is dropped (`stale`):
 *   another tab was quicker;
 * - a row never replaces a newer one of the same generation (R4).
 * An entry leaves the queue here and nowhere else: its outcome is known AND the last part of a pull covers its seq
 * (C1a). While parts are still to come the rows carry their `asOf`, so nothing replays twice and nothing flickers.
 */
import type { TicketId } from "../../core/ids";
import type { PullAnswer, PullRequest, StoredOutcome } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { Platform } from "../platform";
import type { Author } from "./context";
import { intakeStores, type ReplicaDatabase } from "./database";
import { type DirectoryCache, writeDirectory } from "./directory";
import { putLines, removeLines } from "./lines";
import { beginFilling, type ClientMeta, orderOf } from "./meta";
import { takeInNotices } from "./notices";
import { readClient, renumber } from "./numbering";
import { project, readConfirmed } from "./project";
import { type Confirmed, isStopped } from "./replay";
import { createReplayContext } from "./replay-context";
import type { QueueEntry } from "./rows";
import { settleHeld, toReturned } from "./settle";

export interface Replica {
  readonly db: ReplicaDatabase;
  readonly platform: Platform;
  readonly directory: DirectoryCache;
  readonly author: Author;
  /** Told of entries that left the queue with their outcomes; inside the transaction, so it must not fail. */
  readonly onLeft?: (left: readonly QueueEntry[]) => void;
}
export type Intake = "taken" | "stale" | "rebuild";
type Changes = Extract<PullAnswer, { kind: "changes" }>;

/** `results`: outcomes that came in the same answer (S6). */
export function takeInPull(
  replica: Replica,
  request: PullRequest,
  answer: PullAnswer,
  results: readonly StoredOutcome[] = [],
): Promise<Intake> {
  const { db } = replica;
  return db.transaction("rw", intakeStores, async () => {
    const [client, cursor] = await Promise.all([readClient(db), db.meta.get("cursor")]);
    const asked =
      cursor?.key === "cursor" &&
      cursor.epoch === request.epoch &&
      cursor.cursor === request.cursor &&
      client.clientId === request.clientId;
    if (!asked) return "stale";
    if (answer.kind === "rebuild") {
      await startFilling(db);
      return "rebuild";
    }
    await db.meta.put({
      ...cursor,
      cursor: answer.nextCursor,
      pulledAt: replica.platform.now(),
    });
    await takeInChanges(replica, client, { ...answer, outcomes: [...results, ...answer.outcomes] });
    return "taken";
  });
}

async function takeInChanges(replica: Replica, client: ClientMeta, answer: Changes): Promise<void> {
  const { db, platform } = replica;
  const generation = await readGeneration(db);
  const directoryChanged = await writeDirectory(db, {
    puts: answer.puts.directory,
    removes: answer.removes.directory,
    whole: false,
  });
  const confirmed = new Map<TicketId, Confirmed>();
  for (const id of answer.removes.tickets) confirmed.set(id, { ticket: null, asOf: -1, generation });
  await removeLines(db, answer.removes.tickets);
  const at = { asOf: orderOf(client, answer.lastSeq), generation };
  for (const [id, row] of await newerRows(db, answer.puts.tickets, at)) confirmed.set(id, row);
  await putLines(db, answer.puts.activities);
  await takeInNotices(db, {
    puts: answer.puts.notices ?? [],
    goneOf: answer.removes.noticesOf ?? [],
    whole: false,
    serverTime: answer.serverTime,
  });

  const { entries, answered } = await readOutcomes(db, answer.outcomes);
  await settleHeld(db, answer.outcomes, platform.now());
  const left = answer.more ? [] : await dropCovered(replica, client, answer.lastSeq, entries);
  const leaving = new Set(left);
  await db.queue.bulkPut(answered.filter((entry) => !leaving.has(entry)));
  // A7: the server has seen higher numbers from "us" than we ever gave: somebody else runs under our clientId.
  const foreign = answer.lastSeq >= client.nextSeq;
  if (foreign) await renumber(db, platform);

  const settled = entries.filter((entry) => entry.state.tag === "decided").flatMap((entry) => entry.touches);
  const affected = new Set([...settled, ...left.flatMap((entry) => entry.touches)]);
  if (directoryChanged || foreign) {
    for (const id of await db.base.toCollection().primaryKeys()) affected.add(id);
  }
  await projectWith(replica, { affected, confirmed, left: left.map((entry) => entry.actionId) });
}

/** Confirmed rows for the tickets put, less those that are here in a newer state. */
export async function newerRows(
  db: ReplicaDatabase,
  tickets: readonly Ticket[],
  at: { readonly asOf: number; readonly generation: number },
): Promise<ReadonlyMap<TicketId, Confirmed>> {
  const present = await readConfirmed(
    db,
    tickets.map((ticket) => ticket.id),
  );
  const newer = new Map<TicketId, Confirmed>();
  for (const ticket of tickets) {
    const here = present.get(ticket.id);
    // Versions of an older generation may come from another life of the server: they compare with nothing.
    const comparable = here?.ticket != null && here.generation === at.generation;
    if (comparable && here.ticket.version > ticket.version) continue;
    newer.set(ticket.id, { ticket, ...at });
  }
  return newer;
}

/**
 * Writes outcomes on their entries, by actionId: numbers may have been used twice (A7). The answer is the tickets that
 * must be shown anew: where an entry no longer replays (C1a), or replays again since what was held is applied (S2a).
 */
export async function takeOutcomes(
  db: ReplicaDatabase,
  outcomes: readonly StoredOutcome[],
): Promise<readonly TicketId[]> {
  const before = await db.queue.bulkGet(outcomes.map((stored) => stored.actionId));
  const stopped = new Set(before.flatMap((entry) => (entry && isStopped(entry) ? [entry.actionId] : [])));
  const { answered } = await readOutcomes(db, outcomes);
  await db.queue.bulkPut([...answered]);
  return answered.flatMap((entry) => (isStopped(entry) === stopped.has(entry.actionId) ? [] : entry.touches));
}

/** All entries as these outcomes leave them, and those of them that are not stored so yet. */
async function readOutcomes(
  db: ReplicaDatabase,
  outcomes: readonly StoredOutcome[],
): Promise<{ readonly entries: readonly QueueEntry[]; readonly answered: readonly QueueEntry[] }> {
  const byAction = new Map(outcomes.map((stored) => [stored.actionId, stored.outcome]));
  const answered: QueueEntry[] = [];
  const queue = await db.queue.orderBy("seq").toArray();
  const entries = queue.map((entry): QueueEntry => {
    const outcome = byAction.get(entry.actionId);
    if (outcome === undefined) return entry;
    const decided: QueueEntry = { ...entry, state: { tag: "decided", outcome } };
    answered.push(decided);
    return decided;
  });
  return { entries, answered };
}

async function dropCovered(
  { db, platform, onLeft }: Replica,
  client: ClientMeta,
  lastSeq: number,
  entries: readonly QueueEntry[],
): Promise<readonly QueueEntry[]> {
  const covered = entries.filter((entry) => entry.seq <= lastSeq);
  const left = covered.filter((entry) => entry.state.tag === "decided");
  // Covered but the answer was lost: ask for the stored outcome again before it may leave (S1, P1).
  const unanswered = covered.find((entry) => entry.state.tag === "waiting");
  const answeredSeq = unanswered === undefined ? Math.max(client.answeredSeq, lastSeq) : unanswered.seq - 1;
  await db.queue.bulkDelete(left.map((entry) => entry.actionId));
  await db.returned.bulkPut(left.flatMap((entry) => toReturned(entry, platform.now())));
  await db.meta.put({ ...client, answeredSeq, coveredSeq: Math.max(client.coveredSeq, lastSeq) });
  onLeft?.(left);
  return left;
}

/** R3, R5: fill the replica anew; rows stay usable and the queue stays. */
export async function startFilling(db: ReplicaDatabase): Promise<void> {
  const generation = (await readGeneration(db)) + 1;
  await db.meta.delete("cursor");
  await db.meta.bulkPut([...beginFilling(generation)]);
}

export async function readGeneration(db: ReplicaDatabase): Promise<number> {
  const row = await db.meta.get("generation");
  return row?.key === "generation" ? row.generation : 0;
}

export async function projectWith(
  replica: Replica,
  projection: Parameters<typeof project>[2],
): Promise<void> {
  const directory = await replica.directory.refresh();
  await project(replica.db, (action) => createReplayContext(directory, replica.author, action), projection);
}
