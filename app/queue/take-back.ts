import type { QueueEntry } from "../../client/replica/rows";

/** Surely not sent yet, and nothing that waits stands on it: a ticket must not be resolved without being opened. */
export function canTakeBack(entry: QueueEntry, queue: readonly QueueEntry[]): boolean {
  if (entry.attempted || entry.state.tag !== "waiting" || entry.action.type === "void") return false;
  return !queue.some(
    (other) => other.action.type !== "void" && other.action.dependsOn.includes(entry.actionId),
  );
}
