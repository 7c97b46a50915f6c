/** Asks for what changed, or for the next page while the replica is being filled; one answer at a time. */
import type { PageRequest, PullRequest } from "../../core/sync/protocol";
import type { Clock } from "../replica/clock";
import { compareDigest, isDigestDue, wasDiverged } from "../replica/digest";
import { readFilling, takeInPage } from "../replica/fill";
import { type Replica, takeInPull } from "../replica/intake";
import type { FillingMeta } from "../replica/meta";
import { readClient } from "../replica/numbering";
import type { Transport } from "../transport";
import type { PagesAhead } from "./pages-ahead";
import { readQuestion } from "./question";

export type Pulled =
  | { readonly kind: "done" }
  | { readonly kind: "again" }
  | { readonly kind: "filling"; readonly done: number; readonly total: number };

/**
 * Throws TransportError. A stale answer is dropped and asked again from where the replica now stands (C1). `ahead` is of
 * the round that this is a part of.
 */
export async function pullOnce(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  ahead: PagesAhead,
): Promise<Pulled> {
  const filling = await readFilling(replica.db);
  return filling === null ? pullChanges(replica, transport, clock) : pullPage(replica, filling, ahead);
}

async function pullChanges(replica: Replica, transport: Transport, clock: Clock): Promise<Pulled> {
  const request = await createPullRequest(replica);
  if (request === null) return { kind: "again" };
  const answered = clock.startRoundTrip();
  const answer = await transport.pull(request);
  if (answer.kind === "changes") await answered(answer.serverTime);
  const taken = await takeInPull(replica, request, answer);
  const more = answer.kind === "changes" && answer.more;
  if (taken === "taken" && answer.kind === "changes" && answer.digest !== undefined) {
    const isDiverged = await compareDigest(replica, answer.digest, answer.nextCursor);
    if (isDiverged) return { kind: "again" };
  }
  return taken === "taken" && !more ? { kind: "done" } : { kind: "again" };
}

/** R4: taken in only at the position it was asked for, so a page asked for ahead is at worst asked for in vain. */
async function pullPage(replica: Replica, filling: FillingMeta, ahead: PagesAhead): Promise<Pulled> {
  const { clientId } = await readClient(replica.db);
  const isToTell = filling.position === null && (await wasDiverged(replica));
  const request: PageRequest = {
    accountId: replica.author.id,
    clientId,
    position: filling.position,
    ...(filling.position === null ? {} : { total: filling.total }),
    ...(isToTell ? { diverged: true } : {}),
  };
  const answer = await ahead.take(request);
  const taken = await takeInPage(replica, filling, request, answer);
  if (taken !== "taken") return { kind: "again" };
  // The second lane brings the first one's tickets once more, so the count is only a measure of progress.
  const done = Math.min(answer.total, filling.done + answer.puts.tickets.length);
  return { kind: "filling", done, total: answer.total };
}

/** Null when another tab has just begun to fill the replica. */
async function createPullRequest(replica: Replica): Promise<PullRequest | null> {
  const { db, author } = replica;
  return db.transaction("r", ["meta", "queue", "returned"], async () => {
    const { clientId } = await readClient(db);
    const question = await readQuestion(replica);
    if (question === null) return null;
    const digest = (await isDigestDue(replica)) ? ({ digest: true } as const) : {};
    return { accountId: author.id, clientId, ...question, ...digest };
  });
}
