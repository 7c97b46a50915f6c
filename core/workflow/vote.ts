/** 核准, 駁回: one reviewer's vote, and the step that it decides (WORKFLOWS.md, Reviews; SYNC A6). */
import type { Action } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import { applyRow, change } from "./apply";
import type { DecideContext, Decision } from "./decision";
import { needsRefusal, readArgs } from "./needs";
import { type Refusal, refuse } from "./refusal";
import { grantOf, personasOf, relationsOf } from "./relations";
import { castVote, isReviewStage, judgeReview, seatOf } from "./review";
import type { Table, TableRow } from "./table";
import { wordsOf } from "./words";

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
  const seat =
    grantOf(row, ticket, context) === null ? null : seatOf(review, ticket, personasOf(context), context);
  if (seat === null) return refuse("review.notAsked", { whoMay: relationsOf(row), since: ticket.last });
  if (action.baseRevision !== ticket.revision) return refuse("review.revision", { since: ticket.last });
  const args = readArgs(row, action.args);
  const missing = needsRefusal(row, ticket, args, context);
  if (missing !== null) return missing;
  const approve = row.action === "approve";
  if (seat.vote !== null) {
    return seat.vote.approve === approve ? { kind: "superseded", by: ticket.last } : refuse("review.voted");
  }

  const vote = {
    approve,
    reason: args.reason?.trim() ?? "",
    revision: ticket.revision,
    at: context.occurredAt,
  };
  const votes = castVote(review, seat, vote);
  const voted: Ticket = { ...ticket, review: votes };
  const insteadOf = seat.accountId === context.actor.id ? seat.insteadOf : seat.accountId;
  const judged = judgeReview(votes);
  const details = present({ approve, revision: ticket.revision });
  if (judged === "open") {
    const activity = createActivity(action, context, {
      ticketId: ticket.id,
      insteadOf,
      fromStage: ticket.stage,
      toStage: ticket.stage,
      text: wordsOf(args),
      details,
    });
    const after = { ...voted, version: ticket.version + 1, updatedAt: context.now };
    return { kind: "applied", changes: [change(stored, after, [activity])], told: [] };
  }
  // The last vote may decide otherwise than it says: an approval cannot save what enough have rejected.
  const deciding = table.find(ticket, judged === "approved" ? "approve" : "reject") ?? row;
  return applyRow({ table, row: deciding, stored, ticket: voted, action, args, insteadOf, context, details });
}
