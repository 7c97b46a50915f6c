/**
 * Sends the queue, one batch after the other, in seq order, from the first number the server has not answered.
 * An entry is marked `attempted` before it goes, so that nobody changes what may already be there (S3). What an answer
 * says is stored by actionId, whoever asked; where to go on is believed only for the numbering it was asked with.
 * Nothing leaves the queue here (C1a), and no failure drops anything (C5).
 */
import type { ActionId } from "../../core/ids";
import { type PushAnswer, type PushRequest, pushBatchMax, pushBodyMaxBytes } from "../../core/sync/protocol";
import { createId } from "../platform";
import { voided } from "../queue/discard";
import type { Clock } from "../replica/clock";
import { intakeStores, type ReplicaDatabase } from "../replica/database";
import { isDigestDue } from "../replica/digest";
import { projectWith, type Replica, takeInPull, takeOutcomes } from "../replica/intake";
import { readClient, renumber } from "../replica/numbering";
import type { EntryState, QueueEntry } from "../replica/rows";
import { toReturned } from "../replica/settle";
import { type Failure, type Transport, TransportError } from "../transport";
import { readQuestion } from "./question";

/**
 * `again`: there may be more to send. `current`: besides, the answer brought all that was to be pulled (S6). `retry`: the
 * server could not now (transient), or made no progress.
 */
export type Pushed = "done" | "again" | "current" | "retry";

/** How many entries wait to be sent. Joins the caller's transaction. */
export async function countUnanswered(db: ReplicaDatabase): Promise<number> {
  const client = await readClient(db);
  return db.queue.where("seq").above(client.answeredSeq).count();
}

/** One batch. Throws TransportError. `sizeMax` bounds the batch further (a body was too large, or malformed). */
export async function pushBatch(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  sizeMax = pushBatchMax,
): Promise<Pushed> {
  const batch = await takeBatch(replica, Math.min(sizeMax, pushBatchMax));
  if (batch === null) return "done";
  const answered = clock.startRoundTrip();
  let answer: PushAnswer;
  try {
    answer = await transport.push(batch);
  } catch (error) {
    if (error instanceof TransportError) return onFailure(replica, batch, error.failure, error);
    throw error;
  }
  await answered(answer.serverTime);
  return takeInAnswer(replica, batch, answer);
}

function takeBatch(replica: Replica, sizeMax: number): Promise<PushRequest | null> {
  const { db } = replica;
  return db.transaction("rw", ["meta", "queue", "returned"], async () => {
    const client = await readClient(db);
    const entries = await db.queue.where("seq").above(client.answeredSeq).limit(sizeMax).sortBy("seq");
    const batch = withinBytes(entries);
    if (batch.length === 0) return null;
    const fresh = batch.filter((entry) => !entry.attempted);
    if (fresh.length > 0) await db.queue.bulkPut(fresh.map((entry) => ({ ...entry, attempted: true })));
    // What may have been too much for the time limit once is asked for step by step.
    const isFirstTry = fresh.length === batch.length;
    const sent = new Set(batch.map((entry) => entry.actionId));
    const pull = isFirstTry && !(await isDigestDue(replica)) ? await readQuestion(replica, sent) : null;
    return {
      accountId: replica.author.id,
      clientId: client.clientId,
      actions: batch.map((entry) => entry.action),
      ...(pull === null ? {} : { pull }),
    };
  });
}

/** At least one, however large: the bounds of the form keep a single action far below the limit. */
function withinBytes(entries: readonly QueueEntry[]): readonly QueueEntry[] {
  const encoder = new TextEncoder();
  // Room for the envelope around the actions.
  let left = pushBodyMaxBytes - 1_000;
  const batch: QueueEntry[] = [];
  for (const entry of entries) {
    left -= encoder.encode(JSON.stringify(entry.action)).length + 1;
    if (left < 0 && batch.length > 0) break;
    batch.push(entry);
  }
  return batch;
}

function takeInAnswer(replica: Replica, request: PushRequest, answer: PushAnswer): Promise<Pushed> {
  const { db } = replica;
  return db.transaction("rw", intakeStores, async (): Promise<Pushed> => {
    if (answer.stop === null && request.pull !== undefined && answer.pull !== undefined) {
      const { accountId, clientId } = request;
      const asked = { ...request.pull, accountId, clientId };
      const taken = await takeInPull(replica, asked, answer.pull, answer.results);
      if (taken === "taken") return afterPull(replica, request, answer);
    }
    const affected = await takeOutcomes(db, answer.results);
    await projectWith(replica, { affected, confirmed: new Map(), left: [] });

    const client = await readClient(db);
    if (client.clientId !== request.clientId) return "again";
    switch (answer.stop) {
      case null:
      case "transient": {
        const answeredSeq = Math.max(client.answeredSeq, answer.lastSeq);
        await db.meta.put({ ...client, answeredSeq });
        // Another tab may have been answered first: then this one is through as well.
        const isThrough = answeredSeq >= (request.actions.at(-1)?.seq ?? 0);
        return answer.stop === null && (isThrough || answeredSeq > client.answeredSeq) ? "again" : "retry";
      }
      case "gap": {
        const next = await db.queue.where("seq").above(answer.lastSeq).first();
        if (next !== undefined && next.seq === answer.lastSeq + 1) {
          const retreats = answer.lastSeq < (request.actions[0]?.seq ?? 0) - 1;
          await db.meta.put({ ...client, answeredSeq: answer.lastSeq });
          return retreats ? "again" : "retry";
        }
        return renumberAll(replica);
      }
      case "renumber":
        return renumberAll(replica);
      case "changed":
        // The first one without a result; its number may be an old one (a repeat) or the next.
        return rename(replica, request.actions[answer.results.length]?.actionId);
    }
  });
}

