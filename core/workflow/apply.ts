/** The effect of an action that was judged legal: its own ticket, the tickets it reaches, and who is told. */
import { type AccountId, deriveId, type TicketId } from "../ids";
import type { Action, ActionArgs } from "../sync/protocol";
import { repeatedBy } from "../tickets/recurrence";
import type { Activity, ActivityDetails, Ticket } from "../tickets/ticket";
import { createActivity, describeAction, present } from "./activity";
import { bookingRefusal, newOverlapRefusal } from "./conflict";
import { type DecideContext, type Decision, isUnknown, type TicketChange } from "./decision";
import { afterAction, destinationOf } from "./effects";
import { addLinks, linkBack } from "./links";
import { openTicket, problemArgs } from "./open";
import { type Refusal, refuse } from "./refusal";
import { resolveWaiting } from "./resolve-waiting";
import type { Table, TableRow } from "./table";
import { mergeTold, toldOf } from "./told";
import type { ClosureCode, Stage } from "./vocabulary";

type Applied = Extract<Decision, { kind: "applied" }>;

/** `deriveId` numbers: an action's further rows, in this order. */
const problemIdNumber = 1;
const problemLineNumber = 2;
const firstWaitingNumber = 3;

export interface OpenInput {
  readonly row: TableRow;
  readonly action: Action;
  readonly args: ActionArgs;
  readonly insteadOf: AccountId | null;
  readonly context: DecideContext;
}

export function applyOpen({ row, action, args, insteadOf, context }: OpenInput): Applied {
  const { stage, outcome } = destinationOf(row, null, context);
  const opened = { ...openTicket(row.row.flow, stage, action.ticketId, args, context), outcome };
  const after = { ...opened, ...recurrenceOf(opened, context) };
  const line = describeAction(action, args, null, after, insteadOf, context);
  const activity = after.assignedGroupId === null ? warnNoGroup(line, context) : line;
  const told = toldOf({ row, before: null, after, problem: null, resolved: [], bySystem: false, context });
  return {
    kind: "applied",
    changes: [change(null, after, [activity]), ...linkBack(after, after.links, context)],
    told: mergeTold(told, context),
  };
}

function recurrenceOf(opened: Ticket, context: DecideContext): Pick<Ticket, "recurrence"> {
  if (opened.flow !== "incident") return {};
  const parameters = context.parameters();
  const found = context.recurring(opened);
  if (isUnknown(parameters) || isUnknown(found)) return {};
  const { pro_recurrence_days: days, pro_recurrence_count: count } = parameters;
  const recurrence = repeatedBy(opened.openedAt, found, { days, count });
  return recurrence === null ? {} : { recurrence };
}

/** The warning of a ticket that no group got; where the defaults are not known it is only not known yet. */
function warnNoGroup(line: Activity, context: DecideContext): Activity {
  if (isUnknown(context.parameters())) return line;
  return { ...line, details: { ...line.details, code: "noGroup" } };
}

export interface StepInput extends OpenInput {
  readonly table: Table;
  /** As stored: what the change starts from. */
  readonly stored: Ticket;
  /** As it was judged: with its reviewers as of now, and the vote that decides. */
  readonly ticket: Ticket;
  /** Besides what the arguments say. */
  readonly details?: ActivityDetails;
}

export function applyRow(input: StepInput): Applied | Refusal {
  const { table, row, stored, ticket, action, insteadOf, context } = input;
  const args = withClosureCode(input);
  const settled = afterAction({ ticket, row, args, insteadOf, context });
  if (settled === null) return refuse("review.noReviewers", { fields: ["reviewGroupId"] });
  const conflict = conflictRefusal(input, settled, args);
  if (conflict !== null) return conflict;

  const raised = row.action === "raiseProblem" ? raiseProblem(settled, action, args, context) : null;
  if (raised !== null && "kind" in raised) return raised;
  const problem = raised?.after ?? null;
  const after =
    problem === null
      ? settled
      : { ...settled, links: addLinks(settled.links, [{ kind: "problemOf", ticketId: problem.id }]) };
  const added = after.links.filter((link) => !ticket.links.includes(link));
  const waiting =
    row.action === "eradicate" ? resolveWaiting(table, after, action, firstWaitingNumber, context) : null;
  const resolved = waiting?.changes.map((one) => one.after) ?? [];

  const line = describeAction(action, args, stored, after, insteadOf, context);
  const details = present({ ...line.details, ...input.details, ...(problem && { ticketId: problem.id }) });
  const bySystem = context.actor.id === "system";
  const told = toldOf({ row, before: ticket, after, problem, resolved, bySystem, context });
  return {
    kind: "applied",
    changes: [
      change(stored, after, [{ ...line, details }]),
      ...(raised === null
        ? linkBack(after, added, context)
        : [raised, ...linkRaised(raised.after, after, context)]),
      ...(waiting?.changes ?? []),
    ],
    told: mergeTold([...told, ...(waiting?.told ?? [])], context),
  };
}

/** Handing over changes a booked window in place; every other row with the check books one. */
function conflictRefusal(
  { row, stored, context }: StepInput,
  settled: Ticket,
  args: ActionArgs,
): Refusal | null {
  if (!row.needs.some((need) => need.word === "conflictCheck")) return null;
  return row.action === "transfer"
    ? newOverlapRefusal(stored, settled, args, context)
    : bookingRefusal(settled, args, context);
}

export function change(before: Ticket | null, after: Ticket, activities: readonly Activity[]): TicketChange {
  return { before, after, activities };
}

/** The system says nothing; why it resolves says how. */
function withClosureCode({ row, ticket, args, context }: StepInput): ActionArgs {
  if (row.action !== "resolve" || context.actor.id !== "system" || args.closureCode !== undefined)
    return args;
  const code: ClosureCode = ticket.hold?.reason === "problem" ? "fixedByProblem" : "recovered";
  return { ...args, closureCode: code };
}

/** The incidents besides the raised one that the new problem is about (recurrence). */
function linkRaised(problem: Ticket, incident: Ticket, context: DecideContext): readonly TicketChange[] {
  const others = problem.links.filter(({ ticketId }) => ticketId !== incident.id);
  return linkBack(problem, others, context);
}

/** The problem opens where problems open; its first line is the actor's. */
function raiseProblem(
  incident: Ticket,
  action: Action,
  args: ActionArgs,
  context: DecideContext,
): TicketChange | Refusal {
  const id = args.problemId ?? (deriveId(action.actionId, problemIdNumber) as TicketId);
  const existing = id === incident.id ? incident : context.ticket(id);
  if (!isUnknown(existing) && existing !== null) return refuse("ticket.exists", { fields: ["problemId"] });
  const stage: Stage = "assign";
  const after = openTicket("problem", stage, id, problemArgs(incident, args.linkedIds), context);
  const line = createActivity(action, context, {
    id: deriveId(action.actionId, problemLineNumber),
    ticketId: id,
    type: "open",
    fromStage: null,
    toStage: stage,
    text: "",
    details: present({ groupId: after.assignedGroupId, ticketId: incident.id }),
  });
  return change(null, after, [after.assignedGroupId === null ? warnNoGroup(line, context) : line]);
}
