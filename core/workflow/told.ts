/** Who is told of an action: the row's ids made into accounts. Everyone once a ticket, the S reasons winning. */
import { delegatesOf, isActive, leadsOf, membersOf } from "../directory/people";
import type { AccountId, GroupId, TicketId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown, type Told, type ToldId } from "./decision";
import { hasNoInvestigator } from "./effects";
import type { TellCondition } from "./row";
import type { TableRow } from "./table";

export interface ToldInput {
  readonly row: TableRow;
  readonly before: Ticket | null;
  readonly after: Ticket;
  /** The problem that raiseProblem opened. */
  readonly problem: Ticket | null;
  /** The incidents that eradicate resolved. */
  readonly resolved: readonly Ticket[];
  readonly bySystem: boolean;
  readonly context: DecideContext;
}

export function toldOf(input: ToldInput): readonly Told[] {
  return input.row.told.flatMap(({ word, conditions, source }) => {
    const [condition] = conditions;
    if (condition !== undefined && !holds(condition, input)) return [];
    const ticketId = condition === "problem" ? (input.problem?.id ?? input.after.id) : input.after.id;
    return tell(accountsOf(word, condition, input), word, source, ticketId);
  });
}

export function tell(
  accountIds: readonly AccountId[],
  as: ToldId,
  source: Told["source"],
  ticketId: TicketId,
): readonly Told[] {
  return accountIds.map((accountId) => ({ accountId, ticketId, as: [as], source }));
}

/** Delegates beside their principals, the inactive and the one who acted left out, each account once a ticket. */
export function mergeTold(told: readonly Told[], context: DecideContext): readonly Told[] {
  const merged = new Map<string, Told>();
  for (const one of told) {
    for (const accountId of [one.accountId, ...delegatesOf(one.accountId, context)]) {
      if (accountId === context.actor.id || !isActive(accountId, context)) continue;
      const key = `${accountId} ${one.ticketId}`;
      const sofar = merged.get(key);
      const principals = accountId === one.accountId ? [] : [one.accountId];
      const insteadOf = [...new Set([...(sofar?.insteadOf ?? []), ...principals])];
      merged.set(key, {
        accountId,
        ticketId: one.ticketId,
        as: [...new Set([...(sofar?.as ?? []), ...one.as])],
        source: sofar?.source === "S" ? "S" : one.source,
        ...(insteadOf.length > 0 ? { insteadOf } : {}),
      });
    }
  }
  return [...merged.values()];
}

function holds(condition: TellCondition, { before, after, context, problem, bySystem }: ToldInput): boolean {
  switch (condition) {
    case "thirdReturn":
      return after.returnCount === 3;
    case "waitedFor":
      return (after.hold ?? before?.hold)?.reason === "opener";
    case "bySystem":
      return bySystem;
    case "noInvestigator":
      return hasNoInvestigator(before, context);
    case "problem":
      return problem !== null;
    case "previous":
    case "new":
    case "waitingIncidents":
      return true;
  }
}

function accountsOf(
  word: ToldId,
  condition: TellCondition | undefined,
  input: ToldInput,
): readonly AccountId[] {
  const { before, after, context } = input;
  const about = condition === "problem" && input.problem !== null ? input.problem : after;
  switch (word) {
    case "ownerGroups":
      return about.ownerGroupIds.flatMap((id) => membersOf(id, context));
    case "assignedGroup":
    case "newGroup":
    case "changeGroup":
      return groupOrAdmins(about.assignedGroupId, context);
    case "leads":
      return leadsOf(about.assignedGroupId, context);
    case "opener":
      return [about.openerId, ...one(about.reportedById)];
    case "handler":
    case "implementer":
      return one(about.holderId);
    case "investigator":
      return one(about.investigatorId);
    case "reviewers":
      return about.review?.reviewers.map((reviewer) => reviewer.accountId) ?? [];
    case "holder":
      if (condition === "previous") return one(before?.holderId ?? null);
      if (condition === "waitingIncidents") return input.resolved.flatMap((ticket) => one(ticket.holderId));
      return one(about.holderId);
  }
}

function one(id: AccountId | null): readonly AccountId[] {
  return id === null ? [] : [id];
}

/** A ticket that no group got: the administrators are told, and the timeline warns. */
function groupOrAdmins(groupId: GroupId | null, context: DecideContext): readonly AccountId[] {
  if (groupId !== null) return membersOf(groupId, context);
  const admins = context.admins();
  return isUnknown(admins) ? [] : admins;
}
