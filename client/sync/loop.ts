/**
 * The loop that empties the queue and then brings the replica up to date; its states are in state.ts.
 *
 * One round at a time in this runtime; a kick during a round asks for one more behind it. A Web Lock keeps other tabs
 * and the worker from doing the same work, for `lockWaitMs` at most; correctness never depends on it (C3).
 * A round: push until nothing is unanswered, say what was read, then pull until nothing is new, unless the last push
 * brought that already (S6); again if something was saved meanwhile.
 * A failure ends the round: pause for a person, or back off and go on by itself (P6). Nothing is ever dropped (C5).
 */
import type { EpochMs } from "../../core/ids";
import { pushBatchMax } from "../../core/sync/protocol";
import type { Clock } from "../replica/clock";
import type { Replica } from "../replica/intake";
import type { FillingMeta } from "../replica/meta";
import { type Failure, type Transport, TransportError } from "../transport";
import { backOffMs } from "./back-off";
import { createPagesAhead, type PagesAhead } from "./pages-ahead";
import { pullOnce } from "./pull";
import { countUnanswered, type Pushed, pushBatch } from "./push";
import { sendReads } from "./reads";
import { watchSilence } from "./silence";
import type { KickReason, PauseReason, SyncState } from "./state";

/** A frozen tab may hold the lock for ever; two senders at once are only wasteful. */
const lockWaitMs = 10_000;
/** Batches and answers in one round: a server that never says "done" cannot keep us here. */
const stepsMax = 1_000;

export interface SyncLoop {
  state(): SyncState;
  subscribe(listener: (state: SyncState) => void): () => void;
  /** `counter`: the server's, as a hint says it. */
  kick(reason: KickReason, counter?: number): void;
  /** Resolves when the round that is running or just asked for has ended; for the worker and for tests. */
  settled(): Promise<void>;
  stop(): void;
}

type RoundEnd =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "retry" };

export function createSyncLoop(replica: Replica, transport: Transport, clock: Clock): SyncLoop {
  const { platform } = replica;
  const listeners = new Set<(state: SyncState) => void>();
  let state: SyncState = { tag: "idle", syncedAt: null };
  let running: Promise<void> | null = null;
  let asked = false;
  let stopped = false;
  let attempt = 0;
  /** C9: see state.ts. */
  let showsProgress = false;
  let syncedAt: EpochMs | null = null;
  let cancelTimer = (): void => {};
  /** The highest counter that a hint has named since the last round began. */
  let hinted = 0;

  /** The state says that nobody answers, of a round that still waits: no back-off. */
  let isSilent = false;
  const enter = (next: SyncState): void => {
    isSilent = false;
    state = next;
    for (const listener of listeners) listener(next);
  };
  const progress: Progress = {
    isStopped: () => stopped,
    enter: (next) => {
      if (showsProgress || (state.tag === "idle" && next.tag === "firstSync")) enter(next);
    },
    onAnswer: () => {
      showsProgress = true;
    },
  };

  const heard = watchSilence(transport, platform, () => {
    unlock();
    if (stopped || running === null || !["idle", "pushing", "pulling", "firstSync"].includes(state.tag))
      return;
    showsProgress = false;
    enter({ tag: platform.online() ? "waiting" : "offline", untilMs: platform.now() });
    isSilent = true;
  });

  /** Gives the lock away: a round that nobody answers must not keep others from trying. */
  let unlock = (): void => {};

  const runLocked = async (): Promise<RoundEnd> => {
    let round: Promise<RoundEnd> = Promise.resolve({ kind: "retry" });
    await platform.exclusive(`genba-sync-${replica.author.id}`, lockWaitMs, async () => {
      const unlocked = new Promise<void>((resolve) => {
        unlock = resolve;
      });
      round = runRound(replica, heard, clock, progress).catch((error: unknown): RoundEnd => {
        // The database went away, or a bug: nothing was taken in. Tried again like any other failure.
        if (!stopped) platform.report(error);
        return { kind: "retry" };
      });
      await Promise.race([round, unlocked]);
    });
    return round;
  };

  const run = async (): Promise<void> => {
    while (asked && !stopped) {
      asked = false;
      hinted = 0;
      cancelTimer();
      const end = await runLocked();
      if (stopped) return;
      enter(concludeRound(end));
    }
  };

  const concludeRound = (end: RoundEnd): SyncState => {
    if (end.kind === "done") {
      attempt = 0;
      syncedAt = platform.now();
      return { tag: "idle", syncedAt };
    }
    showsProgress = false;
    const reason = end.kind === "failed" ? pauseReason(end.failure) : null;
    if (reason !== null) {
      attempt = 0;
      return { tag: "paused", reason };
    }
    const leastMs =
      end.kind === "failed" && end.failure.kind === "busy" ? (end.failure.retryAfterMs ?? 0) : 0;
    const untilMs = startLater(leastMs);
    return platform.online() ? { tag: "waiting", untilMs } : { tag: "offline", untilMs };
  };

  const startLater = (leastMs: number): EpochMs => {
    const delayMs = backOffMs(attempt++, platform.random(), leastMs);
    cancelTimer = platform.after(delayMs, () => start());
    return platform.now() + delayMs;
  };

  /** C9: said at once. A round under way finds out by itself; otherwise one is tried later, in case it is not true. */
  const goOffline = (): void => {
    if (stopped || state.tag === "offline") return;
    showsProgress = false;
    if (state.tag === "waiting") enter({ ...state, tag: "offline" });
    else enter({ tag: "offline", untilMs: running === null ? startLater(0) : platform.now() });
  };

  const start = (): void => {
    asked = true;
    if (running !== null || stopped) return;
    running = run().finally(() => {
      running = null;
      // Asked between the last look at `asked` and now.
      if (asked && !stopped) start();
      else if (hinted > 0) void followHint();
    });
  };

  const isBackingOff = (): boolean => !isSilent && (state.tag === "waiting" || state.tag === "offline");

  /** L1: what the replica holds already, a phone's own commit above all, is not asked for once more. */
  const followHint = async (): Promise<void> => {
    try {
      const row = await replica.db.meta.get("cursor");
      const isNews = row?.key !== "cursor" || hinted > row.cursor;
      // A round that has begun meanwhile looks again when it ends.
      if (isNews && running === null && !stopped && !isBackingOff()) start();
    } catch (error) {
      if (!stopped) platform.report(error);
    }
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kick(reason, counter) {
      if (reason === "offline") return goOffline();
      if (isBackingOff() && respectsBackOff(reason)) return;
      if (reason === "hint" && counter !== undefined && Number.isSafeInteger(counter)) {
        hinted = Math.max(hinted, counter);
        if (running === null) void followHint();
        return;
      }
      if (!respectsBackOff(reason)) attempt = 0;
      if (reason === "user") showsProgress = true;
      start();
    },
    async settled() {
      while (running !== null) await running;
    },
    stop() {
      stopped = true;
      cancelTimer();
      listeners.clear();
    },
  };
}

