/** Search on the phone: every term must be there; the rarest term is read, the others are checked on its tickets. */
import type { Collection } from "dexie";
import type { TicketId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { SearchRow, TicketRow } from "../replica/rows";
import { matchesFilter, type TicketFilter } from "../views/tickets";
import { queryTerms } from "./terms";

/** Candidates read for one query at most; a query that matches more is too short to be ranked well anyway. */
const candidatesMax = 300;

/**
 * Tickets held here whose number, words, assets or people match all of `text`; an exact number first, then matches
 * in the title, then the newest. `filter` null: open and closed. Empty when `text` has no letter or digit.
 */
export async function searchTickets(
  db: ReplicaDatabase,
  text: string,
  filter: TicketFilter | null,
  limit: number,
): Promise<readonly TicketRow[]> {
  const { whole, prefixes } = queryTerms(text);
  const lookups = [
    ...whole.map((term) => ({ term, along: () => db.search.where("terms").equals(term) })),
    ...prefixes.map((term) => ({ term, along: () => db.search.where("terms").startsWith(term) })),
  ];
  const rarest = await pickRarest(lookups.map((lookup) => lookup.along));
  if (rarest === null) return [];
  const candidates = await rarest().distinct().limit(candidatesMax).toArray();
  const ids = candidates.filter((row) => hasAll(row, whole, prefixes)).map((row) => row.id);
  const rows = (await db.tickets.bulkGet(ids)).filter(
    (row): row is TicketRow => row !== undefined && (filter === null || matchesFilter(row, filter)),
  );
  return rank(rows, text, prefixes).slice(0, limit);
}

type Lookup = () => Collection<SearchRow, number>;

async function pickRarest(lookups: readonly Lookup[]): Promise<Lookup | null> {
  const counts = await Promise.all(lookups.map((along) => along().count()));
  let best: { readonly along: Lookup; readonly count: number } | null = null;
  for (const [index, along] of lookups.entries()) {
    const count = counts[index] ?? 0;
    if (best === null || count < best.count) best = { along, count };
  }
  return best?.along ?? null;
}

function hasAll(row: SearchRow, whole: readonly string[], prefixes: readonly string[]): boolean {
  return (
    whole.every((term) => row.terms.includes(term)) &&
    prefixes.every((prefix) => row.terms.some((term) => term.startsWith(prefix)))
  );
}

function rank(rows: readonly TicketRow[], text: string, prefixes: readonly string[]): readonly TicketRow[] {
  const wanted = text.normalize("NFKC").trim().toLowerCase();
  const numbers = new Set(prefixes.filter((term) => /^\d+$/.test(term)));
  const weight = new Map<TicketId, number>();
  for (const { id, ticket } of rows) {
    const exact = ticket.number !== null && numbers.has(String(ticket.number));
    const inTitle = ticket.title.normalize("NFKC").toLowerCase().includes(wanted);
    weight.set(id, exact ? 0 : inTitle ? 1 : 2);
  }
  return [...rows].sort((a, b) => (weight.get(a.id) ?? 2) - (weight.get(b.id) ?? 2) || a.recent - b.recent);
}
