/** Is it still worth saying? Asked in the moment before a notification is sent, of the ticket as it is then. */
import { isInSight, type Viewer } from "../../core/access";
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { ToldId } from "../../core/workflow/decision";

export interface Notice {
  /** The action told of. */
  readonly kind: string;
  readonly as: readonly ToldId[];
  /** The principals for whom a delegate is told; absent in entries written by an older server. */
  readonly insteadOf?: readonly AccountId[];
}

export type Listener = Viewer & { readonly active: boolean };

const assignments: readonly string[] = ["assignHandler", "assignInvestigator", "returnToInvestigate"];
const assignees: readonly ToldId[] = ["handler", "investigator"];

/**
 * False when the person may no longer see the ticket; when it says "this is yours now" and it is theirs no longer;
 * when it asks for a vote that is given or no longer wanted.
 */
export function isStillWorthSaying(notice: Notice, ticket: Ticket | null, person: Listener): boolean {
  if (ticket === null || !person.active || !isInSight(ticket, person)) return false;
  const concerned = [person.id, ...(notice.insteadOf ?? [])];
  const onlyAs = (ids: readonly ToldId[]): boolean =>
    notice.as.length > 0 && notice.as.every((id) => ids.includes(id));
  if (assignments.includes(notice.kind) && onlyAs(assignees)) {
    return ticket.holderId !== null && concerned.includes(ticket.holderId) && ticket.stage !== "closed";
  }
  // Nobody is called about a review that was decided meanwhile.
  if (notice.kind === "reviewClimb" && ticket.review === null) return false;
  if (onlyAs(["reviewers"])) {
    return (
      ticket.review?.reviewers.some(
        (reviewer) => concerned.includes(reviewer.accountId) && reviewer.vote === null,
      ) ?? false
    );
  }
  return true;
}
