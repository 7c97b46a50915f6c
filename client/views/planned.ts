/** Changes with a window that is still to come about, as this phone holds them. */
import Dexie from "dexie";
import type { Ticket } from "../../core/tickets/ticket";
import type { Window } from "../../core/workflow/vocabulary";
import type { ReplicaDatabase } from "../replica/database";

export interface PlannedChange {
  readonly ticket: Ticket;
  readonly window: Window;
}

/** As the server compares them (server/sync/sql/windows.sql). */
const stages: ReadonlySet<string> = new Set(["plan", "preLaunchReview", "scheduled"]);

export async function plannedChanges(db: ReplicaDatabase): Promise<readonly PlannedChange[]> {
  const lists = await Promise.all(
    (["standard", "normal", "emergency"] as const).map((flow) =>
      db.tickets
        .where("[flow+open+recent]")
        .between([flow, 1, Dexie.minKey], [flow, 1, Dexie.maxKey])
        .toArray(),
    ),
  );
  return lists.flat().flatMap(({ ticket }) => {
    const window = ticket.change?.window ?? null;
    return window !== null && stages.has(ticket.stage) ? [{ ticket, window }] : [];
  });
}
