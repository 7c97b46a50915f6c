/** What `decide` is told when an action is judged on this phone; apart from what a screen asks, which is loaded first. */
import { isInBlackout } from "../../core/directory/blackout";
import type { Action } from "../../core/sync/protocol";
import type { DecideContext } from "../../core/workflow/decision";
import { type Author, createPhoneContext } from "./context";
import type { Directory } from "./directory";

/**
 * The context an entry replays in: judged at its own corrected time, so that a replay depends on rows, queue and
 * directory alone and every tab gets the same rows (P5).
 */
export function createReplayContext(directory: Directory, author: Author, action: Action): DecideContext {
  return {
    ...createPhoneContext(directory, author, action.occurredAt + (action.clockOffset ?? 0)),
    // Overlaps are the server's to find; blackouts every phone has.
    scheduleConflicts: (ticket) => ({ tickets: [], blackout: isInBlackout(ticket, directory) }),
  };
}
