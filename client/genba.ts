/**
 * The one door of the client for the screens: `openGenba({ id, role })` gives the replica, the saved actions and the
 * sync loop of one account. No React in here.
 *
 * Reading: the views (client/views/*) are plain async functions over `genba.db`; wrap one in Dexie's `liveQuery`
 * and it runs again whenever a row it read changes, in any tab or by the worker:
 *   liveQuery(() => myWork(genba.db, genba.context()))   and again when the directory has changed
 *     myWork(db, context, limit?)           { waitingForMe, mine, unassigned } of TicketRow
 *     listTickets(db, filter, limit)     TicketRow[], newest first; grow `limit` to page
 *     searchTickets(db, text, filter, limit)
 *     readTicket(db, ticketId)           { row, linked, activities, queued, returned, drafts } or null
 *     readQueue(db), summarizeQueue(db)  what waits, how many, the oldest's age (C9)
 *     listReturned(db), countReturned(db) 待處理
 *     readDraft(db, id)                  a form being typed
 *
 * Writing: `enqueue` returns only after the commit (C2); the screen may say "saved" then and not before.
 * What may be pressed now: `available(ticket)`; it and `enqueue` judge by the same rules as the server, with what
 * this phone knows (A8). `directory()` is the desk in memory; `subscribeDirectory` tells when it changed.
 */
import { liveQuery } from "dexie";
import type { AccountId, ActionId, NoticeId, TicketId } from "../core/ids";
import type { ActionArgs, Choice } from "../core/sync/protocol";
import type { Ticket } from "../core/tickets/ticket";
import { available } from "../core/workflow/available";
import { type DecideContext, unknown } from "../core/workflow/decision";
import { dropDraft } from "./attachments/owned";
import { takeEarly } from "./early";
import { pageLeft } from "./left-page";
import { withRoom } from "./make-room";
import { createBrowserPlatform, createId, type Platform } from "./platform";
import { type ChooseOptions, choose } from "./queue/choose";
import { type Discarded, discard } from "./queue/discard";
import { type ActionDraft, type Enqueued, enqueue, type Saved } from "./queue/enqueue";
import { type Author, createPhoneContext } from "./replica/context";
import type { DraftRow, ReplicaDatabase } from "./replica/database";
import type { Directory } from "./replica/directory";
import type { Replica } from "./replica/intake";
import { unpackLines } from "./replica/lines";
import { markAllRead, markRead, markReadOf } from "./replica/notices";
import { openReplica } from "./replica/open";
import { Overtaken, pinTicket } from "./replica/pin";
import { indexMissing } from "./search/indexer";
import { searchServer } from "./search/search-server";
import { dropSpareDraft, keepSpareDraft, noteUnsent, unsentNoted } from "./spare";
import { reportStorage, storageWorks } from "./storage-trouble";
import { createSyncLoop } from "./sync/loop";
import type { KickReason, SyncState } from "./sync/state";
import { createBrowserTriggers, type Triggers } from "./sync/triggers";
import type { Transport } from "./transport";
import { createTrpcTransport } from "./trpc-transport";

export type { Discarded } from "./queue/discard";
export type { ActionDraft, Enqueued, Saved } from "./queue/enqueue";
export type { Directory as DirectoryView } from "./replica/directory";

