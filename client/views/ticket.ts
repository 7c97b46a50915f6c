/** One ticket with its timeline and what this phone still has to say about it. */
import type { TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { Saved } from "../queue/enqueue";
import type { DraftRow, ReplicaDatabase } from "../replica/database";
import { readLines } from "../replica/lines";
import type { ActivityRow, QueueEntry, ReturnedRow, TicketRow } from "../replica/rows";
import { listDrafts } from "./only-here";

export interface TicketView {
  readonly row: TicketRow;
  /** Those of its linked tickets that this phone holds, each once, as this phone shows them. */
  readonly linked: readonly TicketRow[];
  /** Oldest first; a line with `pendingFor` is only on this phone (待同步). */
  readonly activities: readonly ActivityRow[];
  readonly queued: readonly QueueEntry[];
  /** What came back about this ticket and is still open. */
  readonly returned: readonly ReturnedRow[];
  /** Its forms that were begun and not saved. */
  readonly drafts: readonly DraftRow[];
}

/** Those of the linked tickets that are held here, each once. */
export async function readLinked(db: ReplicaDatabase, { links }: Ticket): Promise<readonly TicketRow[]> {
  if (links.length === 0) return [];
  const rows = await db.tickets.bulkGet([...new Set(links.map((link) => link.ticketId))]);
  return rows.filter((row) => row !== undefined);
}

/** The view after something was saved, without asking the disk; what is not in it comes with the next answer. */
export function withSaved(
  view: TicketView | null,
  { rows, lines, entries, draftId }: Saved,
): TicketView | null {
  if (view === null) return null;
  const { id } = view.row;
  const row = rows.find((one) => one.id === id) ?? view.row;
  // A save may make the ticket that it links to.
  const byId = new Map([...view.linked, ...rows].map((one) => [one.id, one]));
  const linked = new Set(row.ticket.links.map(({ ticketId }) => ticketId));
  const resolved = new Set(entries.map(({ action }) => action.resolves));
  return {
    row,
    linked: [...linked].flatMap((ticketId) => byId.get(ticketId) ?? []),
    activities: [...view.activities, ...lines.filter(({ ticketId }) => ticketId === id)],
    queued: [...view.queued, ...entries.filter(({ touches }) => touches.includes(id))],
    returned: view.returned.filter(({ actionId }) => !resolved.has(actionId)),
    drafts: view.drafts.filter((draft) => draft.id !== draftId),
  };
}

const stores = ["tickets", "activities", "packed", "queue", "returned", "drafts"] as const;

/** As of one moment. Null when the ticket is not held here: ask `genba.pin` when online. */
export async function readTicket(db: ReplicaDatabase, id: TicketId): Promise<TicketView | null> {
  return db.transaction("r", stores, async () => {
    // Asked together: the disk answers a question at a time, each with a wait of its own.
    const [row, activities, queued, cameBack, drafts] = await Promise.all([
      db.tickets.get(id),
      readLines(db, id),
      db.queue.where("touches").equals(id).sortBy("seq"),
      db.returned.where("ticketId").equals(id).toArray(),
      listDrafts(db, id),
    ]);
    if (row === undefined) return null;
    const linked = await readLinked(db, row.ticket);
    const returned = cameBack.filter((item) => item.open === 1);
    return { row, linked, activities, queued, returned, drafts };
  });
}
