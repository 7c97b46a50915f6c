/**
 * C9 in words: online or not, how many wait and the oldest's age, in every state alike. Pure, of the sync loop's own
 * state. What came back stands beside it.
 */
import type { StorageTrouble } from "../../client/storage-trouble";
import type { PauseReason, SyncState } from "../../client/sync/state";
import type { QueueSummary } from "../../client/views/queue";
import type { EpochMs } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import { agoText } from "../locale/time-text";

export interface NetView {
  /** `calm`: all is sent; `busy`: on its way; `away`: no network; `stuck`: only a person can help. */
  readonly tone: "calm" | "busy" | "away" | "stuck";
  readonly text: string;
  /** What a person can do about it; the state itself always leads to the queue. */
  readonly remedy: "signIn" | "update" | "storage" | null;
}

/** `trouble`: of this phone's own memory (C7), before anything that is said of the network, but for a pause (C5). */
export function netView(
  t: Messages,
  sync: SyncState,
  queue: QueueSummary,
  now: EpochMs,
  trouble: StorageTrouble | null = null,
): NetView {
  const waiting = waitingText(t, queue, now);
  const isAllStuck = queue.count === 0 && queue.files === queue.stuck;
  const restTone = isAllStuck ? "stuck" : "busy";
  const view = (tone: NetView["tone"], words: string, remedy: NetView["remedy"] = null): NetView => ({
    tone,
    text: [words, ...waiting].join(" · "),
    remedy,
  });
  // What only signing in or an update lets through goes first: sending is also what makes room.
  if (trouble !== null && sync.tag !== "paused") return view("stuck", t.net.storage, "storage");
  switch (sync.tag) {
    case "offline":
      return view("away", t.net.offline);
    case "waiting":
      return view("away", t.net.failed);
    case "firstSync":
      return view("busy", t.net.first(sync.done, sync.total));
    case "pushing":
      return view("busy", t.net.sending);
    case "pulling":
      return waiting.length > 0 ? view(restTone, t.net.online) : view("calm", allSynced(t));
    case "idle":
      // Just opened: nothing is known of the network yet.
      if (sync.syncedAt === null) return view("busy", t.net.sending);
      return waiting.length > 0 ? view(restTone, t.net.online) : view("calm", allSynced(t));
    case "paused":
      return pausedView(sync.reason);
  }

  function pausedView(reason: PauseReason): NetView {
    switch (reason) {
      case "signIn":
        return view("stuck", t.net.signIn, "signIn");
      case "account":
        return view("stuck", t.net.mismatch, "signIn");
      case "update":
        return view("stuck", t.net.update, "update");
    }
  }
}

function allSynced(t: Messages): string {
  return `${t.net.online} · ${t.net.allSynced}`;
}

function waitingText(
  t: Messages,
  { count, oldestAt, files, stuck }: QueueSummary,
  now: EpochMs,
): readonly string[] {
  const texts = [
    count > 0 ? t.net.waiting(count) : null,
    count > 0 && oldestAt !== null ? t.net.oldest(agoText(t, now - oldestAt)) : null,
    files > stuck ? t.net.files(files - stuck) : null,
    stuck > 0 ? t.net.stuckFiles(stuck) : null,
  ];
  return texts.filter((text) => text !== null);
}
