/** P5: what is shown = the confirmed rows + the queue replayed on them, by the same pure `decide` the server runs. */
import type { ActionId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import type { DecideContext } from "../../core/workflow/decision";
import { type ClientMeta, orderOf } from "./meta";
import type { ActivityRow, QueueEntry } from "./rows";

export interface Confirmed {
  readonly ticket: Ticket | null;
  readonly asOf: number;
  readonly generation: number;
}
export interface Shown {
  readonly ticket: Ticket | null;
  readonly waiting: number;
}
export interface Replayed {
  readonly shown: ReadonlyMap<TicketId, Shown>;
  readonly activities: readonly ActivityRow[];
  /** Tickets each entry changed now, for its `touches`. */
  readonly changed: ReadonlyMap<ActionId, readonly TicketId[]>;
}

/**
 * Pure. `entries` in seq order; `confirmed` has a row for each ticket they touch, `ticket: null` where there is none.
 * An entry that is no longer legal here changes nothing and is sent all the same: the server decides.
 */
export function replay(
  confirmed: ReadonlyMap<TicketId, Confirmed>,
  entries: readonly QueueEntry[],
  client: ClientMeta,
  contextOf: (action: Action) => DecideContext,
): Replayed {
  const shown = new Map<TicketId, Shown>();
  for (const [id, row] of confirmed) shown.set(id, { ticket: row.ticket, waiting: 0 });
  const activities: ActivityRow[] = [];
  const changed = new Map<ActionId, readonly TicketId[]>();

  for (const entry of entries) {
    const { action } = entry;
    if (!replays(entry, client)) continue;
    const order = orderOf(client, entry.seq);
    if ((confirmed.get(action.ticketId)?.asOf ?? -1) >= order) continue;
    const before = shown.get(action.ticketId) ?? { ticket: null, waiting: 0 };
    shown.set(action.ticketId, { ticket: before.ticket, waiting: before.waiting + 1 });
    const decision = decide(before.ticket, action, contextOf(action));
    if (decision.kind !== "applied") continue;
    changed.set(
      action.actionId,
      decision.changes.map((change) => change.after.id),
    );
    for (const change of decision.changes) {
      const id = change.after.id;
      if ((confirmed.get(id)?.asOf ?? -1) >= order) continue;
      const other = shown.get(id)?.waiting ?? 0;
      shown.set(id, { ticket: change.after, waiting: id === action.ticketId ? other : other + 1 });
      for (const activity of change.activities) activities.push({ ...activity, pendingFor: action.actionId });
    }
  }
  return { shown, activities, changed };
}

/** C1a: waiting, or answered `applied` and not yet covered by a pull. A `void` only keeps the numbering (A7). */
export function replays(entry: QueueEntry, client: ClientMeta): boolean {
  if (entry.action.type === "void" || entry.seq <= client.coveredSeq) return false;
  return !isStopped(entry);
}

/** Decided, and not `applied`: it changes nothing here from then on. */
export function isStopped({ state }: QueueEntry): boolean {
  return state.tag === "decided" && state.outcome.kind !== "applied";
}
