/** What windows and the worker call each other by; nothing else is shared at run time. */

/** Tag of the one-off background sync; the worker drains the queue when it fires. */
export const drainTag = "genba-drain";

/** What the worker posts to every tab: it heard a push. */
export interface WorkerMessage {
  readonly kind: "genba.pushed";
}
