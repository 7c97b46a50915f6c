/** Asks for what changed, or for the next page while the replica is being filled; one answer at a time. */
import type { PageAnswer, PageRequest, PullRequest } from "../../core/sync/protocol";
import type { Clock } from "../replica/clock";
import { compareDigest, isDigestDue, wasDiverged } from "../replica/digest";
import { readFilling, takeInPage } from "../replica/fill";
import { type Replica, takeInPull } from "../replica/intake";
import type { FillingMeta } from "../replica/meta";
import { readClient } from "../replica/numbering";
import type { Transport } from "../transport";
import { readQuestion } from "./question";

export type Pulled =
  | { readonly kind: "done" }
  | { readonly kind: "again" }
  | { readonly kind: "filling"; readonly done: number; readonly total: number };

/** The page that is asked for while the one before it is written: network and disk need not wait for each other. */
export interface PageAhead {
  asked: AskedPage | null;
}
interface AskedPage {
  readonly request: PageRequest;
  readonly answer: Promise<PageAnswer>;
}

/** Throws TransportError. A stale answer is dropped and asked again from where the replica now stands (C1). */
export async function pullOnce(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  ahead: PageAhead = { asked: null },
): Promise<Pulled> {
  const filling = await readFilling(replica.db);
  return filling === null
    ? pullChanges(replica, transport, clock)
    : pullPage(replica, transport, clock, filling, ahead);
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
async function pullPage(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  filling: FillingMeta,
  ahead: PageAhead,
): Promise<Pulled> {
  const { clientId } = await readClient(replica.db);
  const isToTell = filling.position === null && (await wasDiverged(replica));
  const request: PageRequest = {
    accountId: replica.author.id,
    clientId,
    position: filling.position,
    ...(filling.position === null ? {} : { total: filling.total }),
    ...(isToTell ? { diverged: true } : {}),
  };
  const { asked } = ahead;
  ahead.asked = null;
  const isAsked = asked !== null && JSON.stringify(asked.request) === JSON.stringify(request);
  const answer = await (isAsked ? asked : askPage(transport, clock, request)).answer;
  if (answer.next !== null) {
    const { next: position, total } = answer;
    ahead.asked = askPage(transport, clock, { accountId: replica.author.id, clientId, position, total });
  }
  const taken = await takeInPage(replica, filling, request, answer);
  if (taken !== "taken") return { kind: "again" };
  // The second lane brings the first one's tickets once more, so the count is only a measure of progress.
  const done = Math.min(answer.total, filling.done + answer.puts.tickets.length);
  return { kind: "filling", done, total: answer.total };
}

function askPage(transport: Transport, clock: Clock, request: PageRequest): AskedPage {
  const answered = clock.startRoundTrip();
  const answer = transport.page(request).then(async (page) => {
    // At its arrival, not when its turn has come: the way there and back is what the clock is measured by.
    await answered(page.serverTime);
    return page;
  });
  // Whoever waits for it hears of a failure; nobody may wait for it any more.
  answer.catch(() => undefined);
  return { request, answer };
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
