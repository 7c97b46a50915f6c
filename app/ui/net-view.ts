/** C9 in words: online or not, how many wait, the oldest's age, what came back. Pure, of the sync loop's own state. */
import type { SyncState } from "../../client/sync/state";
import type { QueueSummary } from "../../client/views/queue";
import type { EpochMs } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import { agoText } from "../locale/time-text";

export interface NetView {
  /** `calm`: all is sent; `busy`: on its way; `away`: no network; `stuck`: only a person can help. */
  readonly tone: "calm" | "busy" | "away" | "stuck";
  readonly text: string;
  /** What a tap shows. */
  readonly target: "queue" | "signIn" | "update";
}

export function netView(t: Messages, sync: SyncState, queue: QueueSummary, now: EpochMs): NetView {
  if (sync.tag === "paused") return pausedView(t, sync.reason);
  const waiting = waitingText(t, queue, now);
  const join = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(" · ");
  switch (sync.tag) {
    case "offline":
      return { tone: "away", text: join(t.net.offline, ...waiting), target: "queue" };
    case "waiting":
      return { tone: "away", text: join(t.net.failed, ...waiting), target: "queue" };
    case "firstSync":
      return { tone: "busy", text: t.net.first(sync.done, sync.total), target: "queue" };
    case "pushing":
    case "pulling":
    case "idle":
      return queue.count > 0
        ? { tone: "busy", text: join(t.net.online, ...waiting), target: "queue" }
        : { tone: "calm", text: join(t.net.online, t.net.allSynced), target: "queue" };
  }
}

function pausedView(t: Messages, reason: "signIn" | "account" | "update"): NetView {
  switch (reason) {
    case "signIn":
      return { tone: "stuck", text: t.net.signIn, target: "signIn" };
    case "account":
      return { tone: "stuck", text: t.net.mismatch, target: "signIn" };
    case "update":
      return { tone: "stuck", text: t.net.update, target: "update" };
  }
}

function waitingText(t: Messages, queue: QueueSummary, now: EpochMs): readonly string[] {
  if (queue.count === 0) return [];
  const count = t.net.waiting(queue.count);
  return queue.oldestAt === null ? [count] : [count, t.net.oldest(agoText(t, now - queue.oldestAt))];
}
