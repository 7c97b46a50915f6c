/**
 * What an action of a run finds (S4): the facts as the database would tell them if each action before it had been
 * stored. Read once, then kept up to date in memory, as the phone does it when it replays its queue (P5).
 */
import type { ActionId, TicketId } from "../../core/ids";
import type { Ticket, TicketLink } from "../../core/tickets/ticket";
import { causesOf, type Facts, type Loaded, type Plan, resolvedBy } from "./load";
import type { Writes } from "./write";

export type RunState = {
  readonly facts: Facts;
  readonly tickets: Map<TicketId, Ticket>;
  readonly takenIds: Set<string>;
  readonly undecidedIds: Set<ActionId>;
  /** Corrected time of the client's action before the next one (T1). */
  lastOccurredAt: number | null;
};

export function createRunState(facts: Facts, lastOccurredAt: number | null): RunState {
  return {
    facts,
    tickets: new Map(facts.tickets.map((ticket) => [ticket.id, ticket])),
    takenIds: new Set(facts.takenIds),
    undecidedIds: new Set(facts.undecidedIds),
    lastOccurredAt,
  };
}

/** For the action at `index` of the run. It sees the tickets that it would have read alone, and no others. */
export function loadedFor(state: RunState, plan: Plan, index: number): Loaded {
  const { now, accountCreatedAt, chosenById, numbers } = state.facts;
  const [resolved] = resolvedBy(plan);
  return {
    now,
    accountCreatedAt,
    isIdTaken: state.takenIds.has(plan.entry.actionId),
    undecidedCauses: causesOf(plan).filter((id) => state.undecidedIds.has(id)).length,
    resolves: resolved === undefined ? null : (chosenById[resolved] ?? null),
    tickets: ticketsOf(state, plan),
    number: numbers[index] ?? null,
    inRun: [...state.tickets.values()],
  };
}

function ticketsOf({ tickets }: RunState, plan: Plan): readonly Ticket[] {
  const ids = new Set(plan.ticketIds);
  if (plan.isWide && plan.ticketId !== null) {
    for (const link of tickets.get(plan.ticketId)?.links ?? []) ids.add(link.ticketId);
    for (const ticket of tickets.values()) if (ticket.hold?.ticketId === plan.ticketId) ids.add(ticket.id);
  }
  return [...ids].flatMap((id) => tickets.get(id) ?? []);
}

/** Takes in what an action did; `occurredAt` is null where it had no time of its own. */
export function advance(
  state: RunState,
  { tickets, activities, outcomes }: Pick<Writes, "tickets" | "activities" | "outcomes">,
  occurredAt: number | null,
): void {
  for (const { isNew: _, ...ticket } of tickets) {
    state.tickets.set(ticket.id, { ...ticket, links: [...ticket.links].sort(compareLinks) });
  }
  for (const { id } of activities) state.takenIds.add(id);
  for (const { actionId, outcome } of outcomes) {
    if (outcome.kind === "returned" || outcome.kind === "held") state.undecidedIds.add(actionId);
  }
  state.lastOccurredAt = occurredAt ?? state.lastOccurredAt;
}

/** As the database orders them. */
function compareLinks(a: TicketLink, b: TicketLink): number {
  if (a.ticketId !== b.ticketId) return a.ticketId < b.ticketId ? -1 : 1;
  return a.kind < b.kind ? -1 : 1;
}
