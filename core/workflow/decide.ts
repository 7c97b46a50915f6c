/**
 * The one judge of every action (SYNC A2): the server runs it on the newest state, the phone on its replica (P5).
 *
 * Pure and total: any action on any ticket gets an answer, nothing is thrown, given or kept. The rows say what is
 * legal, who may, what must be said, where it leads and who is told; the modules beside this one judge each of these.
 * In order: a known type and version, read as of today (upcast.ts) · an active author · a ticket in sight · a row for its stage · the right · what was said ·
 * what it names · the effect. Whatever is refused carries what its author can do instead (choices.ts).
 */
import type { Action, HeldOutcome, ReturnedOutcome, SupersededOutcome } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import { applyOpen, applyRow } from "./apply";
import { factRefusal } from "./checks";
import { choicesOf } from "./choices";
import type { DecideContext, Decision } from "./decision";
import { decideEdit, reconcile } from "./edit";
import { needsRefusal, readArgs, textRefusal } from "./needs";
import { isRefusal, type Refusal, refuse } from "./refusal";
import { grantOf, isVisible, mayAct, relationsOf } from "./relations";
import { noteOf } from "./return-note";
import { refreshReview } from "./review";
import { rows } from "./rows";
import { changesNothing, isDoneAlready } from "./superseded";
import { createTable, type Table, type TableRow } from "./table";
import { upcast } from "./upcast";
import { type ActionType, type Flow, flows, workflowActions } from "./vocabulary";
import { decideVote, isVote } from "./vote";
import { attachmentsOf } from "./words";

/** What is judged before the author's choices are known. */
export type Verdict = Exclude<Decision, ReturnedOutcome> | Refusal;

const knownTypes: ReadonlySet<ActionType> = new Set([
  ...workflowActions,
  "comment",
  "workNote",
  "edit",
  "void",
]);

/** The workflow's own table: the rows of WORKFLOWS.md. */
export const table: Table = createTable(rows);

/** `ticket` null: there is none of that id, or it is out of the author's sight. */
export function decide(ticket: Ticket | null, action: Action, context: DecideContext): Decision {
  return decideBy(table, ticket, action, context);
}

export function decideBy(
  rowTable: Table,
  ticket: Ticket | null,
  sent: Action,
  context: DecideContext,
): Decision {
  const action = knownTypes.has(sent.type) ? upcast(sent) : null;
  if (action === null) return held;
  const verdict = judge(rowTable, ticket, action, context);
  if (verdict.kind !== "refused") return verdict;
  const { code, fields, whoMay, since } = verdict;
  const isInSight = ticket !== null && mayAct(context.actor, context) && isVisible(ticket, context);
  const seen = isInSight ? ticket : null;
  return {
    kind: "returned",
    code,
    fields,
    whoMay,
    since: isInSight ? since : null,
    choices: choicesOf((state, step) => judge(rowTable, state, step, context), seen, action, code, context),
    noteKept: isInSight && noteOf(action) !== null,
  };
}

/** `action` is of today's version. */
export function judge(
  rowTable: Table,
  ticket: Ticket | null,
  action: Action,
  context: DecideContext,
): Verdict {
  // A7: a number keeper; with `resolves` the server stores the author's choice.
  if (action.type === "void") return { kind: "applied", changes: [], told: [] };
  if (!mayAct(context.actor, context)) return refuse("right.missing");
  if (action.type === "open") return judgeOpen(rowTable, ticket, action, context);
  if (ticket === null || !isVisible(ticket, context)) return refuse("ticket.unknown");
  if (action.type === "comment" || action.type === "workNote") return insert(ticket, action, context);
  if (action.type === "edit") return decideEdit(ticket, action, context);
  return judgeStep(rowTable, ticket, action, context);
}

const held: HeldOutcome = { kind: "held", code: "type.unknown" };

function judgeOpen(rowTable: Table, ticket: Ticket | null, action: Action, context: DecideContext): Verdict {
  if (ticket !== null) {
    return ticket.openerId === context.actor.id ? supersededBy(ticket) : refuse("ticket.exists");
  }
  const { flow } = action.args;
  if (flow === undefined) return refuse("needs.missing", { fields: ["flow"] });
  if (!isFlow(flow)) return refuse("needs.invalid", { fields: ["flow"] });
  const row = rowTable.findOpen(flow);
  if (row === null) return refuse("stage.moved");
  const grant = grantOf(row, null, context);
  if (grant === null) return refuse("right.missing", { whoMay: relationsOf(row) });
  const args = readArgs(row, action.args);
  return (
    needsRefusal(row, null, args, context) ??
    factRefusal(row, null, args, context) ??
    applyOpen({ row, action, args, insteadOf: grant.insteadOf, context })
  );
}

function isFlow(text: string): text is Flow {
  return flows.some((flow) => flow === text);
}

/** A4: accepted at every stage, also after closing, while the ticket is visible. */
function insert(ticket: Ticket, action: Action, context: DecideContext): Verdict {
  const refusal = textRefusal(action);
  if (refusal !== null) return refusal;
  const activity = createActivity(action, context, {
    ticketId: ticket.id,
    fromStage: ticket.stage,
    toStage: ticket.stage,
    text: action.args.text?.trim() ?? "",
    details: present({ attachments: attachmentsOf(action.args) }),
  });
  const after = { ...ticket, version: ticket.version + 1, updatedAt: context.now };
  return { kind: "applied", changes: [{ before: ticket, after, activities: [activity] }], told: [] };
}

function judgeStep(rowTable: Table, stored: Ticket, action: Action, context: DecideContext): Verdict {
  const ticket = refreshReview(stored, context);
  const row = rowFor(rowTable, ticket, action, context);
  if (row === null) {
    if (isDoneAlready(rowTable, ticket, action, context)) return supersededBy(ticket);
    return refuse(ticket.stage === "closed" ? "stage.closed" : "stage.moved", { since: ticket.last });
  }
  if (isVote(row)) return decideVote(rowTable, row, { stored, ticket, action, context });
  const grant = grantOf(row, ticket, context);
  if (grant === null) {
    return refuse("right.missing", { whoMay: relationsOf(row), since: sinceByOthers(ticket, context) });
  }
  const said = readArgs(row, action.args);
  const missing = needsRefusal(row, ticket, said, context);
  if (missing !== null) return missing;
  const args = reconcile(ticket, said, action.args.from);
  if (isRefusal(args)) return args;
  if (changesNothing(ticket, action, context)) return supersededBy(ticket);
  if (row.action === "reassign" && args.groupId === ticket.assignedGroupId) {
    return refuse("group.same", { fields: ["groupId"] });
  }
  return (
    factRefusal(row, ticket, args, context) ??
    applyRow({ table: rowTable, row, stored, ticket, action, args, insteadOf: grant.insteadOf, context })
  );
}

/** A row that is only the system's is none for a person: they are told what moved, not whose right it is. */
function rowFor(rowTable: Table, ticket: Ticket, action: Action, context: DecideContext): TableRow | null {
  const row = rowTable.find(ticket, action.type);
  const isSystems = row !== null && row.who.length > 0 && row.who.every((who) => who.word === "system");
  return isSystems && context.actor.id !== "system" ? null : row;
}

/** What someone else did explains why a right is gone; what the author did does not. */
function sinceByOthers(ticket: Ticket, context: DecideContext): Ticket["last"] | null {
  return ticket.last.actorId === context.actor.id ? null : ticket.last;
}

export function supersededBy(ticket: Ticket): SupersededOutcome {
  return { kind: "superseded", by: ticket.last };
}
