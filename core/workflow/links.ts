/** Links between tickets: both sides carry them, but for one that is restricted: others do not tell of it. */
import type { TicketId } from "../ids";
import type { ActionArgs } from "../sync/protocol";
import type { LinkKind, Ticket, TicketLink } from "../tickets/ticket";
import { type DecideContext, isUnknown, type TicketChange } from "./decision";
import type { Flow } from "./vocabulary";

const reverseKind: Readonly<Record<LinkKind, LinkKind>> = {
  duplicateOf: "duplicatedBy",
  duplicatedBy: "duplicateOf",
  problemOf: "incidentOf",
  incidentOf: "problemOf",
  fixedBy: "fixes",
  fixes: "fixedBy",
  causedBy: "caused",
  caused: "causedBy",
};

/** The links that the arguments ask for, seen from the action's own ticket. */
export function linksSaid(flow: Flow, args: ActionArgs): readonly TicketLink[] {
  const links: TicketLink[] = [];
  const add = (kind: LinkKind, ids: readonly (TicketId | undefined)[]): void => {
    for (const ticketId of ids) if (ticketId !== undefined) links.push({ kind, ticketId });
  };
  add(flow === "problem" ? "incidentOf" : "fixes", args.linkedIds ?? []);
  add("duplicateOf", [args.duplicateOf]);
  add(args.resolution === "duplicate" ? "duplicateOf" : "fixedBy", [args.resolutionTicketId]);
  add("caused", args.causedIncidentIds ?? []);
  return links;
}

/** With the new links once each. */
export function addLinks(links: readonly TicketLink[], added: readonly TicketLink[]): readonly TicketLink[] {
  const merged = [...links];
  for (const link of added) {
    const isThere = merged.some((one) => one.kind === link.kind && one.ticketId === link.ticketId);
    if (!isThere) merged.push(link);
  }
  return merged.length === links.length ? links : merged;
}

/** The other side of each link that this action adds, where this side of the wire knows the ticket (SYNC A8). */
export function linkBack(
  from: Pick<Ticket, "id" | "restricted">,
  added: readonly TicketLink[],
  context: DecideContext,
): readonly TicketChange[] {
  const changes = new Map<TicketId, TicketChange>();
  for (const link of added) {
    const other: Ticket | null = changes.get(link.ticketId)?.after ?? knownTicket(link.ticketId, context);
    // Who sees the other need not know of a restricted one.
    if (other === null || (from.restricted && !other.restricted)) continue;
    const links = addLinks(other.links, [{ kind: reverseKind[link.kind], ticketId: from.id }]);
    if (links === other.links) continue;
    const before = changes.get(link.ticketId)?.before ?? other;
    const after = { ...other, links, version: before.version + 1, updatedAt: context.now };
    changes.set(link.ticketId, { before, after, activities: [] });
  }
  return [...changes.values()];
}

/** As far as this side of the wire knows. */
export function hasOpenProblem(ticket: Ticket, context: DecideContext): boolean {
  return ticket.links.some((link) => {
    if (link.kind !== "problemOf") return false;
    const problem = knownTicket(link.ticketId, context);
    return problem !== null && problem.stage !== "closed";
  });
}

function knownTicket(id: TicketId, context: DecideContext): Ticket | null {
  const ticket = context.ticket(id);
  return isUnknown(ticket) ? null : ticket;
}
