/** What the server tells `decide`: it knows all, within the actor's sight (A8, A9). */
import { isInBlackout } from "../../core/directory/blackout";
import { sharesWork } from "../../core/directory/clash";
import type { AccountId, AssetId, TicketId } from "../../core/ids";
import type { PastIncident } from "../../core/tickets/recurrence";
import type { Ticket } from "../../core/tickets/ticket";
import type { Actor, DecideContext } from "../../core/workflow/decision";
import { isVisible } from "../../core/workflow/relations";
import type { Directory } from "../directory/directory";

/** A change whose window overlaps the one that is being planned. */
export type OverlappingChange = {
  readonly id: TicketId;
  readonly assetIds: readonly AssetId[];
  readonly holderId: AccountId | null;
};

export type Facts = {
  readonly now: number;
  readonly occurredAt: number;
  /** A person, or the system. */
  readonly viewer: Actor;
  readonly directory: Directory;
  readonly tickets: ReadonlyMap<string, Ticket>;
  readonly overlapping: readonly OverlappingChange[];
  /** What the incident that is opened repeats, newest first. */
  readonly recurring: readonly PastIncident[];
  /** The ticket that the action opens beside its own: an id that is taken cannot be opened, whoever sees it. */
  readonly newId: TicketId | null;
};

/** Of what no person does, at `now` (epoch ms). */
export function createSystemContext(
  now: number,
  directory: Directory,
  tickets: ReadonlyMap<string, Ticket> = new Map(),
): DecideContext {
  const viewer = { id: "system", role: "system" } as const;
  return createContext({
    now,
    occurredAt: now,
    viewer,
    directory,
    tickets,
    overlapping: [],
    recurring: [],
    newId: null,
  });
}

export function createContext(facts: Facts): DecideContext {
  const { now, occurredAt, viewer, directory, tickets, overlapping, recurring, newId } = facts;
  const context: DecideContext = {
    now,
    occurredAt,
    arrivedAt: now,
    actor: { id: viewer.id, role: viewer.role },
    person: (id) => directory.people.get(id) ?? null,
    group: (id) => directory.groups.get(id) ?? null,
    groups: () => [...directory.groups.values()],
    admins: () => directory.adminIds,
    site: (id) => directory.sites.get(id) ?? null,
    category: (id) => directory.categories.get(id) ?? null,
    asset: (id) => directory.assets.get(id) ?? null,
    template: (id) => directory.templates.get(id) ?? null,
    parameters: () => directory.parameters,
    delegations: () => directory.delegations.filter(({ from, until }) => from <= now && now < until),
    ticket: (id) => {
      const ticket = tickets.get(id);
      return ticket && (id === newId || isVisible(ticket, context)) ? ticket : null;
    },
    // Effects of the system reach incidents that the actor may not see.
    waitingFor: (id) => [...tickets.values()].filter((ticket) => ticket.hold?.ticketId === id),
    recurring: () => recurring,
    scheduleConflicts: (ticket) => ({
      tickets: overlapping
        .filter((other) => sharesWork(ticket, other, directory.assets))
        .map((other) => other.id),
      blackout: isInBlackout(ticket, directory),
    }),
  };
  return context;
}
