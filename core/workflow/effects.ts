/**
 * What an applied action changes on its ticket. What was said is kept in the field of the same name; a few actions do
 * more; then the stage that the row leads to is settled, in the same way for every action.
 */
import { isStaff } from "../directory/people";
import type { AccountId } from "../ids";
import { clockAfter } from "../sla/clock-after";
import type { ActionArgs } from "../sync/protocol";
import type { ChangeDetails, Closure, ProblemDetails, Ticket } from "../tickets/ticket";
import type { DecideContext } from "./decision";
import { addLinks, linksSaid } from "./links";
import { formerMaterial } from "./material";
import { defaultReviewGroup } from "./open";
import { beginReview, isReviewStage } from "./review";
import type { StageCondition } from "./row";
import type { TableRow } from "./table";
import type { ActionType, ClosedOutcome, Stage, WorkflowAction } from "./vocabulary";

export interface EffectInput {
  readonly ticket: Ticket;
  readonly row: TableRow;
  readonly args: ActionArgs;
  /** The principal whose right the actor used. */
  readonly insteadOf: AccountId | null;
  readonly context: DecideContext;
}

/** The ticket after the action; null when a review stage would be entered with too few reviewers. */
export function afterAction(input: EffectInput): Ticket | null {
  const { ticket, row, args, context } = input;
  const said: Ticket = {
    ...ticket,
    // Those that go with a raised problem are the problem's.
    links:
      row.action === "raiseProblem" ? ticket.links : addLinks(ticket.links, linksSaid(ticket.flow, args)),
    problem: ticket.problem === null ? null : { ...ticket.problem, ...problemSaid(args) },
    change: ticket.change === null ? null : changeAfter(ticket.change, input),
    ...effectOf(row.action, input),
  };
  return settle(said, input, destinationOf(row, ticket, context));
}

interface Destination {
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
}

/** Where the row leads: the last of its places whose condition holds. */
export function destinationOf(row: TableRow, ticket: Ticket | null, context: DecideContext): Destination {
  const applies = (condition: StageCondition): boolean => {
    switch (condition) {
      case "noInvestigator":
        return hasNoInvestigator(ticket, context);
    }
  };
  const place = row.to.findLast(({ conditions }) => conditions.every(applies));
  const [stage, outcome] = (place?.word ?? row.row.from).split("/");
  return {
    stage: stage as Stage,
    outcome: stage === "closed" ? ((outcome as ClosedOutcome | undefined) ?? ticket?.outcome ?? null) : null,
  };
}

/** Nobody investigated, or whoever did can hold no work any more: they left, or became a requester. */
export function hasNoInvestigator(ticket: Ticket | null, context: DecideContext): boolean {
  return !ticket?.investigatorId || !isStaff(ticket.investigatorId, context);
}

function settle(said: Ticket, input: EffectInput, { stage, outcome }: Destination): Ticket | null {
  const { ticket, row, context } = input;
  const moves = stage !== ticket.stage;
  const placed: Ticket = { ...said, ...onStage(stage, said) };
  const review = moves && isReviewStage(stage) ? beginReview(placed, stage, context) : null;
  if (moves && isReviewStage(stage) && review === null) return null;
  return {
    ...placed,
    ...clockAfter(
      ticket,
      { ...placed, stage, outcome },
      { at: context.occurredAt, actorId: context.actor.id },
    ),
    stage,
    outcome,
    review: isReviewStage(stage) && !moves ? ticket.review : review,
    revision: ticket.revision + (isNewRevision(row.action, ticket, placed, stage) ? 1 : 0),
    version: ticket.version + 1,
    last: explains(row.action)
      ? { action: row.action, actorId: context.actor.id, at: context.occurredAt }
      : ticket.last,
    stageAt: moves ? context.occurredAt : ticket.stageAt,
    closedAt: stage !== "closed" ? null : moves ? context.occurredAt : ticket.closedAt,
    updatedAt: context.now,
  };
}

function onStage(stage: Stage, ticket: Ticket): Partial<Ticket> {
  switch (stage) {
    case "assign":
      return { holderId: null, investigatorId: null, hold: null };
    case "investigate":
      return { holderId: ticket.investigatorId };
    case "closed":
      return { hold: null };
    case "handle":
    case "new":
    case "preDevReview":
    case "plan":
    case "preLaunchReview":
    case "scheduled":
    case "done":
    case "closing":
    case "closingReview":
      return {};
  }
}

/** Raising a problem leaves the ticket where it is: what brought it there still explains it. */
function explains(action: ActionType): boolean {
  return action !== "raiseProblem";
}