export interface Genba {
  readonly accountId: AccountId;
  readonly db: ReplicaDatabase;
  /** The phone's system took this account's database away: so many actions waited in it. Null: it did not (C7). */
  readonly evicted: number | null;
  /** Clears the draft `draftId` in the same transaction. */
  enqueue(draft: ActionDraft, options?: { readonly draftId?: string }): Promise<Enqueued>;
  /** All of them or none. */
  enqueueAll(drafts: readonly ActionDraft[], options?: { readonly draftId?: string }): Promise<Enqueued>;
  /** Calls with what was written, as soon as it has committed. */
  subscribeSaved(listener: (saved: Saved) => void): () => void;
  newTicketId(): TicketId;
  /**
   * Exactly the actions this person may do now, by what the phone knows. Null: what may be opened. `linked`: those of
   * the tickets linked to it that the phone holds.
   */
  available(ticket: Ticket | null, linked?: readonly Ticket[]): ReturnType<typeof available>;
  /** For what else core asks: judged at the server's time as this phone knows it. */
  context(): DecideContext;
  directory(): Directory;
  subscribeDirectory(listener: () => void): () => void;
  /** The author's choice about something that came back. Null: it was chosen about already. */
  choose(returnedId: ActionId, choice: Choice, options?: ChooseOptions): Promise<Enqueued | null>;
  markRead(returnedId: ActionId): Promise<void>;
  /** Puts a notice that needs no choice out of the list. */
  dismiss(returnedId: ActionId): Promise<void>;
  /** Takes back an action that surely was not sent yet. */
  discard(actionId: ActionId): Promise<Discarded>;
  /** Notices were read: durable at once, told to the server and the person's other devices by the sync. */
  readNotices(ids: readonly NoticeId[]): Promise<void>;
  readNoticesOf(ticketId: TicketId): Promise<void>;
  readAllNotices(): Promise<void>;
  saveDraft(id: string, ticketId: TicketId | null, args: ActionArgs): Promise<void>;
  dropDraft(id: string): Promise<void>;
  /** For what is rarely done with all of it, and is loaded later: the file of the queue (C9, A7). */
  readonly replica: Replica;
  readonly sync: {
    state(): SyncState;
    subscribe(listener: (state: SyncState) => void): () => void;
    kick(reason: KickReason): void;
  };
  /**
   * Opens a ticket that is in sight but not held (R8): the server holds it for 30 days. False: it is not there. Throws
   * what pinTicket throws.
   */
  pin(ticketId: TicketId): Promise<boolean>;
  /** Tickets in sight that match and that this phone does not hold (R8). Throws TransportError. */
  searchServer(text: string): Promise<readonly Ticket[]>;
  close(): void;
}

export interface GenbaParts {
  readonly platform: Platform;
  readonly transport: Transport;
  readonly triggers: Triggers;
}

function createBrowserParts(platform: Platform = createBrowserPlatform()): GenbaParts {
  return { platform, transport: createTrpcTransport(), triggers: createBrowserTriggers(platform) };
}

/**
 * Opens the replica and starts to sync. Throws what IndexedDB throws; `onBlocked`: it waits for an old tab's end (C7).
 * Close it before signing out.
 */
