/**
 * Writes histories as tickets: played one by one, stored many at a time. Nobody is told of what was over before it came
 * here; clocks that ran out by then warn of nothing. What a phone would have let go of by now is stored as such, so that
 * years of history reach no phone and take no number of a pull (R8).
 */
import { randomBytes } from "node:crypto";
import { groupRefusal } from "../../core/directory/groups";
import { roleIn } from "../../core/directory/people";
import { createUuidV7, type EpochMs, type TicketId } from "../../core/ids";
import { problemValueMax } from "../../core/import/import";
import type { History } from "../../core/import/ticket-history";
import { slaAlarms } from "../../core/sla/alarms";
import type { Ticket } from "../../core/tickets/ticket";
import type { Administration } from "../admin/administer";
import { readDesk } from "../directory/directory";
import { ask, readSql, run } from "../sql";
import { createSystemContext } from "../sync/context";
import { noClient, noEffects, rowsOf, write } from "../sync/write";
import { heldAfterClosingMs } from "../tickets/expire";
import type { Counts, ImportWork } from "./import";
import { type Played, playHistory } from "./play-history";

export type Book = {
  /** Says what is wrong with it, or keeps it to be stored. */
  readonly add: (history: History) => Promise<void>;
  readonly close: () => Promise<Counts>;
};

/** Tickets in one statement. */
const batchSize = 250;

const knownSql = readSql("import/sql/known-references.sql");
const numbersSql = readSql("import/sql/take-numbers.sql");
const nameSql = readSql("import/sql/name-tickets.sql");
const watchSql = readSql("import/sql/watched.sql");

type KnownTicket = { readonly kind: Kind; readonly openedAt: EpochMs };
type Kind = "incident" | "problem" | "change";
type Waiting = { readonly reference: string; readonly id: TicketId; readonly tickets: Played["tickets"] };

