/** 核准, 駁回: one reviewer's vote, and the step that it decides (WORKFLOWS.md, Reviews; SYNC A6). */
import type { AccountId } from "../ids";
import type { Action, ActionArgs } from "../sync/protocol";
import type { Review, Reviewer, Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import { applyRow, change } from "./apply";
import type { DecideContext, Decision } from "./decision";
import { needsRefusal, readArgs } from "./needs";
import { type Refusal, refuse } from "./refusal";
import { grantOf, personasOf, relationsOf } from "./relations";
import { castVote, isReviewStage, judgeReview, seatOf } from "./review";
import type { Table, TableRow } from "./table";
import { attachmentsOf, wordsOf } from "./words";

export interface VoteInput {
  /** As stored, and with its reviewers as of now. */
  readonly stored: Ticket;
  readonly ticket: Ticket;
  readonly action: Action;
  readonly context: DecideContext;
}

export function isVote(row: TableRow): boolean {
  return row.action === "approve" || row.action === "reject";
}

export function decideVote(
  table: Table,
  row: TableRow,
  input: VoteInput,
): Exclude<Decision, { kind: "returned" }> | Refusal {
  const { stored, ticket, action, context } = input;
  const { review } = ticket;
  if (review === null || !isReviewStage(ticket.stage)) return refuse("stage.moved", { since: ticket.last });
  // Who stands in for nobody any more has given a vote all the same, and is told that, not that nobody asked.
  const mayVoteNow = grantOf(row, ticket, context) !== null || hasVoted(review, context.actor.id);
  const seat = mayVoteNow ? seatOf(review, ticket, personasOf(context), context) : null;
  if (seat === null) return refuse("review.notAsked", { whoMay: relationsOf(row), since: ticket.last });
  if (action.baseRevision !== ticket.revision) return refuse("review.revision", { since: ticket.last });
  const args = readArgs(row, action.args);
  const missing = needsRefusal(row, ticket, args, context);
  if (missing !== null) return missing;
  const approve = row.action === "approve";
  if (seat.vote !== null) {
    const standing = judgeReview(review);
    // Whom the rule still waited for was deactivated since: what was cast is enough now.
    if (standing !== "open") return conclude(table, row, standing, { ...input, args, seat });
    return seat.vote.approve === approve ? { kind: "superseded", by: ticket.last } : refuse("review.voted");
  }

  const vote = {
    approve,
    reason: args.reason?.trim() ?? "",
    revision: ticket.revision,
    at: context.occurredAt,
    ...(context.actor.id === seat.accountId || context.actor.id === "system" ? {} : { by: context.actor.id }),
  };
  const votes = castVote(review, seat, vote);
  const voted: Ticket = { ...ticket, review: votes };
  const judged = judgeReview(votes);
  if (judged !== "open") return conclude(table, row, judged, { ...input, ticket: voted, args, seat });
  const activity = createActivity(action, context, {
    ticketId: ticket.id,
    insteadOf: principalOf(seat, context),
    fromStage: ticket.stage,
    toStage: ticket.stage,
    text: wordsOf(args),
    details: present({ approve, revision: ticket.revision, attachments: attachmentsOf(args) }),
  });
  const after = { ...voted, version: ticket.version + 1, updatedAt: context.now };
  return { kind: "applied", changes: [change(stored, after, [activity])], told: [] };
}

/** The review is decided. The last vote may decide otherwise than it says: an approval cannot save what enough have rejected. */
function conclude(
  table: Table,
  row: TableRow,
  judged: "approved" | "rejected",
  input: VoteInput & { readonly args: ActionArgs; readonly seat: Reviewer },
): Exclude<Decision, { kind: "returned" }> | Refusal {
  const { seat, context, ticket, ...rest } = input;
  const deciding = table.find(ticket, judged === "approved" ? "approve" : "reject") ?? row;
  const details = present({ approve: row.action === "approve", revision: ticket.revision });
  const insteadOf = principalOf(seat, context);
  return applyRow({ ...rest, table, row: deciding, ticket, context, insteadOf, details });
}

function hasVoted({ reviewers }: Review, actor: DecideContext["actor"]["id"]): boolean {
  return reviewers.some(({ vote }) => vote?.by === actor);
}

function principalOf(seat: Reviewer, context: DecideContext): AccountId | null {
  return seat.accountId === context.actor.id ? seat.insteadOf : seat.accountId;
}
