/**
 * A reviewer was deactivated before voting (WORKFLOWS.md, Reviews): their delegate takes the place, else they are
 * removed, and what the votes amount to is judged again. Then it is the system that decides. A review that nobody is
 * left to give is rejected: it can never be approved, and whoever planned the change asks another group.
 */
import type { AccountId, ActionId, ClientId } from "../ids";
import type { Action } from "../sync/protocol";
import type { Review, Ticket } from "../tickets/ticket";
import { applyRow, change } from "./apply";
import { table } from "./decide";
import type { DecideContext, Decision } from "./decision";
import { judgeReview, refreshReview } from "./review";
import { mergeTold, tell } from "./told";
import { newestVersion } from "./upcast";

/** The line says so (core/messages, `ticket.reviewerLeft`). */
const reviewerLeftCode = "reviewerLeft";

/** Nobody's client: the system sends nothing. */
const noClientId = "00000000-0000-0000-0000-000000000000" as ClientId;

export interface Rejudged {
  /** Null: still open, its reviewers are others. */
  readonly decided: "approve" | "reject" | null;
  readonly decision: Extract<Decision, { kind: "applied" }>;
}

/** Null: no reviewer left, nothing changes. `context.actor` is the system. */
export function rejudgeReview(stored: Ticket, actionId: ActionId, context: DecideContext): Rejudged | null {
  const ticket = refreshReview(stored, context);
  if (ticket === stored || ticket.review === null) return null;
  const standing = ticket.review.reviewers.length === 0 ? "rejected" : judgeReview(ticket.review);
  if (standing === "open") return { decided: null, decision: replaceReviewers(stored, ticket, context) };
  const decided = standing === "approved" ? "approve" : "reject";
  const row = table.find(ticket, decided);
  if (row === null) return null;
  const applied = applyRow({
    table,
    row,
    stored,
    ticket,
    action: systemAction(ticket, decided, actionId, context),
    args: {},
    insteadOf: null,
    context,
    details: { code: reviewerLeftCode, approve: standing === "approved", revision: ticket.revision },
  });
  return applied.kind === "applied" ? { decided, decision: applied } : null;
}

function replaceReviewers(stored: Ticket, ticket: Ticket, context: DecideContext): Rejudged["decision"] {
  const after = { ...ticket, version: ticket.version + 1, updatedAt: context.now };
  const asked = reviewerIds(after.review).filter((id) => !reviewerIds(stored.review).includes(id));
  const told = mergeTold(tell(asked, "reviewers", "S", ticket.id), context);
  return { kind: "applied", changes: [change(stored, after, [])], told };
}

function reviewerIds(review: Review | null): readonly AccountId[] {
  return review?.reviewers.map((reviewer) => reviewer.accountId) ?? [];
}

function systemAction(
  ticket: Ticket,
  type: "approve" | "reject",
  actionId: ActionId,
  context: DecideContext,
): Action {
  return {
    clientId: noClientId,
    seq: 0,
    actionId,
    type,
    typeVersion: newestVersion(type),
    ticketId: ticket.id,
    baseRevision: ticket.revision,
    args: {},
    occurredAt: context.occurredAt,
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
  };
}