export async function createBook(administration: Administration, work: ImportWork): Promise<Book> {
  const { transaction, now } = administration;
  const { problems, isTrial } = work;
  // Read again: the import of a log has made what it names.
  const directory = await readDesk(transaction);
  const context = createSystemContext(now, directory);
  const counts = { created: 0, unchanged: 0 };
  let pending: History[] = [];
  let waiting: Waiting[] = [];
  /** What phones will hold is stored last: from then on the counter is held, and every push waits for the COMMIT. */
  const live: Waiting[] = [];

  return { add, close };

  async function add(history: History): Promise<void> {
    pending.push(history);
    if (pending.length === batchSize) await settle();
  }

  async function close(): Promise<Counts> {
    await settle();
    for (let at = 0; at < live.length; at += batchSize) await store(live.slice(at, at + batchSize));
    return { created: counts.created, changed: 0, unchanged: counts.unchanged };
  }

  async function settle(): Promise<void> {
    const references = pending.map(({ reference }) => reference);
    const known = (await ask<Record<string, KnownTicket>>(transaction, knownSql, references)) ?? {};
    for (const history of pending) {
      const { line, reference } = history;
      const before = known[reference];
      if (before === undefined) keep(history);
      else if (isSame(before, history)) counts.unchanged += 1;
      else problems.push({ line, column: "reference", code: "taken", value: reference });
    }
    pending = [];
    if (problems.length === 0 && !isTrial) {
      const isPast = ({ tickets }: Waiting) => tickets.every(({ ticket }) => isOver(ticket, now));
      await store(waiting.filter(isPast));
      // Its change rows are none, so that looking at them now takes no number; at the COMMIT it would take long.
      await transaction.$executeRaw`SET CONSTRAINTS sync_ticket, sync_activity, sync_link IMMEDIATE`;
      await transaction.$executeRaw`SET CONSTRAINTS sync_ticket, sync_activity, sync_link DEFERRED`;
      live.push(...waiting.filter((one) => !isPast(one)));
    }
    waiting = [];
  }

  function keep(history: History): void {
    const [first] = history.steps;
    const id = createUuidV7(first?.at ?? now, randomBytes(10)) as TicketId;
    const played = playHistory(id, history, directory);
    if (played.kind === "refused") {
      const { code, fields, at } = played;
      const value = [at, ...fields].join(" ").slice(0, problemValueMax);
      problems.push({ line: history.line, column: null, code: "workflow", refusal: code, value });
    } else if (played.tickets.every(({ ticket }) => canGoOn(ticket, history.line))) {
      counts.created += 1;
      waiting.push({ reference: history.reference, id, tickets: played.tickets });
    }
  }

  /** History may name who and what is no more; who has open work must be able to do it. */
  function canGoOn(ticket: Ticket, line: number): boolean {
    if (ticket.stage === "closed") return true;
    const { assignedGroupId, holderId } = ticket;
    const refusal = assignedGroupId === null ? null : groupRefusal(assignedGroupId, context);
    if (refusal !== null) {
      const value = directory.groups.get(assignedGroupId ?? "")?.name ?? "";
      problems.push({
        line,
        column: "group",
        code: refusal === "group.noLead" ? "noLead" : "unknown",
        value,
      });
      return false;
    }
    if (holderId === null) return true;
    const holder = directory.people.get(holderId);
    if (holder?.active && roleIn(assignedGroupId, holderId, context) !== null) return true;
    problems.push({ line, column: "holder", code: "notMember", value: holder?.name ?? "" });
    return false;
  }

  async function store(all: readonly Waiting[]): Promise<void> {
    if (all.length === 0) return;
    const given = all.flatMap(({ tickets }) => tickets);
    const numbers = await takeNumbers(given.map(({ ticket }) => kindOf(ticket)));
    const rows = given.map(({ ticket, activities }) => {
      const change = { before: null, after: ticket, activities };
      return rowsOf([change], numbers[kindOf(ticket)].shift() ?? 0);
    });
    const tickets = rows.flatMap((row) =>
      row.tickets.map((ticket) => {
        const expired = isOver(ticket, now);
        // To whoever asks what changed lately, work that is still of interest is news.
        return { ...ticket, expired, updatedAt: expired ? ticket.updatedAt : now };
      }),
    );
    // What was over before it came here calls no webhook (webhook_enqueue).
    await transaction.$executeRaw`SELECT set_config('genba.webhooks', 'off', true)`;
    await write(transaction, {
      ...noEffects,
      tickets,
      linksNew: rows.flatMap(({ linksNew }) => linksNew),
      activities: rows.flatMap(({ activities }) => activities),
      knownErrors: rows.flatMap(({ knownErrors }) => knownErrors),
      client: noClient,
    });
    await run(
      transaction,
      nameSql,
      all.map(({ reference }) => reference),
      all.map(({ id }) => id),
    );
    const watched = tickets.flatMap((ticket) => {
      if (ticket.flow !== "incident" || ticket.stage === "closed") return [];
      const { told, lookAt } = slaAlarms(ticket, directory, [], now);
      return [{ ticketId: ticket.id, told, lookAt }];
    });
    if (watched.length > 0) await run(transaction, watchSql, JSON.stringify(watched));
  }

  async function takeNumbers(kinds: readonly Kind[]): Promise<Record<Kind, number[]>> {
    const countOf = (kind: Kind): number => kinds.filter((one) => one === kind).length;
    const taken = await ask<Record<Kind, number[]>>(
      transaction,
      numbersSql,
      countOf("incident"),
      countOf("problem"),
      countOf("change"),
    );
    if (taken === null) throw new Error("take-numbers.sql answers always");
    return taken;
  }
}

/** A reference of another system, or of another kind of ticket there, may be the same and mean another ticket. */
function isSame({ kind, openedAt }: KnownTicket, { steps: [first] }: History): boolean {
  return (
    first !== undefined && openedAt === first.at && kind === kindOf({ flow: first.args.flow ?? "incident" })
  );
}

function kindOf({ flow }: Pick<Ticket, "flow">): Kind {
  return flow === "incident" || flow === "problem" ? flow : "change";
}

function isOver({ closedAt, stage }: Ticket, now: EpochMs): boolean {
  return stage === "closed" && closedAt !== null && closedAt < now - heldAfterClosingMs;
}
