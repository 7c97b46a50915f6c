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
 * What may be pressed now: `availableNow` (available.ts); it and `enqueue` judge by the same rules as the server, with what
 * this phone knows (A8). `directory()` is the desk in memory; `subscribeDirectory` tells when it changed.
 */
import { liveQuery } from "dexie";
import type { AccountId, ActionId, NoticeId, TicketId } from "../core/ids";
import type { ActionArgs, Choice } from "../core/sync/protocol";
import type { Ticket } from "../core/tickets/ticket";
import type { DecideContext } from "../core/workflow/decision";
import { dropDraft } from "./attachments/owned";
import { takeEarly } from "./early";
import type { Engine } from "./engine";
import { pageLeft } from "./left-page";
import { createBrowserPlatform, createId, type Platform } from "./platform";
import type { ChooseOptions } from "./queue/choose";
import type { Discarded } from "./queue/discard";
import type { ActionDraft, Enqueued, Saved } from "./queue/enqueue";
import { type Author, createPhoneContext } from "./replica/context";
import type { DraftRow, ReplicaDatabase } from "./replica/database";
import type { Directory } from "./replica/directory";
import type { Replica } from "./replica/intake";
import { markAllRead, markRead, markReadOf } from "./replica/notices";
import { openReplica } from "./replica/open";
import { dropSpareDraft, keepSpareDraft, unsentNoted } from "./spare";
import { reportStorage } from "./storage-trouble";
import type { KickReason, SyncState } from "./sync/state";
import type { Triggers } from "./sync/triggers";
import type { Transport } from "./transport";

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
  /** For what core asks: judged at the server's time as this phone knows it. */
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
  const { replica, clock, isNew } = await (early?.opened ??
    openReplica(author, parts?.platform ?? createBrowserPlatform(), onBlocked));
  const evicted = isNew ? unsentNoted(author.id) : null;
  const { db, directory, platform } = replica;
  // Another tab or the worker may have taken in a newer directory.
  const directoryWatch = liveQuery(() => db.meta.get("directory")).subscribe(
    () => void directory.refresh().catch(platform.report),
  );
  const savedListeners = new Set<(saved: Saved) => void>();
  const syncListeners = new Set<(state: SyncState) => void>();
  const engine = createStarter(
    platform,
    async () =>
      (await loadEngine()).startEngine(
        replica,
        clock,
        parts ?? {},
        (saved) => {
          for (const listener of savedListeners) listener(saved);
        },
        early?.firstPage ?? null,
      ),
    ({ loop }) => {
      const tell = (state: SyncState): void => {
        for (const listener of syncListeners) listener(state);
      };
      loop.subscribe(tell);
      // It has begun already.
      if (loop.state().tag !== notYet.tag) tell(loop.state());
    },
  );
  const kick = (reason: KickReason): void => {
    const running = engine.started();
    // It begins with a round of its own.
    if (running === null) engine.start();
    else running.loop.kick(reason);
  };
  const read = async (marked: Promise<number>): Promise<void> => {
    if ((await marked) > 0) (await engine.get()).wrote();
  };
  // What fills an empty phone is waited for; on any other the first screen comes first.
  if (isNew) engine.start();
  else void platform.idle().then(engine.start);

  return {
    accountId: author.id,
    db,
    evicted,
    enqueue: async (draft, options = {}) => (await engine.get()).enqueue([draft], options),
    enqueueAll: async (drafts, options = {}) => (await engine.get()).enqueue(drafts, options),
    subscribeSaved: (listener) => {
      savedListeners.add(listener);
      return () => savedListeners.delete(listener);
    },
    newTicketId: () => createId(platform) as TicketId,
    context: () => createPhoneContext(directory.current(), author, clock.now()),
    directory: directory.current,
    subscribeDirectory: directory.subscribe,
    choose: async (...asked) => (await engine.get()).choose(...asked),
    markRead: async (returnedId) => void (await db.returned.update(returnedId, { read: true })),
    dismiss: async (returnedId) => void (await db.returned.update(returnedId, { read: true, open: 0 })),
    discard: async (actionId) => (await engine.get()).discard(actionId),
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
    sync: {
      state: () => engine.started()?.loop.state() ?? notYet,
      subscribe: (listener) => {
        syncListeners.add(listener);
        return () => syncListeners.delete(listener);
      },
      kick,
    },
    pin: async (ticketId) => (await engine.get()).pin(ticketId),
    searchServer: async (text) => (await engine.get()).searchServer(text),
    close: () => {
      engine.stop();
      directoryWatch.unsubscribe();
      db.close({ disableAutoOpen: true });
    },
  };
}

/** Before the loop is there: as it begins. */
const notYet: SyncState = { tag: "idle", syncedAt: null };

/** Its code, into memory: for a screen after which somebody will wait for it. */
export function loadEngine(): Promise<typeof import("./engine")> {
  return import("./engine");
}

interface Starter {
  /** Throws what keeps it from starting: a part of the app that cannot be had now. The next one tries again. */
  get(): Promise<Engine>;
  started(): Engine | null;
  /** Now, and should it fail again and again: nothing is sent without it. */
  start(): void;
  stop(): void;
}

const startAgainMs = 5_000;
function createStarter(
  platform: Platform,
  make: () => Promise<Engine>,
  onStart: (engine: Engine) => void,
): Starter {
  let starting: Promise<Engine> | null = null;
  let running: Engine | null = null;
  let isStopped = false;
  let cancel = (): void => {};
  const begin = async (): Promise<Engine> => {
    try {
      const engine = await make();
      if (isStopped) {
        engine.stop();
        throw new Error("closed");
      }
      running = engine;
      onStart(engine);
      return engine;
    } catch (error) {
      starting = null;
      throw error;
    }
  };
  const get = (): Promise<Engine> => {
    starting ??= begin();
    return starting;
  };
  const start = (): void => {
    if (isStopped) return;
    get().catch((error: unknown) => {
      if (isStopped) return;
      platform.report(error);
      cancel();
      cancel = platform.after(startAgainMs, start);
    });
  };
  return {
    get,
    started: () => running,
    start,
    stop: () => {
      isStopped = true;
      cancel();
      running?.stop();
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