/** What a round tells the loop, and asks of it. */
interface Progress {
  readonly isStopped: () => boolean;
  readonly enter: (state: SyncState) => void;
  /** The server was heard. */
  readonly onAnswer: () => void;
}

/** Failures of the network end the round; anything else (the database, a bug) is thrown to the loop. */
async function runRound(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  { isStopped, enter, onAnswer }: Progress,
): Promise<RoundEnd> {
  let sizeMax = pushBatchMax;
  let saidReads = false;
  let isCurrent = false;
  const ahead = createPagesAhead(transport, clock);
  try {
    if (!replica.platform.online()) await findServer(replica, transport, clock, ahead);
    for (let step = 0; step < stepsMax && !isStopped(); step++) {
      const { left, reads, filling } = await survey(replica);
      if (left > 0) {
        enter({ tag: "pushing", left });
        const pushed = await pushSome(replica, transport, clock, sizeMax);
        onAnswer();
        if (pushed === "retry") return { kind: "retry" };
        isCurrent = pushed === "current";
        sizeMax =
          pushed === "unreadable"
            ? Math.max(1, Math.floor(sizeMax / 2))
            : Math.min(pushBatchMax, sizeMax * 2);
        continue;
      }
      if (isCurrent && (saidReads || reads === 0)) return { kind: "done" };
      if (reads > 0 && !saidReads) await sendReads(replica, transport);
      saidReads = true;
      enter(
        // Before its first page nothing is known of how much there is.
        filling === null || filling.noted === null
          ? { tag: "pulling" }
          : { tag: "firstSync", done: Math.min(filling.done, filling.total), total: filling.total },
      );
      const pulled = await pullOnce(replica, transport, clock, ahead);
      onAnswer();
      if (pulled.kind === "filling") enter({ tag: "firstSync", done: pulled.done, total: pulled.total });
      // Somebody waits for the first tickets: they are drawn before the thread is busy with the many.
      if (filling !== null && filling.position === null) await replica.platform.drawn();
      isCurrent = pulled.kind === "done";
    }
  } catch (error) {
    if (error instanceof TransportError) return { kind: "failed", failure: error.failure };
    throw error;
  } finally {
    ahead.drop();
  }
  return { kind: "retry" };
}

/**
 * The system says that there is no network, which is not always true (a server on this machine). A pull finds out and
 * changes nothing, while a push would mark entries as perhaps sent: then nobody could take them back (A7). Throws
 * TransportError when the server is out of reach; what else it says is for the round itself.
 */
async function findServer(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  ahead: PagesAhead,
): Promise<void> {
  try {
    await pullOnce(replica, transport, clock, ahead);
  } catch (error) {
    const kind = error instanceof TransportError ? error.failure.kind : null;
    if (kind === null || kind === "network" || kind === "timeout") throw error;
  }
}

/** `unreadable`: the server would not read this body; one with fewer actions shows which of them it is. */
async function pushSome(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  sizeMax: number,
): Promise<Pushed | "unreadable"> {
  try {
    return await pushBatch(replica, transport, clock, sizeMax);
  } catch (error) {
    if (error instanceof TransportError && error.failure.kind === "content" && sizeMax > 1)
      return "unreadable";
    throw error;
  }
}

/** What there is to do, in one look. */
async function survey({ db }: Replica): Promise<{
  readonly left: number;
  readonly reads: number;
  readonly filling: FillingMeta | null;
}> {
  return db.transaction("r", ["meta", "queue", "reads"], async () => {
    const [left, reads, filling] = await Promise.all([
      countUnanswered(db),
      db.reads.count(),
      db.meta.get("filling"),
    ]);
    return { left, reads, filling: filling?.key === "filling" ? filling : null };
  });
}

function pauseReason(failure: Failure): PauseReason | null {
  switch (failure.kind) {
    case "signIn":
    case "account":
    case "update":
      return failure.kind;
    case "network":
    case "timeout":
    case "server":
    case "busy":
    case "foreignClient":
    case "content":
      return null;
  }
}

/** A hint or a save must not turn a back-off into a hammer; a person, or news about the network, may. */
function respectsBackOff(reason: Exclude<KickReason, "offline">): boolean {
  switch (reason) {
    case "save":
    case "hint":
    case "poll":
    case "lost":
      return true;
    case "open":
    case "visible":
    case "online":
    case "push":
    case "background":
    case "user":
      return false;
  }
}
