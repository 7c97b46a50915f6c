/**
 * Reviews (WORKFLOWS.md, Reviews). A review is a snapshot of its reviewers, taken when its stage is entered; each
 * votes once, on the revision they read; it is decided as soon as it is certain.
 */
import { delegatesOf, delegatesOfInactive, isActive, membersOf } from "../directory/people";
import type { AccountId } from "../ids";
import type { Review, Reviewer, Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown } from "./decision";
import type { ReviewRule, ReviewStage, Stage } from "./vocabulary";

export function isReviewStage(stage: Stage): stage is ReviewStage {
  return stage === "preDevReview" || stage === "preLaunchReview" || stage === "closingReview";
}

/**
 * What the administrators chose for the stage, ANY by default. A launch of high risk asks all whatever they chose, and
 * one of an emergency always anyone.
 */
export function reviewRule(
  ticket: Ticket,
  stage: ReviewStage,
  context: Pick<DecideContext, "parameters">,
): ReviewRule {
  if (stage === "preLaunchReview" && ticket.flow === "emergency") return { kind: "any" };
  if (stage === "preLaunchReview" && ticket.change?.risk === "high") return { kind: "all" };
  const parameters = context.parameters();
  const chosen = isUnknown(parameters) ? undefined : parameters.review_rules?.[stage];
  return chosen ?? { kind: "any" };
}

/**
 * The review that begins when the ticket, as it will be, enters the stage; null when there would be fewer reviewers
 * than the rule needs. Without knowing the group (SYNC A8) it has no reviewers yet.
 */
export function beginReview(
  ticket: Ticket,
  stage: ReviewStage,
  context: DecideContext,
  rule: ReviewRule = reviewRule(ticket, stage, context),
): Review | null {
  const groupId = ticket.change?.reviewGroupId ?? null;
  if (groupId === null) return isUnknown(context.parameters()) ? { stage, rule, reviewers: [] } : null;
  if (isUnknown(context.group(groupId))) return { stage, rule, reviewers: [] };
  const reviewers = snapshot(ticket, membersOf(groupId, context), context);
  return reviewers.length < votesNeeded(rule) ? null : { stage, rule, reviewers };
}

function votesNeeded(rule: ReviewRule): number {
  return rule.kind === "atLeast" ? rule.count : 1;
}

/** Delegates stand in place of the absent; who has a part in the change is left out. */
function snapshot(
  ticket: Ticket,
  members: readonly AccountId[],
  context: DecideContext,
): readonly Reviewer[] {
  const parties = partiesOf(ticket);
  const excluded = barredFromStandingIn(ticket, context);
  const reviewers = new Map<AccountId, Reviewer>();
  const candidates = members.filter((id) => !parties.has(id));
  const absent = new Map<AccountId, AccountId>();
  for (const id of candidates) {
    const delegate = delegatesOf(id, context).find((one) => !excluded.has(one));
    if (delegate === undefined) reviewers.set(id, { accountId: id, insteadOf: null, vote: null });
    else absent.set(id, delegate);
  }
  for (const [principal, delegate] of absent) {
    // Someone who reviews already stands in for nobody.
    if (reviewers.has(delegate)) continue;
    reviewers.set(delegate, { accountId: delegate, insteadOf: principal, vote: null });
  }
  return [...reviewers.values()];
}

/**
 * Four eyes: the opener, the implementer, and who acted in their place. Being their delegate alone takes nobody's own
 * seat away: else an opener would choose who judges, by naming the others delegates.
 */
function partiesOf({ openerId, holderId, change }: Ticket): ReadonlySet<AccountId> {
  return new Set([openerId, ...(holderId === null ? [] : [holderId]), ...(change?.standIns ?? [])]);
}

/** Nor may their delegates judge in somebody else's place. */
function barredFromStandingIn(ticket: Ticket, context: DecideContext): ReadonlySet<AccountId> {
  const parties = [...partiesOf(ticket)];
  return new Set(parties.flatMap((id) => [id, ...delegatesOf(id, context)]));
}

export interface StandIn {
  readonly accountId: AccountId;
  /** The reviewers whose votes they may give. */
  readonly insteadOf: readonly AccountId[];
}

/** The delegates of the reviewers who have not voted, as far as four eyes and one vote a person let them vote. */
export function standInsOf(ticket: Ticket, context: DecideContext): readonly StandIn[] {
  const barred = new Set([
    ...barredFromStandingIn(ticket, context),
    ...(ticket.review === null ? [] : votersOf(ticket.review)),
  ]);
  const standIns = new Map<AccountId, AccountId[]>();
  for (const { accountId, vote } of ticket.review?.reviewers ?? []) {
    if (vote !== null) continue;
    for (const delegate of delegatesOf(accountId, context)) {
      if (!barred.has(delegate)) standIns.set(delegate, [...(standIns.get(delegate) ?? []), accountId]);
    }
  }
  return [...standIns].map(([accountId, insteadOf]) => ({ accountId, insteadOf }));
}