/** The pull of the answer is in. */
async function afterPull({ db }: Replica, request: PushRequest, answer: PushAnswer): Promise<Pushed> {
  const client = await readClient(db);
  if (client.clientId !== request.clientId) return "again";
  if (answer.pull?.kind !== "changes" || answer.pull.more) {
    // Its last part is to come; what it does not cover yet was answered all the same.
    const answeredSeq = Math.max(client.answeredSeq, answer.lastSeq);
    if (answeredSeq > client.answeredSeq) await db.meta.put({ ...client, answeredSeq });
    return "again";
  }
  // Covered without an outcome (A7): it is to be sent, and the intake has set the number back for it.
  if (client.answeredSeq < answer.lastSeq) return "again";
  // S2a: what a later action of the batch settled comes with the next pull, which no hint would bring.
  return answer.results.some(({ outcome }) => outcome.kind === "held") ? "again" : "current";
}

async function renumberAll(replica: Replica): Promise<Pushed> {
  await renumber(replica.db, replica.platform);
  const affected = await replica.db.base.toCollection().primaryKeys();
  await projectWith(replica, { affected, confirmed: new Map(), left: [] });
  return "again";
}

/**
 * S3: the server holds other content under this actionId. What stands here is then another action, and gets an id of
 * its own; nothing is lost and nothing behind it is blocked (P2, P6).
 */
async function rename(replica: Replica, changed: ActionId | undefined): Promise<Pushed> {
  const { db } = replica;
  const entry = changed === undefined ? undefined : await db.queue.get(changed);
  if (entry === undefined) return "retry";
  const actionId = createId(replica.platform) as ActionId;
  const later = await db.queue.where("seq").above(entry.seq).toArray();
  await db.queue.delete(entry.actionId);
  await db.queue.put({
    ...entry,
    actionId,
    state: { tag: "waiting" },
    action: { ...entry.action, actionId },
  });
  await db.queue.bulkPut(
    later
      .filter((other) => other.action.dependsOn.includes(entry.actionId))
      .map((other) => ({
        ...other,
        action: {
          ...other.action,
          dependsOn: other.action.dependsOn.map((id) => (id === entry.actionId ? actionId : id)),
        },
      })),
  );
  const client = await readClient(db);
  await db.meta.put({ ...client, answeredSeq: entry.seq - 1 });
  await projectWith(replica, { affected: entry.touches, confirmed: new Map(), left: [entry.actionId] });
  return "again";
}

/**
 * C5: 4xx about content is an outcome, not a retry. Our own server refuses to read this body: halve it until one
 * action is left, and give that one back to its author; its number stays, as a `void`.
 */
async function onFailure(
  replica: Replica,
  request: PushRequest,
  failure: Failure,
  error: TransportError,
): Promise<Pushed> {
  if (failure.kind === "foreignClient") {
    return replica.db.transaction("rw", intakeStores, async () => renumberAll(replica));
  }
  const [only, ...others] = request.actions;
  if (failure.kind !== "content" || only === undefined || others.length > 0) throw error;
  // A number keeper has no words to give back: it would only go round in circles.
  if (only.type === "void") throw error;
  await giveBack(replica, only.actionId);
  return "again";
}

/** The words go back to the author at once; a `void` under a new id keeps the number. */
function giveBack(replica: Replica, actionId: ActionId): Promise<void> {
  const { db, platform } = replica;
  return db.transaction("rw", intakeStores, async () => {
    const entry = await db.queue.get(actionId);
    if (entry === undefined) return;
    await db.returned.bulkPut([...toReturned({ ...entry, state: unreadable }, platform.now())]);
    const keeperId = createId(platform) as ActionId;
    const keeper = voided(entry);
    await db.queue.delete(actionId);
    await db.queue.put({ ...keeper, actionId: keeperId, action: { ...keeper.action, actionId: keeperId } });
    await projectWith(replica, { affected: entry.touches, confirmed: new Map(), left: [actionId] });
  });
}

const unreadable: EntryState = {
  tag: "decided",
  outcome: {
    kind: "returned",
    code: "needs.invalid",
    fields: [],
    whoMay: [],
    since: null,
    choices: [],
    noteKept: false,
  },
};
