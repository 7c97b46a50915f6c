/**
 * Who may see a ticket and whose phones hold it (SYNC R8). A scope is a text: `desk` and `staff` for the directory,
 * `g:<groupId>` and `p:<accountId>` for tickets. The database computes the same scopes in a trigger
 * (prisma/migrations, ticket_direct_scopes); a test of the server holds the two equal.
 */
import type { Role } from "./directory/directory";
import type { AccountId, GroupId } from "./ids";
import type { Ticket } from "./tickets/ticket";

export interface Viewer {
  readonly id: AccountId;
  readonly role: Role;
  /** The groups the viewer is a member or lead of. */
  readonly groupIds: readonly GroupId[];
}

/** The scopes a ticket belongs to by itself: its groups and the people on it; sorted, without repeats. */
export function directScopes(ticket: Ticket): readonly string[] {
  const groupIds = [...ticket.ownerGroupIds, ticket.assignedGroupId, ticket.change?.reviewGroupId ?? null];
  const reviewerIds = ticket.review?.reviewers.map((reviewer) => reviewer.accountId) ?? [];
  const accountIds = [
    ticket.openerId,
    ticket.reportedById,
    ticket.holderId,
    ticket.investigatorId,
    ...reviewerIds,
  ];
  const scopes = new Set<string>();
  for (const id of groupIds) if (id !== null) scopes.add(`g:${id}`);
  for (const id of accountIds) if (id !== null) scopes.add(`p:${id}`);
  return [...scopes].sort();
}

/**
 * What gives a viewer sight of the restricted, and what their phone reads by itself; sorted. Known errors (`staff`)
 * hold the words of problems: not for requesters.
 */
export function scopesOf(viewer: Viewer): readonly string[] {
  if (viewer.role === "requester") return ["desk", `p:${viewer.id}`];
  return ["desk", ...viewer.groupIds.map((id) => `g:${id}`).sort(), `p:${viewer.id}`, "staff"];
}

/** Somebody whom the viewer stands in for now. */
export interface Principal {
  readonly id: AccountId;
  readonly groupIds: readonly GroupId[];
}

/**
 * The scopes a viewer's phone reads: their own, and those of the people they act and vote for, so that they can do it
 * offline too. It lends no sight: what is restricted to a principal stays out.
 */
export function holdingScopes(viewer: Viewer, principals: readonly Principal[]): readonly string[] {
  const own = scopesOf(viewer);
  if (viewer.role === "requester") return own;
  const lent = principals.flatMap(({ id, groupIds }) => [
    ...groupIds.map((group) => `g:${group}`),
    `p:${id}`,
  ]);
  return [...own, ...[...new Set(lent)].filter((scope) => !own.includes(scope)).sort()];
}

/**
 * Sight: requesters see what they opened or what names them as reportedBy; agents see the desk's, but of the
 * restricted only those of their groups or with them on it; administrators see all.
 */
export function isInSight(ticket: Ticket, viewer: Viewer): boolean {
  if (viewer.role === "admin") return true;
  if (ticket.openerId === viewer.id || ticket.reportedById === viewer.id) return true;
  if (viewer.role === "requester") return false;
  if (!ticket.restricted) return true;
  const scopes = scopesOf(viewer);
  return directScopes(ticket).some((scope) => scopes.includes(scope));
}
