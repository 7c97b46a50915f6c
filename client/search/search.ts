/** Search on the phone: every term must be there; the rarest term is read, the others are checked on its tickets. */
import type { Collection } from "dexie";
import type { TicketId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { SearchRow, TicketRow } from "../replica/rows";
import { matchesFilter, newestFirst, type TicketFilter } from "../views/tickets";
import { numberTerm, queryTerms } from "./terms";

/** A rarest term with more tickets than this is read along the list of tickets instead, newest first. */
const candidatesMax = 300;
/** Tickets looked at in one step of that. */
const stepTickets = 200;

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
  const matches = (row: SearchRow): boolean => hasAll(row, whole, prefixes);
  if (rarest.count <= candidatesMax) {
    const terms = (await rarest.along().distinct().toArray()).filter(matches);
    return rank(await pick(db, terms, filter), text, prefixes).slice(0, limit);
  }
  const exact = await byNumber(db, text, filter);
  const newest = await walkNewest(db, matches, filter, limit);
  const rows = new Map([...exact, ...newest].map((row) => [row.id, row]));
  return rank([...rows.values()], text, prefixes).slice(0, limit);
}

/** An old ticket that is asked for by its number is not among the newest that have these digits somewhere. */
async function byNumber(
  db: ReplicaDatabase,
  text: string,
  filter: TicketFilter | null,
): Promise<readonly TicketRow[]> {
  const term = numberTerm(text);
  return term === null ? [] : pick(db, await db.search.where("terms").equals(term).toArray(), filter);
}

/** The terms are in so many tickets that the newest ones are soon found where tickets lie by their age. */
async function walkNewest(
  db: ReplicaDatabase,
  matches: (row: SearchRow) => boolean,
  filter: TicketFilter | null,
  limit: number,
): Promise<readonly TicketRow[]> {
  const ids = await newestFirst(db, filter);
  const found: TicketRow[] = [];
  for (let at = 0; at < ids.length && found.length < limit; at += stepTickets) {
    const step = ids.slice(at, at + stepTickets);
    const terms = await db.search.where("id").anyOf(step).toArray();
    found.push(...(await pick(db, terms.filter(matches), filter)));
  }
  return found;
}

async function pick(
  db: ReplicaDatabase,
  terms: readonly SearchRow[],
  filter: TicketFilter | null,
): Promise<readonly TicketRow[]> {
  const rows = await db.tickets.bulkGet(terms.map((row) => row.id));
  return rows.filter(
    (row): row is TicketRow => row !== undefined && (filter === null || matchesFilter(row, filter)),
  );
}

type Lookup = () => Collection<SearchRow, number>;

interface Rarest {
  readonly along: Lookup;
  readonly count: number;
}

async function pickRarest(lookups: readonly Lookup[]): Promise<Rarest | null> {
  const counts = await Promise.all(lookups.map((along) => along().count()));
  let best: Rarest | null = null;
  for (const [index, along] of lookups.entries()) {
    const count = counts[index] ?? 0;
    if (best === null || count < best.count) best = { along, count };
  }
  return best;
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
