/**
 * A reviewer was deactivated before voting (WORKFLOWS.md, Reviews): their delegate takes the place, else they are
 * removed, and what the votes amount to is judged again. Then it is the system that decides. A review that nobody is
 * left to give is rejected: it can never be approved, and whoever planned the change asks another group.
 */
import { type AccountId, type ActionId, type ClientId, deriveId } from "../ids";
import type { Action } from "../sync/protocol";
import type { Activity, Review, Reviewer, Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import { applyRow, change } from "./apply";
import { table } from "./decide";
import type { DecideContext, Decision } from "./decision";
import { judgeReview, refreshReview } from "./review";
import { mergeTold, tell } from "./told";
import { newestVersion } from "./upcast";

/** The lines say so (core/messages, `ticket.reviewerLeft`, `ticket.reviewerOut`). */
const reviewerLeftCode = "reviewerLeft";

/** Nobody's client: the system sends nothing. */
const noClientId = "00000000-0000-0000-0000-000000000000" as ClientId;

export interface Rejudged {
  /** Null: still open, its reviewers are others. */
  readonly decided: "approve" | "reject" | null;
  readonly decision: Extract<Decision, { kind: "applied" }>;
}

/**
 * Null: no reviewer left, nothing changes. `context.actor` is the system. Each reviewer who left has a line of their
 * own; the lines take `actionId` and the ids derived from it, at most one a reviewer and one more.
 */
export function rejudgeReview(stored: Ticket, actionId: ActionId, context: DecideContext): Rejudged | null {
  const ticket = refreshReview(stored, context);
  if (ticket === stored || ticket.review === null) return null;
  const standing = ticket.review.reviewers.length === 0 ? "rejected" : judgeReview(ticket.review);
  if (standing === "open") {
    return { decided: null, decision: replaceReviewers(stored, ticket, actionId, context) };
  }
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
  if (applied.kind !== "applied") return null;
  const [own, ...others] = applied.changes;
  if (own === undefined) return null;
  const lines = leavingLines(stored, ticket, actionId, 1, context);
  const changes = [change(own.before, own.after, [...own.activities, ...lines]), ...others];
  return { decided, decision: { ...applied, changes } };
}

function replaceReviewers(
  stored: Ticket,
  ticket: Ticket,
  actionId: ActionId,
  context: DecideContext,
): Rejudged["decision"] {
  const after = { ...ticket, version: ticket.version + 1, updatedAt: context.now };
  const asked = reviewerIds(after.review).filter((id) => !reviewerIds(stored.review).includes(id));
  const told = mergeTold(tell(asked, "reviewers", "S", ticket.id), context);
  return {
    kind: "applied",
    changes: [change(stored, after, leavingLines(stored, ticket, actionId, 0, context))],
    told,
  };
}

/** Who left, and who takes their place: one line each, from the `first` further row of the action on. */
function leavingLines(
  stored: Ticket,
  ticket: Ticket,
  actionId: ActionId,
  first: number,
  context: DecideContext,
): readonly Activity[] {
  const before = stored.review?.reviewers ?? [];
  const seated = reviewerIds(ticket.review);
  const joined = (ticket.review?.reviewers ?? []).filter(
    ({ accountId }) => !reviewerIds(stored.review).includes(accountId),
  );
  return before
    .filter(({ accountId }) => !seated.includes(accountId))
    .map((left, index) => {
      const number = first + index;
      return createActivity(systemAction(ticket, "workNote", actionId, context), context, {
        id: number === 0 ? actionId : deriveId(actionId, number),
        ticketId: ticket.id,
        fromStage: stored.stage,
        toStage: stored.stage,
        text: "",
        details: detailsOf(left, joined),
      });
    });
}

/** The successor sits in the same principal's place: as their delegate, or as themselves again. */
function detailsOf(left: Reviewer, joined: readonly Reviewer[]): Activity["details"] {
  const principal = left.insteadOf ?? left.accountId;
  const successor = joined.find((one) => one.insteadOf === principal || one.accountId === principal);
  return present({
    code: reviewerLeftCode,
    fromPersonId: left.accountId,
    personId: successor?.accountId,
  });
}

function reviewerIds(review: Review | null): readonly AccountId[] {
  return review?.reviewers.map((reviewer) => reviewer.accountId) ?? [];
}

function systemAction(
  ticket: Ticket,
  type: "approve" | "reject" | "workNote",
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
