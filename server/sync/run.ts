/**
 * S4: which actions of a batch may share a transaction. What follows one another in number may; what is decided by
 * more than the tickets and the directory is decided alone: a choice about something that came back frees what is held
 * before the next action (S2a), and a plan is held against the windows of other changes.
 */
import { isPlanning } from "./load";
import type { Entry } from "./request";

/** Its tickets are locked until its COMMIT: nobody waits longer for a long run than for a slow disk. */
export const runMax = 50;

/** The beginning of the entries, of one at least, that is to be decided together. */
export function nextRun(entries: readonly Entry[]): readonly Entry[] {
  const [first] = entries;
  if (first === undefined || !mayShare(first)) return entries.slice(0, 1);
  const ids = new Set<string>();
  let length = 0;
  for (const entry of entries.slice(0, runMax)) {
    const isNext = entry.seq === first.seq + length && !ids.has(entry.actionId);
    if (!isNext || !mayShare(entry)) break;
    ids.add(entry.actionId);
    length += 1;
  }
  return entries.slice(0, length);
}

function mayShare({ raw }: Entry): boolean {
  return raw.resolves === undefined && !isPlanning(raw);
}
