/**
 * A5: what the author of a returned action can do. The nearest legal steps with their own words in them, each tried
 * by the same judge before it is offered; then keeping the words as a note; then letting go.
 */
import type { ActionId } from "../ids";
import type { Action, ActionArgs, Choice, ReturnCode } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import type { Verdict } from "./decide";
import type { DecideContext } from "./decision";
import { editedField, fieldValue } from "./edit";
import type { ActionType } from "./vocabulary";

type Judge = (ticket: Ticket | null, action: Action) => Verdict;
type Step = { readonly type: ActionType; readonly args: ActionArgs };

/** Steps that mean the same to their author at another stage; the first that is legal is offered. */
const sameMeaning: Partial<Record<ActionType, readonly ActionType[]>> = {
  resolve: ["resolve", "resolveNow"],
  resolveNow: ["resolveNow", "resolve"],
  assignHandler: ["assignHandler", "transfer"],
  assignInvestigator: ["assignInvestigator", "transfer"],
  transfer: ["transfer", "assignHandler", "assignInvestigator"],
  cancel: ["cancel", "withdraw"],
  withdraw: ["withdraw", "cancel"],
};

/** `ticket` null: there is none, or it is out of the author's sight. */
export function choicesOf(
  judge: Judge,
  ticket: Ticket | null,
  action: Action,
  code: ReturnCode,
  context: DecideContext,
): readonly Choice[] {
  if (action.type === "edit" && ticket !== null) return editChoices(judge, ticket, action);
  const steps = nearestSteps(judge, ticket, action, code, context);
  const doing = steps.map((one): Choice => ({ kind: "do", steps: one }));
  return ticket === null
    ? [...doing, { kind: "discard" }]
    : [...doing, { kind: "keepNote" }, { kind: "discard" }];
}

/** A3: the author's value over the one that stands there now, or that one. */
function editChoices(judge: Judge, ticket: Ticket, action: Action): readonly Choice[] {
  const field = editedField(action.args);
  if (field === null) return [{ kind: "discard" }];
  const now = fieldValue(ticket, field);
  const args: ActionArgs = { [field]: action.args[field], from: now === null ? {} : { [field]: now } };
  const steps: readonly Step[] = [{ type: "edit", args }];
  const mine: readonly Choice[] = areLegal(judge, ticket, action, steps) ? [{ kind: "do", steps }] : [];
  return [...mine, { kind: "discard" }];
}

function nearestSteps(
  judge: Judge,
  ticket: Ticket | null,
  action: Action,
  code: ReturnCode,
  context: DecideContext,
): readonly (readonly Step[])[] {
  const tryAll = (candidates: readonly (readonly Step[])[]) =>
    candidates.filter((steps) => areLegal(judge, ticket, action, steps));
  if (action.type === "open") return tryAll([[withoutRefused(action.args, code)]]);
  if (ticket === null) return [];
  const types = sameMeaning[action.type] ?? [action.type];
  const alone = types.map((type): readonly Step[] => [toStep(type, action, context)]);
  const direct = tryAll(alone);
  // Taking a ticket away from its holder is offered only where nothing milder is legal.
  const enabling: readonly ActionType[] = direct.length === 0 ? ["claim", "returnToAssign"] : ["claim"];
  const prepared = enabling.flatMap((type) =>
    alone.map((steps) => [toStep(type, action, context), ...steps]),
  );
  return [...direct, ...tryAll(prepared)];
}

/** What a new ticket can do without: the person, thing or place that was refused. */
const optionalByCode: Partial<Record<ReturnCode, keyof ActionArgs>> = {
  "group.unknown": "groupId",
  "group.inactive": "groupId",
  "group.noLead": "groupId",
  "person.unknown": "reportedById",
  "asset.unknown": "assetIds",
  "site.unknown": "siteId",
};

function withoutRefused(args: ActionArgs, code: ReturnCode): Step {
  const refused = optionalByCode[code];
  const kept = Object.entries(args).filter(([name]) => name !== refused);
  return { type: "open", args: Object.fromEntries(kept) };
}

/** The author's own words in the arguments of another step; the photos are on the ticket already, with the kept note. */
function toStep(
  type: ActionType,
  { args: { attachments: _, ...args } }: Action,
  context: DecideContext,
): Step {
  if (type === "claim") return { type, args: {} };
  if (type === "returnToAssign") return { type, args: { reason: args.reason ?? args.notes ?? "" } };
  // Who resolved it at once meant: it works since then.
  if (type === "resolve") return { type, args: { restoredAt: context.occurredAt, ...args } };
  return { type, args: args };
}

function areLegal(judge: Judge, ticket: Ticket | null, action: Action, steps: readonly Step[]): boolean {
  let state = ticket;
  for (const [index, step] of steps.entries()) {
    const attempt: Action = {
      ...action,
      type: step.type,
      args: step.args,
      actionId: `${action.actionId}:${index}` as ActionId,
      baseRevision: state?.revision ?? 0,
    };
    const verdict = judge(state, attempt);
    if (verdict.kind !== "applied") return false;
    state = verdict.changes[0]?.after ?? state;
  }
  return true;
}
