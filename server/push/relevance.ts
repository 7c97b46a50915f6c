/** Is it still worth saying? Asked in the moment before a notification is sent, of the ticket as it is then. */
import { isInSight, type Viewer } from "../../core/access";
import type { AccountId } from "../../core/ids";
import { isOfResponse, isSlaAlarm } from "../../core/sla/alarm-kinds";
import type { Ticket } from "../../core/tickets/ticket";
import type { ToldId } from "../../core/workflow/decision";
import type { Stage } from "../../core/workflow/vocabulary";

export interface Notice {
  /** The action told of. */
  readonly kind: string;
  readonly as: readonly ToldId[];
  /** Of the ticket, after the action. */
  readonly stage: Stage;
  readonly revision: number;
  /** The principals for whom a delegate is told; absent in entries written by an older server. */
  readonly insteadOf?: readonly AccountId[];
  /** Of an assignment that climbed: who left it untouched. */
  readonly holderId?: AccountId;
}

export type Listener = Viewer & { readonly active: boolean };

const assignments: readonly string[] = ["assignHandler", "assignInvestigator", "returnToInvestigate"];
const assignees: readonly ToldId[] = ["handler", "investigator"];

/**
 * False when the person may no longer see the ticket; when it says "this is yours now" and it is theirs no longer;
 * when it asks for a vote that is given or no longer wanted; when it tells of what moved on since.
 */
export function isStillWorthSaying(notice: Notice, ticket: Ticket | null, person: Listener): boolean {
  if (ticket === null || !person.active || !isInSight(ticket, person)) return false;
  const concerned = [person.id, ...(notice.insteadOf ?? [])];
  const isAssignment = notice.as.length > 0 && notice.as.every((id) => assignees.includes(id));
  if (assignments.includes(notice.kind) && isAssignment) {
    return ticket.holderId !== null && concerned.includes(ticket.holderId) && ticket.stage !== "closed";
  }
  // Resolved, handed over or returned meanwhile: it is not theirs any more, or not where it was.
  if (notice.kind === "assignmentClimb") {
    return ticket.holderId !== null && ticket.holderId === notice.holderId && ticket.stage === notice.stage;
  }
  // Monitoring said so of what was open then; nobody is woken for what is over.
  if (notice.kind === "eventUpdate" || notice.kind === "eventFlapping") return ticket.stage !== "closed";
  // Answered or resolved meanwhile, perhaps in time and only known late (T1).
  if (isSlaAlarm(notice.kind)) {
    const isAnswered = isOfResponse(notice.kind) && ticket.clock?.respondedAt != null;
    return ticket.stage !== "closed" && !isAnswered;
  }
  // A review that is entered again under a new revision is another one.
  const isSameReview = ticket.stage === notice.stage && ticket.revision === notice.revision;
  const review = isSameReview ? ticket.review : null;
  // Nobody is called about a review that was decided meanwhile.
  if (notice.kind === "reviewClimb") return review !== null;
  // As in the inbox (sync/sql/write.sql), a request that is news for another reason too goes as a whole.
  if (notice.as.includes("reviewers")) {
    return (
      review?.reviewers.some(
        (reviewer) => concerned.includes(reviewer.accountId) && reviewer.vote === null,
      ) ?? false
    );
  }
  return true;
}