/**
 * A6: what a reviewer reads changed, or was sent back, or goes to the closing review: its evidence is read there for
 * the first time, and a late vote of an earlier review must not count in it.
 */
function isNewRevision(action: WorkflowAction, before: Ticket, after: Ticket, stage: Stage): boolean {
  if (before.change === null || after.change === null) return false;
  if (action === "reschedule") return true;
  if (action === "reject") return before.stage !== "closingReview";
  if (stage === "closingReview" && before.stage !== "closingReview") return true;
  return Object.keys(formerMaterial(before, after)).length > 0;
}

function effectOf(action: WorkflowAction, input: EffectInput): Partial<Ticket> {
  const { ticket, args, context } = input;
  switch (action) {
    case "claim":
      return { holderId: input.insteadOf ?? (context.actor.id === "system" ? null : context.actor.id) };
    case "assignHandler":
    case "transfer":
      return {
        holderId: args.personId ?? null,
        ...(ticket.stage === "investigate" && action === "transfer"
          ? { investigatorId: args.personId ?? null }
          : {}),
      };
    case "assignInvestigator":
      return { investigatorId: args.personId ?? null };
    case "reassign":
      return { assignedGroupId: args.groupId ?? null };
    case "returnToAssign":
      return { returnCount: ticket.returnCount + 1 };
    case "hold":
      return { hold: holdOf(args) };
    case "resume":
      return { hold: null };
    case "resolve":
    case "resolveNow":
    case "cancel":
    case "withdraw":
    case "close":
      return { closure: closureOf(args) };
    case "submitForReview":
    case "schedule":
      return {
        ...(args.implementerId === undefined ? {} : { holderId: args.implementerId }),
        ...(args.closureCode === undefined ? {} : { closure: closureOf(args) }),
      };
    case "open":
    case "reopen":
    case "raiseProblem":
    case "eradicate":
    case "contain":
    case "returnToInvestigate":
    case "startPlanning":
    case "approve":
    case "reject":
    case "start":
    case "complete":
    case "reschedule":
    case "confirm":
      return {};
  }
}

function holdOf(args: ActionArgs): Ticket["hold"] {
  if (args.holdReason === undefined || args.until === undefined) return null;
  const waitsForTicket = args.holdReason === "change" || args.holdReason === "problem";
  return {
    reason: args.holdReason,
    ticketId: waitsForTicket ? (args.holdTicketId ?? null) : null,
    until: args.until,
  };
}

/** Kept when a ticket reopens: how it was closed before. */
function closureOf(args: ActionArgs): Closure {
  return {
    code: args.closureCode ?? args.resolution ?? null,
    notes: args.notes ?? args.reason ?? "",
    restoredAt: args.restoredAt ?? null,
  };
}

function problemSaid(args: ActionArgs): Partial<ProblemDetails> {
  const { analysis, rootCause, workaround, permanentFix, whyNotEradicated, reviewDate } = args;
  return given({ analysis, rootCause, workaround, permanentFix, whyNotEradicated, reviewDate });
}

/** A change opened while no review group was known gets the present one when it first asks for a review. */
function changeAfter(change: ChangeDetails, input: EffectInput): ChangeDetails {
  const { row, args, context } = input;
  const said = { ...change, ...changeSaid(args), ...standInsAfter(input.ticket, input.insteadOf, context) };
  const asks = row.action === "submitForReview" || row.action === "reschedule";
  return asks && said.reviewGroupId === null ? { ...said, reviewGroupId: defaultReviewGroup(context) } : said;
}

/** Four eyes (docs/decisions/0017-reviews.md): who acts in the place of the opener or the implementer. */
export function standInsAfter(
  { openerId, holderId, change }: Ticket,
  insteadOf: AccountId | null,
  { actor }: DecideContext,
): Partial<ChangeDetails> {
  const isParty = insteadOf !== null && (insteadOf === openerId || insteadOf === holderId);
  const standIns = change?.standIns ?? [];
  if (!isParty || actor.id === "system" || standIns.includes(actor.id)) return {};
  return { standIns: [...standIns, actor.id] };
}

function changeSaid(args: ActionArgs): Partial<ChangeDetails> {
  const { scope, riskAssessment, steps, rollbackPlan, window, conflictReason } = args;
  const { actualStart, actualEnd, result, evidence, causedIncidentIds, reviewGroupId } = args;
  return given({
    reviewGroupId,
    scope,
    riskAssessment,
    steps,
    rollbackPlan,
    window,
    // What explains one window does not explain another.
    conflictReason: window === undefined ? conflictReason : (conflictReason ?? ""),
    actualStart,
    actualEnd,
    result,
    evidence,
    causedIncidentIds,
  });
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
