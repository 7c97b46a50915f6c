/**
 * The lane of photos and files (C8), beside the queue and never in its way. A row of `attachments` with an action is
 *
 *   waiting   its action is not decided, came back and is in its author's hands, or is held: nothing is sent
 *   expected  the server has a place for it: its bytes go up, small ones first, each from where it was cut off
 *   stored    the server says its hash: only then it leaves this phone (its small picture stays, as one of others')
 *
 * Nothing is deleted on any other evidence, but with the words it went with, where their author let them go and they
 * are on no ticket. What cannot go up by itself says why (`trouble`) and waits for a person. One tab or the worker at
 * a time, by a lock that correctness does not depend on: the server takes each byte once, and hashes them all.
 */
import type { ActionId } from "../../core/ids";
import type { Replica } from "../replica/intake";
import type { AttachmentRow, AttachmentTrouble } from "../replica/rows";
import { backOffMs } from "../sync/back-off";
import { TransportError } from "../transport";
import { keepPreviews } from "./previews";
import { sendAttachment } from "./send";
import { type KnownAttachment, UploadError, type Uploads } from "./uploads";

/** Whoever holds the lock is sending; this one need not hurry. */
const lockWaitMs = 10 * 60_000;
/** Ids in one question. */
const questionMax = 100;

export interface AttachmentLane {
  /** The queue moved, or the network came: look again. */
  kick(): void;
  /** Resolves when what is running has ended: true when there is more to send, later. For the worker and for tests. */
  settled(): Promise<boolean>;
  stop(): void;
}

type Means = Pick<Replica, "db" | "platform"> & { readonly author: { readonly id: string } };

export function createAttachmentLane(
  replica: Means,
  uploads: Uploads,
  waitMs: number = lockWaitMs,
): AttachmentLane {
  const { platform } = replica;
  let running: Promise<void> | null = null;
  let asked = false;
  let stopped = false;
  let attempt = 0;
  let cancelTimer = (): void => {};
  const isStopped = (): boolean => stopped;

  const run = async (): Promise<void> => {
    while (asked && !stopped) {
      asked = false;
      cancelTimer();
      const end = await runLocked();
      if (stopped || end === "pause") return;
      if (end === "done") attempt = 0;
      else {
        attempt += 1;
        cancelTimer = platform.after(backOffMs(attempt - 1, platform.random(), end.retryAfterMs), kick);
      }
    }
  };
  const runLocked = async (): Promise<RoundEnd> => {
    let end: RoundEnd = "done";
    await platform.exclusive(`genba-attachments-${replica.author.id}`, waitMs, async () => {
      if (!stopped) end = await runRound(replica, uploads, isStopped);
    });
    return end;
  };
  const kick = (): void => {
    if (stopped) return;
    asked = true;
    running ??= run()
      .catch(platform.report)
      .finally(() => {
        running = null;
      });
  };
  return {
    kick,
    settled: async () => {
      await running;
      return attempt > 0;
    },
    stop: () => {
      stopped = true;
      cancelTimer();
    },
  };
}

type RoundEnd = "done" | "pause" | { readonly retryAfterMs: number };

async function runRound(replica: Means, uploads: Uploads, isStopped: () => boolean): Promise<RoundEnd> {
  const { db, platform } = replica;
  try {
    const rows = await db.attachments.orderBy("actionId").toArray();
    if (rows.length === 0) return "done";
    // Before the question: what leaves the queue meanwhile is decided after the answer.
    const fates = await fatesOf(replica, rows);
    const known = await askFor(uploads, rows);
    for (const row of rows) await takeIn(replica, row, known.get(row.id), fates.get(row.id));
    const expected = rows.filter(
      ({ id, trouble }) => known.get(id)?.state === "expected" && trouble !== "damaged",
    );
    let end: RoundEnd = "done";
    for (const row of expected.sort((a, b) => a.ref.sizeBytes - b.ref.sizeBytes)) {
      if (isStopped()) return "done";
      try {
        const trouble = await sendAttachment({ db, platform, uploads, isStopped }, row);
        if (trouble !== null) await setTrouble(replica, row, trouble);
        else await takeIn(replica, row, (await askFor(uploads, [row])).get(row.id), "decided");
      } catch (error) {
        // One that is not taken now holds up no other.
        if (!isOfThisOne(error)) throw error;
        end = { retryAfterMs: error.retryAfterMs };
      }
    }
    return end;
  } catch (error) {
    if (error instanceof TransportError) return endOf(error);
    if (!(error instanceof UploadError)) throw error;
    return error.failure === "pause" ? "pause" : { retryAfterMs: error.retryAfterMs };
  }
}

