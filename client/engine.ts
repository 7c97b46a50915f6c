/**
 * What is done with what is shown: saving, choosing, sending, taking in. No screen needs it to be drawn, so it is not on
 * the first load, and comes when the first screen stands (docs/decisions/0036).
 */
import { liveQuery } from "dexie";
import type { ActionId, TicketId } from "../core/ids";
import type { Choice } from "../core/sync/protocol";
import type { Ticket } from "../core/tickets/ticket";
import type { Genba, GenbaParts } from "./genba";
import { withRoom } from "./make-room";
import type { Platform } from "./platform";
import { type ChooseOptions, choose } from "./queue/choose";
import { type Discarded, discard } from "./queue/discard";
import { type ActionDraft, type Enqueued, type EnqueueOptions, enqueue, type Saved } from "./queue/enqueue";
import type { Clock } from "./replica/clock";
import type { ReplicaDatabase } from "./replica/database";
import type { Replica } from "./replica/intake";
import { unpackLines } from "./replica/lines";
import { Overtaken, pinTicket } from "./replica/pin";
import { indexMissing } from "./search/indexer";
import { searchServer } from "./search/search-server";
import { dropSpareDraft, noteUnsent } from "./spare";
import { storageWorks } from "./storage-trouble";
import { type FirstPage, withFirstPage } from "./sync/first-page";
import { createSyncLoop, type SyncLoop } from "./sync/loop";
import { createBrowserTriggers } from "./sync/triggers";
import { createTrpcTransport } from "./trpc-transport";

/** What it does is described in `Genba`. */
export interface Engine extends Pick<Genba, "choose" | "discard" | "pin" | "searchServer"> {
  readonly loop: SyncLoop;
  enqueue(drafts: readonly ActionDraft[], options: EnqueueOptions): Promise<Enqueued>;
  /** Something was saved that is no action: it is sent soon, also should this window close now. */
  wrote(): void;
  stop(): void;
}

/** Starts to sync. `onSaved` is called as soon as a save has committed; `firstPage` has been asked for at sign-in. */
export function startEngine(
  replica: Replica,
  clock: Clock,
  {
    transport = createTrpcTransport(),
    triggers = createBrowserTriggers(replica.platform),
  }: Partial<GenbaParts>,
  onSaved: (saved: Saved) => void,
  firstPage: FirstPage | null,
): Engine {
  const { db, platform, author } = replica;
  const asking = firstPage === null ? transport : withFirstPage(transport, platform, firstPage);
  const loop = createSyncLoop(replica, asking, clock);
  const stopTriggers = triggers.start(loop.kick);
  const stopTidying = tidyWhenIdle(db, platform, loop);
  const sendLater = (): void => void triggers.saved().catch(platform.report);
  const unsentWatch = liveQuery(() =>
    db.transaction("r", db.queue, db.attachments, async () => {
      const [actions, files] = await Promise.all([db.queue.count(), db.attachments.count()]);
      return actions + files;
    }),
  ).subscribe({
    next: (count) => {
      noteUnsent(author.id, count);
      // Saved by the worker, which may not ask to be woken while no window is open; or by an earlier window.
      if (count > 0) sendLater();
    },
    error: platform.report,
  });
  const wrote = (): void => {
    loop.kick("save");
    sendLater();
  };
  const saved = <Result extends Enqueued | null>(result: Result, draftId?: string): Result => {
    if (result?.kind === "saved") {
      try {
        onSaved(result.saved);
      } catch (error) {
        // It is saved all the same: a form that said otherwise would be saved twice (C2).
        platform.report(error);
      }
      storageWorks();
      if (draftId !== undefined) dropSpareDraft(author.id, draftId);
      wrote();
    }
    return result;
  };
  const stopHealing = loop.subscribe(({ tag }) => {
    // A whole round was taken in.
    if (tag === "idle") storageWorks();
  });
  loop.kick("open");

  return {
    loop,
    enqueue: async (drafts, options) =>
      saved(await withRoom(db, () => enqueue(replica, clock, drafts, options)), options.draftId),
    choose: async (returnedId: ActionId, choice: Choice, options?: ChooseOptions) =>
      saved(await withRoom(db, () => choose(replica, clock, returnedId, choice, options)), options?.draftId),
    discard: (actionId: ActionId): Promise<Discarded> => discard(replica, actionId),
    pin: async (ticketId: TicketId) => {
      try {
        return await pinTicket(replica, transport, ticketId);
      } catch (error) {
        if (error instanceof Overtaken) loop.kick("poll");
        throw error;
      }
    },
    searchServer: (text): Promise<readonly Ticket[]> => searchServer(db, transport, author.id, text),
    wrote,
    stop: () => {
      loop.stop();
      stopTriggers();
      stopTidying();
      stopHealing();
      unsentWatch.unsubscribe();
    },
  };
}

/** What a sync leaves for later, one batch at a time, never in the way of a tap: the search index, lines in packs. */
function tidyWhenIdle(
  db: ReplicaDatabase,
  platform: Platform,
  loop: Pick<SyncLoop, "subscribe">,
): () => void {
  let tidying = false;
  let isAskedAgain = false;
  let stopped = false;
  const idle = (): Promise<void> => (stopped ? Promise.reject(new TidyingStopped()) : platform.idle());
  const tidy = async (): Promise<void> => {
    tidying = true;
    try {
      do {
        isAskedAgain = false;
        await indexMissing(db, idle);
        await unpackLines(db, idle);
        // A large pull meanwhile has left its tickets to this.
      } while (isAskedAgain);
    } catch (error) {
      if (!(error instanceof TidyingStopped) && !stopped) platform.report(error);
    } finally {
      tidying = false;
    }
  };
  const unsubscribe = loop.subscribe((state) => {
    if (state.tag !== "idle") return;
    if (tidying) isAskedAgain = true;
    else void tidy();
  });
  return () => {
    stopped = true;
    unsubscribe();
  };
}
class TidyingStopped extends Error {}
