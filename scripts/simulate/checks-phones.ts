/** P4 and P5 of docs/SYNC.md: what a phone holds and shows, beside a fresh one and beside what its queue makes of it. */
import { createReplayContext } from "../../client/replica/replay-context";
import type { TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import type { Complain } from "./checks";
import type { Tab } from "./phones";

/** P4: row by row what a phone that was just filled holds. */
export async function checkReplica(tab: Tab, fresh: Tab, complain: Complain): Promise<void> {
  const [mine, theirs] = [await rowsOf(tab), await rowsOf(fresh)];
  for (const [key, row] of theirs) {
    const own = mine.get(key);
    if (own === undefined) complain("diverged", `${tab.name} lacks ${key}`);
    else if (own !== row)
      complain("diverged", `${tab.name} has another ${key}: ${own.slice(0, 300)} / ${row.slice(0, 300)}`);
  }
  for (const key of mine.keys()) if (!theirs.has(key)) complain("diverged", `${tab.name} still holds ${key}`);
}

async function rowsOf({ replica: { db } }: Tab): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, string>();
  for (const { id, ticket, waiting } of await db.tickets.toArray())
    rows.set(`ticket ${id}`, canonical({ ticket: { ...ticket, links: byText(ticket.links) }, waiting }));
  const packed = (await db.packed.toArray()).flatMap(({ lines }) => lines);
  for (const line of [...(await db.activities.toArray()), ...packed]) {
    const key = `line ${line.id}`;
    // A line in both places would be shown twice.
    rows.set(rows.has(key) ? `${key} again` : key, canonical(line));
  }
  for (const row of await db.directory.toArray())
    rows.set(`${row.kind} ${row.id}`, canonical(sortedLists(row)));
  for (const notice of await db.notices.toArray()) rows.set(`notice ${notice.id}`, canonical(notice));
  return rows;
}

const byText = <Item>(items: readonly Item[]): readonly Item[] =>
  [...items].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
function sortedLists(row: { readonly kind: string; readonly value: unknown }): unknown {
  const value = row.value as Record<string, unknown>;
  return {
    ...row,
    value: { ...value, ...("members" in value ? { members: byText(value.members as []) } : {}) },
  };
}
/** The fields that are not alike, with both values. */
function differing(one: Ticket | undefined, other: Ticket | null): string {
  if (one === undefined || other === null) return one === undefined ? "it is not shown" : "it is still shown";
  const names = Object.keys({ ...one, ...other }) as (keyof Ticket)[];
  const unlike = names.filter((name) => canonical(one[name] ?? null) !== canonical(other[name] ?? null));
  return unlike.map((name) => `${name} ${canonical(one[name])} / ${canonical(other[name])}`).join("; ");
}

/** One text for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * P5, by a fold that knows nothing of `touches`, closures or bases: every confirmed row, every entry, in order. While
 * nothing runs, so that several reads are one.
 */
export async function checkShown(tab: Tab, complain: Complain): Promise<void> {
  const { db, directory, author } = tab.replica;
  const people = await directory.refresh();
  const expected = new Map<TicketId, Ticket | null>();
  const asOf = new Map<TicketId, number>();
  const waiting = new Map<TicketId, number>();
  const wait = (id: TicketId): void => void waiting.set(id, (waiting.get(id) ?? 0) + 1);
  for (const row of [...(await db.tickets.toArray()), ...(await db.base.toArray())]) {
    expected.set(row.id, row.ticket);
    asOf.set(row.id, row.asOf);
  }
  const client = await db.meta.get("client");
  if (client?.key !== "client") {
    complain("stuck", `${tab.name} has no numbering`);
    return;
  }
  const queue = await db.queue.orderBy("seq").toArray();
  if (new Set(queue.map(({ seq }) => seq)).size < queue.length)
    complain("duplicated", `${tab.name} gave one number to two actions`);
  if ((queue.at(-1)?.seq ?? 0) >= client.nextSeq)
    complain("duplicated", `${tab.name} will give a number again`);
  for (const entry of queue) {
    const { action } = entry;
    // S1: counted as answered though the server never said that it knows it, so nothing would send it any more. One
    // whose answer was lost waits for a pull, which asks anew.
    const isPassedOver = entry.state.tag === "waiting" && entry.seq <= client.answeredSeq;
    if (isPassedOver && entry.seq > (tab.phone.heard.get(client.clientId) ?? 0))
      complain("stuck", `${tab.name} passes over ${action.type} ${action.actionId}, which nobody answered`);
    const isStopped = entry.state.tag === "decided" && entry.state.outcome.kind !== "applied";
    const order = client.numbering * 2 ** 32 + entry.seq;
    const isCovered = entry.seq <= client.coveredSeq || (asOf.get(action.ticketId) ?? -1) >= order;
    if (isStopped || isCovered || action.type === "void") continue;
    wait(action.ticketId);
    const before = expected.get(action.ticketId) ?? null;
    const decision = decide(before, action, createReplayContext(people, author, action));
    if (decision.kind !== "applied") continue;
    for (const { after } of decision.changes) {
      if ((asOf.get(after.id) ?? -1) >= order) continue;
      expected.set(after.id, after);
      if (after.id !== action.ticketId) wait(after.id);
    }
  }
  const shown = new Map((await db.tickets.toArray()).map((row) => [row.id, row]));
  for (const [id, ticket] of expected) {
    const row = shown.get(id);
    if (canonical(row?.ticket ?? null) !== canonical(ticket))
      complain(
        "diverged",
        `${tab.name} shows another ${id} than its queue makes of it: ${differing(row?.ticket, ticket)}`,
      );
    else if (row !== undefined && row.waiting !== (waiting.get(id) ?? 0))
      complain(
        "diverged",
        `${tab.name} says that ${row.waiting} wait at ${id}, it is ${waiting.get(id) ?? 0}`,
      );
  }
}