function isOfThisOne(error: unknown): error is UploadError {
  return error instanceof UploadError && (error.failure === "later" || error.failure === "unknown");
}

function endOf({ failure }: TransportError): RoundEnd {
  if (failure.kind === "signIn" || failure.kind === "account") return "pause";
  return { retryAfterMs: failure.kind === "busy" ? (failure.retryAfterMs ?? 0) : 0 };
}

async function askFor(
  uploads: Uploads,
  rows: readonly AttachmentRow[],
): Promise<ReadonlyMap<string, KnownAttachment>> {
  const known = new Map<string, KnownAttachment>();
  for (let from = 0; from < rows.length; from += questionMax) {
    const ids = rows.slice(from, from + questionMax).map(({ id }) => id);
    for (const one of await uploads.states(ids)) known.set(one.id, one);
  }
  return known;
}

/** What became of the action that a photo went with, as far as this phone knows. */
type Fate = "undecided" | "letGo" | "decided";

async function fatesOf(
  { db }: Means,
  rows: readonly AttachmentRow[],
): Promise<ReadonlyMap<string, Fate | undefined>> {
  const ids = rows.flatMap(({ actionId }) => actionId ?? []);
  const [queued, returned] = await Promise.all([db.queue.bulkGet(ids), db.returned.bulkGet(ids)]);
  const choices = await db.queue.bulkGet(returned.map((row) => row?.resolvedBy ?? ("" as ActionId)));
  const fates = rows.map((row, index): [string, Fate] => {
    const cameBack = returned[index];
    if (queued[index] !== undefined || choices[index] !== undefined) return [row.id, "undecided"];
    if (cameBack === undefined) return [row.id, "decided"];
    if (cameBack.open === 1 || cameBack.outcome.kind === "held") return [row.id, "undecided"];
    const isKept = cameBack.outcome.kind !== "returned" || cameBack.outcome.noteKept;
    return [row.id, isKept ? "decided" : "letGo"];
  });
  return new Map(fates);
}

async function takeIn(
  replica: Means,
  row: AttachmentRow,
  known: KnownAttachment | undefined,
  fate: Fate | undefined,
): Promise<void> {
  if (known === undefined) return;
  switch (known.state) {
    case "stored":
      return known.sha256 === row.ref.sha256 ? settle(replica, row) : setTrouble(replica, row, "refused");
    case "expected":
      // What was in its way is not any more; what the bytes themselves are stays so.
      return row.trouble === "unknown" ? setTrouble(replica, row, null) : undefined;
    case "unknown":
      if (fate === "letGo") return remove(replica, row);
      return fate === "decided" ? setTrouble(replica, row, "unknown") : undefined;
  }
}

/** The server has confirmed the hash. */
function settle({ db, platform }: Means, { id, preview, form, actionId }: AttachmentRow): Promise<void> {
  return db.transaction("rw", ["attachments", "bytes", "previews", "activities"], async () => {
    // The line of what a person did has the action's id; of a new ticket the form knew none.
    const line = actionId === undefined ? undefined : await db.activities.get(actionId);
    const ticketId = form.ticketId ?? line?.ticketId;
    await Promise.all([db.attachments.delete(id), db.bytes.delete(id)]);
    if (preview === null || ticketId === undefined) return;
    await keepPreviews(db, [{ id, ticketId, bytes: preview, usedAt: platform.now() }]);
  });
}

async function remove({ db }: Means, { id }: AttachmentRow): Promise<void> {
  await db.transaction("rw", ["attachments", "bytes"], async () => {
    await Promise.all([db.attachments.delete(id), db.bytes.delete(id)]);
  });
}

async function setTrouble(
  { db }: Means,
  { id, trouble: known }: AttachmentRow,
  trouble: AttachmentTrouble | null,
): Promise<void> {
  if (known !== trouble) await db.attachments.update(id, { trouble });
}