/** Who has a seat, or gave a vote in somebody's place: one person has one vote, else one could be all that ALL asks. */
function votersOf({ reviewers }: Review): readonly AccountId[] {
  return reviewers.flatMap(({ accountId, vote }) =>
    vote?.by === undefined ? [accountId] : [accountId, vote.by],
  );
}

/**
 * The reviewer whose vote the actor gives: the one they gave before, else their own, else one they act for who has not
 * voted yet. Null: not asked. Four eyes holds for the delegate of a reviewer too.
 */
export function seatOf(
  review: Review,
  ticket: Ticket,
  personas: readonly AccountId[],
  context: DecideContext,
): Reviewer | null {
  const [self] = personas;
  if (self === undefined || partiesOf(ticket).has(self)) return null;
  const given = review.reviewers.find(({ vote }) => vote?.by === self);
  const own = review.reviewers.find(({ accountId }) => accountId === self);
  if (given !== undefined || own !== undefined) return given ?? own ?? null;
  if (barredFromStandingIn(ticket, context).has(self)) return null;
  const seats = personas.flatMap((id) => review.reviewers.filter((reviewer) => reviewer.accountId === id));
  return seats.find((seat) => seat.vote === null) ?? seats[0] ?? null;
}

export function castVote(review: Review, seat: Reviewer, vote: NonNullable<Reviewer["vote"]>): Review {
  const reviewers = review.reviewers.map((reviewer) =>
    reviewer.accountId === seat.accountId ? { ...reviewer, vote } : reviewer,
  );
  return { ...review, reviewers };
}

/**
 * The ticket with its review as of now: who was deactivated before voting is replaced by a delegate, or, where they
 * stood in for somebody, by that person or another delegate of theirs; else removed.
 */
export function refreshReview(ticket: Ticket, context: DecideContext): Ticket {
  const { review } = ticket;
  if (review === null) return ticket;
  const hasLeft = ({ vote, accountId }: Reviewer): boolean => vote === null && !isActive(accountId, context);
  if (!review.reviewers.some(hasLeft)) return ticket;
  const seated = new Set(votersOf(review));
  const reviewers: Reviewer[] = [];
  for (const reviewer of review.reviewers) {
    const successor = hasLeft(reviewer) ? successorOf(reviewer, ticket, seated, context) : reviewer;
    if (successor === null) continue;
    // Two who left may have named the same delegate: one person has one seat.
    seated.add(successor.accountId);
    reviewers.push(successor);
  }
  return { ...ticket, review: { ...review, reviewers } };
}

function successorOf(
  { accountId, insteadOf }: Reviewer,
  ticket: Ticket,
  seated: ReadonlySet<AccountId>,
  context: DecideContext,
): Reviewer | null {
  const barred = barredFromStandingIn(ticket, context);
  const delegateFor = (principal: AccountId): AccountId | undefined =>
    delegatesOfInactive(principal, context).find((id) => !barred.has(id) && !seated.has(id));
  const principal = insteadOf ?? accountId;
  const delegate = delegateFor(accountId) ?? (insteadOf === null ? undefined : delegateFor(insteadOf));
  if (delegate !== undefined) return { accountId: delegate, insteadOf: principal, vote: null };
  const returns = insteadOf !== null && isActive(insteadOf, context) && !seated.has(insteadOf);
  return returns ? { accountId: insteadOf, insteadOf: null, vote: null } : null;
}

/** What the votes amount to so far. */
export function judgeReview({ rule, reviewers }: Review): "approved" | "rejected" | "open" {
  const votes = reviewers.flatMap((reviewer) => (reviewer.vote === null ? [] : [reviewer.vote.approve]));
  const approvals = votes.filter((approve) => approve).length;
  const rejections = votes.length - approvals;
  switch (rule.kind) {
    case "any":
      return votes.length === 0 ? "open" : votes[0] === true ? "approved" : "rejected";
    case "all":
      if (rejections > 0) return "rejected";
      return approvals > 0 && approvals === reviewers.length ? "approved" : "open";
    case "atLeast":
      if (approvals >= rule.count) return "approved";
      return reviewers.length - rejections < rule.count ? "rejected" : "open";
  }
}
