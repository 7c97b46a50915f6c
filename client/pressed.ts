/**
 * Buttons of notifications that were pressed, while nobody had the app open: what was pressed goes into the queue like
 * any other action (C2), and its person is told what became of it, now or when it is known. A memory in the Cache API
 * beside that of the subscription, so that a sign-out deletes it too (C6).
 */
import type { AccountId, ActionId, TicketId } from "../core/ids";
import type { PressedEnd } from "../core/messages/pressed-texts";
import type { PushAction } from "../core/push/push-payload";
import type { Outcome } from "../core/sync/protocol";
import { enqueue } from "./queue/enqueue";
import type { Clock } from "./replica/clock";
import type { Replica } from "./replica/intake";
import type { SyncState } from "./sync/state";

/** As the notification said it. */
export interface Pressed {
  /** Of the notification. */
  readonly id: string;
  readonly action: Exclude<PushAction, "reject">;
  readonly accountId: AccountId;
  readonly ticketId: TicketId;
  readonly revision: number;
  readonly number: string;
  readonly url: string;
}

/** Saves it as an action of this replica's author. The answer is its id, or why it cannot be. */
export async function savePressed(
  replica: Replica,
  clock: Clock,
  { action, ticketId, revision }: Pressed,
): Promise<ActionId | PressedEnd> {
  const earlier = await replica.db.queue.where("touches").equals(ticketId).toArray();
  // The same notification pressed twice, before the first was answered. A vote for another revision is another vote.
  const same = earlier.find(
    ({ state, action: one }) =>
      state.tag === "waiting" &&
      one.type === action &&
      one.ticketId === ticketId &&
      (action === "claim" || one.baseRevision === revision),
  );
  if (same !== undefined) return same.actionId;
  const saved = await enqueue(replica, clock, [{ type: action, ticketId, args: {}, baseRevision: revision }]);
  if (saved.kind === "refused") return { kind: "returned", code: saved.outcome.code };
  return saved.actionIds[0] ?? { kind: "waits" };
}

/**
 * What became of a saved one so far. `state` is that of the loop that tried to send it, `ending` the outcome that it
 * left the queue with, where that was seen.
 */
export async function endOfPressed(
  { db, author }: Replica,
  actionId: ActionId,
  state: SyncState,
  ending?: Outcome,
): Promise<PressedEnd> {
  const [entry, row, line] = await Promise.all([
    db.queue.get(actionId),
    db.returned.get(actionId),
    db.activities.get(actionId),
  ]);
  const outcome = entry?.state.tag === "decided" ? entry.state.outcome : (row?.outcome ?? ending);
  switch (outcome?.kind) {
    case "returned":
      return { kind: "returned", code: outcome.code };
    case "superseded":
      return { kind: "superseded", isOwn: outcome.by.actorId === author.id };
    case "held":
      return { kind: "held" };
    case "applied":
      return { kind: "applied" };
    case undefined: {
      // Its own line on the ticket, from the server, is the evidence; without it, it may have been taken back.
      if (entry === undefined && line !== undefined) return { kind: "applied" };
      if (entry === undefined || entry.action.type === "void") return { kind: "gone" };
      if (state.tag !== "paused") return { kind: "waits" };
      return { kind: state.reason === "update" ? "update" : "signIn" };
    }
  }
}

const cacheName = "genba-push";
const prefix = "/pressed/";

/** `told`: how it stood when its person was told of it last. */
export interface Remembered extends Pressed {
  readonly told: PressedEnd["kind"] | null;
}

export async function rememberPressed(actionId: ActionId, pressed: Remembered): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.put(`${prefix}${actionId}`, new Response(JSON.stringify(pressed)));
}

/** False: somebody else did, and tells of it. */
export async function forgetPressed(actionId: ActionId): Promise<boolean> {
  return (await caches.open(cacheName)).delete(`${prefix}${actionId}`);
}

/** Those of which their person has not been told the end. */
export async function listPressed(): Promise<ReadonlyMap<ActionId, Remembered>> {
  const cache = await caches.open(cacheName);
  const found = new Map<ActionId, Remembered>();
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    const stored = pathname.startsWith(prefix) ? await cache.match(pathname) : undefined;
    if (stored !== undefined)
      found.set(pathname.slice(prefix.length) as ActionId, (await stored.json()) as Remembered);
  }
  return found;
}
