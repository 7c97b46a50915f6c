/** What this phone knows of incidents, for suggestions while a title is typed: a bounded part, read once a form. */
import Dexie from "dexie";
import {
  type Learned,
  learnIncidents,
  type OpenIncident,
  type PastIncident,
} from "../../core/tickets/suggest";
import type { ReplicaDatabase } from "../replica/database";
import type { Directory } from "../replica/directory";
import type { TicketRow } from "../replica/rows";
import { textTerms } from "./terms";

/** The newest of each: what was reported long ago is seldom reported again today. */
const openMax = 500;
const closedMax = 1_500;
const stepRows = 100;
/** A category's own name counts as so many incidents: a new desk has few. */
const nameWeight = 3;

export interface IncidentMemory {
  readonly learned: Learned;
  readonly open: readonly OpenIncident[];
}

/** Holds only what this person may see: the replica does. */
export async function readIncidentMemory(db: ReplicaDatabase, directory: Directory): Promise<IncidentMemory> {
  const [open, closed] = await Promise.all([readNewest(db, 1, openMax), readNewest(db, 0, closedMax)]);
  const titles = [...open, ...closed].map(({ ticket }) => ({ ...ticket, terms: textTerms(ticket.title) }));
  const names = [...directory.categories.values()].filter(({ active }) => active);
  const past: readonly PastIncident[] = [
    ...titles.flatMap(({ categoryId, terms }) =>
      categoryId !== null && directory.categories.get(categoryId)?.active
        ? [{ categoryId, terms, weight: 1 }]
        : [],
    ),
    ...names.map(({ id, name }) => ({ categoryId: id, terms: textTerms(name), weight: nameWeight })),
  ];
  return { learned: learnIncidents(past), open: titles.slice(0, open.length) };
}

/** In steps, so that a key pressed meanwhile is not kept waiting by rows being read. */
async function readNewest(db: ReplicaDatabase, isOpen: 0 | 1, limit: number): Promise<readonly TicketRow[]> {
  const found: TicketRow[] = [];
  const end = ["incident", isOpen, Dexie.maxKey];
  for (let from: unknown = Dexie.minKey; found.length < limit; ) {
    const rows = await db.tickets
      .where("[flow+open+recent]")
      // Of those changed in the very same millisecond one is enough to learn from.
      .between(["incident", isOpen, from], end, false)
      .limit(stepRows)
      .toArray();
    found.push(...rows);
    if (rows.length < stepRows) break;
    from = rows.at(-1)?.recent;
  }
  return found;
}
