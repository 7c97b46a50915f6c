/**
 * In which relations a person stands to a ticket, and so whether a row lets them act. Delegates stand in their
 * principals' relations too; administrators have a lead's everywhere, but never a reviewer's by that. What this side
 * does not know (SYNC A8) lets pass: the server judges again with everything known.
 */
import { isInSight } from "../access";
import { isActive, isStaff, principalsOf, roleIn } from "../directory/people";
import { type AccountId, type GroupId, systemOpenerId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { type Actor, type DecideContext, isUnknown } from "./decision";
import type { WhoCondition, WhoWord } from "./row";
import type { TableRow } from "./table";
import type { Relation } from "./vocabulary";

/** `insteadOf`: the principal whose right it was; null when it was the actor's own. */
export interface Grant {
  readonly insteadOf: AccountId | null;
}

/** The actor first, then those they may act for; nobody for the system. */
export function personasOf(context: DecideContext): readonly AccountId[] {
  const { id } = context.actor;
  return id === "system" ? [] : [id, ...principalsOf(id, context)];
}

/** Why a row lets the actor act on the ticket as it is; null when it does not. */
export function grantOf(
  row: Pick<TableRow, "who">,
  ticket: Ticket | null,
  context: DecideContext,
): Grant | null {
  const isGiven = (isIn: (word: WhoWord) => boolean): boolean =>
    row.who.some(
      ({ word, conditions }) =>
        isIn(word) && (conditions.length === 0 || conditions.some((one) => holds(one, ticket, context))),
    );
  if (context.actor.id === "system") return isGiven((word) => word === "system") ? { insteadOf: null } : null;
  for (const persona of personasOf(context)) {
    if (!isGiven((word) => isIn(word, persona, ticket, context))) continue;
    return { insteadOf: persona === context.actor.id ? null : persona };
  }
  return null;
}

/** False for accounts that are inactive or nobody. */
export function mayAct(actor: Actor, context: DecideContext): boolean {
  return actor.id === "system" || isActive(actor.id, context);
}

/** A9: whether the actor may see the ticket. Sight is not lent: a delegate sees of the restricted what they see anyway. */
export function isVisible(ticket: Ticket, context: DecideContext): boolean {
  if (context.actor.id === "system") return true;
  const { id: actorId, role } = context.actor;
  const groupIds = groupsOf(ticket).filter((id) => roleIn(id, actorId, context) !== null);
  return role !== "system" && isInSight(ticket, { id: actorId, role, groupIds });
}

function groupsOf(ticket: Ticket): readonly GroupId[] {
  const ids = [...ticket.ownerGroupIds, ticket.assignedGroupId, ticket.change?.reviewGroupId ?? null];
  return ids.filter((id) => id !== null);
}

/** The words of a row's `who` as the relations that a person reads when they may not. */
export function relationsOf(row: Pick<TableRow, "who">): readonly Relation[] {
  return [...new Set(row.who.map((term) => relationByWord[term.word]))];
}

const relationByWord: Readonly<Record<WhoWord, Relation>> = {
  anyone: "anyone",
  agent: "agent",
  system: "system",
  lead: "lead",
  member: "member",
  ownerLead: "ownerLead",
  opener: "opener",
  handler: "holder",
  investigator: "holder",
  implementer: "holder",
  changeGroup: "changeGroup",
  reviewers: "reviewer",
};

function roleOf(persona: AccountId, context: DecideContext): "requester" | "agent" | "admin" {
  if (persona === context.actor.id && context.actor.role !== "system") return context.actor.role;
  const person = context.person(persona);
  return isUnknown(person) ? "agent" : (person?.role ?? "requester");
}

function isIn(word: WhoWord, persona: AccountId, ticket: Ticket | null, context: DecideContext): boolean {
  if (word === "system") return false;
  if (word === "anyone") return true;
  const role = roleOf(persona, context);
  if (word === "agent") return role !== "requester";
  if (ticket === null) return false;
  const inGroup = (id: GroupId | null) => roleIn(id, persona, context);
  switch (word) {
    case "lead":
      return role === "admin" || isLead(inGroup(ticket.assignedGroupId));
    case "member":
      return isMember(inGroup(ticket.assignedGroupId));
    case "ownerLead":
      return role === "admin" || ticket.ownerGroupIds.some((id) => isLead(inGroup(id)));
    case "changeGroup":
      return role === "admin" || inGroup(ticket.assignedGroupId) !== null;
    case "opener":
      return ticket.openerId === persona;
    case "handler":
    case "investigator":
    case "implementer":
      return holderWord(ticket) === word && ticket.holderId === persona && isStaff(persona, context);
    case "reviewers":
      return ticket.review?.reviewers.some((reviewer) => reviewer.accountId === persona) ?? false;
  }
}

function isLead(role: ReturnType<typeof roleIn>): boolean {
  return role === "lead" || role === "unknown";
}

function isMember(role: ReturnType<typeof roleIn>): boolean {
  return role === "member" || role === "unknown";
}

/** What the one person who acts is called there. */
function holderWord(ticket: Ticket): WhoWord {
  if (ticket.flow === "incident") return "handler";
  if (ticket.flow === "problem") return ticket.stage === "investigate" ? "investigator" : "handler";
  return "implementer";
}

function holds(condition: WhoCondition, ticket: Ticket | null, context: DecideContext): boolean {
  if (ticket === null) return false;
  switch (condition) {
    case "untaken":
      return isUntaken(ticket);
    case "event":
      return ticket.openerId === systemOpenerId;
    case "recovery":
      return ticket.openerId === systemOpenerId && isUntouched(ticket);
    case "eradicatedProblem":
      return waitsForEradicated(ticket, context);
  }
}

/** Nobody ever held it or closed it: `returnCount` and `closure` outlive a return and a reopening. */
function isUntaken(ticket: Ticket): boolean {
  return ticket.holderId === null && ticket.returnCount === 0 && ticket.closure === null;
}

/**
 * As far as the ticket tells: one that recovered before and reopened by its event was closed by nobody. Whoever resolves
 * by an event has looked at the timeline for the rest (events/judge-event.ts).
 */
function isUntouched(ticket: Ticket): boolean {
  return isUntaken(ticket.closure?.code === "recovered" ? { ...ticket, closure: null } : ticket);
}

function waitsForEradicated(ticket: Ticket, context: DecideContext): boolean {
  if (ticket.hold?.reason !== "problem" || ticket.hold.ticketId === null) return false;
  const problem = context.ticket(ticket.hold.ticketId);
  return isUnknown(problem) || problem?.outcome === "eradicated";
}