export async function openGenba(
  author: Author,
  parts?: GenbaParts,
  onBlocked: () => void = () => {},
): Promise<Genba> {
  const early = parts === undefined ? await takeEarly(author, onBlocked) : null;
  const { platform, transport, triggers } = parts ?? createBrowserParts(early?.platform);
  const { replica, clock, isNew } = await (early?.opened ?? openReplica(author, platform, onBlocked));
  const evicted = isNew ? unsentNoted(author.id) : null;
  const { db, directory } = replica;
  const loop = createSyncLoop(replica, transport, clock);
  const stopTriggers = triggers.start(loop.kick);
  const stopTidying = tidyWhenIdle(db, platform, loop);
  // Another tab or the worker may have taken in a newer directory.
  const directoryWatch = liveQuery(() => db.meta.get("directory")).subscribe(
    () => void directory.refresh().catch(platform.report),
  );
  const sendLater = (): void => void triggers.saved().catch(platform.report);
  const unsentWatch = liveQuery(
    async () => (await db.queue.count()) + (await db.attachments.count()),
  ).subscribe({
    next: (count) => {
      noteUnsent(author.id, count);
      // Saved by the worker, which may not ask to be woken while no window is open; or by an earlier window.
      if (count > 0) sendLater();
    },
    error: platform.report,
  });
  const context = (): DecideContext => createPhoneContext(directory.current(), author, clock.now());
  const savedListeners = new Set<(saved: Saved) => void>();
  const saved = <Result extends Enqueued | null>(result: Result, draftId?: string): Result => {
    if (result?.kind === "saved") {
      for (const listener of savedListeners) listener(result.saved);
      storageWorks();
      if (draftId !== undefined) dropSpareDraft(author.id, draftId);
      loop.kick("save");
      sendLater();
    }
    return result;
  };
  const read = async (marked: Promise<number>): Promise<void> => {
    if ((await marked) === 0) return;
    loop.kick("save");
    sendLater();
  };
  const stopHealing = loop.subscribe(({ tag }) => {
    // A whole round was taken in.
    if (tag === "idle") storageWorks();
  });
  loop.kick("open");

  return {
    accountId: author.id,
    db,
    evicted,
    enqueue: async (draft, options = {}) =>
      saved(await withRoom(db, () => enqueue(replica, clock, [draft], options)), options.draftId),
    enqueueAll: async (drafts, options = {}) =>
      saved(await withRoom(db, () => enqueue(replica, clock, drafts, options)), options.draftId),
    subscribeSaved: (listener) => {
      savedListeners.add(listener);
      return () => savedListeners.delete(listener);
    },
    newTicketId: () => createId(platform) as TicketId,
    available: (ticket, linked = []) =>
      available(ticket, {
        ...context(),
        ticket: (id) => linked.find((one) => one.id === id) ?? unknown,
      }),
    context,
    directory: directory.current,
    subscribeDirectory: directory.subscribe,
    choose: async (returnedId, choice, options) =>
      saved(await withRoom(db, () => choose(replica, clock, returnedId, choice, options)), options?.draftId),
    markRead: async (returnedId) => void (await db.returned.update(returnedId, { read: true })),
    dismiss: async (returnedId) => void (await db.returned.update(returnedId, { read: true, open: 0 })),
    discard: (actionId) => discard(replica, actionId),
    readNotices: (ids) => read(markRead(db, ids)),
    readNoticesOf: (ticketId) => read(markReadOf(db, ticketId)),
    readAllNotices: () => read(markAllRead(db)),
    saveDraft: (id, ticketId, args) =>
      keepDraft(db, platform, { id, ticketId, args, savedAt: platform.now() }),
    dropDraft: (id) => {
      dropSpareDraft(author.id, id);
      return dropDraft(db, id);
    },
    replica,
    sync: { state: loop.state, subscribe: loop.subscribe, kick: loop.kick },
    pin: async (ticketId) => {
      try {
        return await pinTicket(replica, transport, ticketId);
      } catch (error) {
        if (error instanceof Overtaken) loop.kick("poll");
        throw error;
      }
    },
    searchServer: (text) => searchServer(db, transport, author.id, text),
    close: () => {
      loop.stop();
      stopTriggers();
      stopTidying();
      stopHealing();
      directoryWatch.unsubscribe();
      unsentWatch.unsubscribe();
      db.close({ disableAutoOpen: true });
    },
  };
}

/** A database that fails or hangs must not take what is being typed with it (C7). */
const draftWaitMs = 2_000;
async function keepDraft(db: ReplicaDatabase, platform: Platform, draft: DraftRow): Promise<void> {
  const keepSpare = (): void => keepSpareDraft(db.accountId, draft);
  const cancel = platform.after(draftWaitMs, keepSpare);
  pageLeft.addEventListener("abort", keepSpare);
  if (pageLeft.aborted) keepSpare();
  try {
    await db.drafts.put(draft);
    dropSpareDraft(db.accountId, draft.id);
  } catch (error) {
    keepSpare();
    reportStorage(error);
    throw error;
  } finally {
    cancel();
    pageLeft.removeEventListener("abort", keepSpare);
  }
}

/** What a sync leaves for later, one batch at a time, never in the way of a tap: the search index, lines in packs. */
function tidyWhenIdle(
  db: ReplicaDatabase,
  platform: Platform,
  loop: { subscribe: SyncLoopSubscribe },
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
type SyncLoopSubscribe = (listener: (state: SyncState) => void) => () => void;
class TidyingStopped extends Error {}
