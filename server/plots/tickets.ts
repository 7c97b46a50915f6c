/** The tickets behind a figure, page by page. */
import { type FigureName, flowsOf } from "../../core/plots/figures";
import {
  type ListChoice,
  type ListedTicket,
  type ListPosition,
  listPageSize,
  type TicketPage,
} from "../../core/plots/ticket-list";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";
import { readSql } from "../sql";
import { askPlot, type PlotFilter, readQuestion, toTimestamp } from "./question";

const figureByKind: Readonly<Record<ListChoice["kind"], FigureName>> = {
  open: "open",
  answered: "times",
  resolved: "times",
  breached: "sla",
  reopened: "reopened",
  recurring: "recurrence",
  changes: "changes",
  reviews: "reviews",
};

const ticketsSql = readSql("plots/sql/tickets.sql");

/** `after`: where the page before ended; null for the first. `now`: epoch ms. */
export async function listTickets(
  database: Database,
  account: SessionAccount,
  filter: PlotFilter,
  choice: ListChoice,
  after: ListPosition | null,
  now: number,
): Promise<TicketPage> {
  const { period, sightOf } = await readQuestion(database, account, filter, now);
  const found =
    (await askPlot<readonly ListedTicket[]>(database, ticketsSql, [
      ...sightOf(flowsOf(figureByKind[choice.kind], filter.flow)),
      ...[period.edges[0], period.edges.at(-1), now].map((at) => toTimestamp(at ?? now)),
      JSON.stringify(choice),
      after?.at ?? null,
      after?.id ?? null,
      listPageSize + 1,
    ])) ?? [];
  const tickets = found.slice(0, listPageSize);
  const last = tickets.at(-1);
  return { tickets, next: last && found.length > tickets.length ? { at: last.at, id: last.id } : null };
}
