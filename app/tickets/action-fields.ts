/**
 * Which fields the form of an action shows, in which order. What is needed is said by the workflow's rows
 * (`available`); this adds what may be said besides, and the order in which a person thinks of it.
 */

import type { EpochMs } from "../../core/ids";
import { type ActionArgs, type ArgName, editableFields } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { fieldValue } from "../../core/workflow/edit";
import type { ActionType, Flow, Stage } from "../../core/workflow/vocabulary";
import { attachmentsOf, spokenArgs } from "../../core/workflow/words";

export interface FieldSpec {
  readonly arg: ArgName;
  readonly required: boolean;
}

/** `needed` as the workflow's row names it; a field that no order names comes last rather than never. */
export function actionFields(
  action: ActionType,
  flow: Flow,
  stage: Stage,
  needed: readonly ArgName[],
): readonly FieldSpec[] {
  const order = fieldOrder(action, flow, stage);
  const rest = needed.filter((arg) => !order.includes(arg) && !hiddenArgs.has(arg));
  return [...order, ...rest].map((arg) => ({
    arg,
    required: needed.includes(arg) && arg !== "causedIncidentIds",
  }));
}

/** Made by the app itself, never typed. */
const hiddenArgs: ReadonlySet<ArgName> = new Set(["problemId", "choice", "flow", "from", "attachments"]);

function fieldOrder(action: ActionType, flow: Flow, stage: Stage): readonly ArgName[] {
  switch (action) {
    case "assignHandler":
      return flow === "problem" ? ["analysis", "personId", "workaround"] : ["personId"];
    case "assignInvestigator":
      return ["personId"];
    case "transfer":
      return flow === "incident" || flow === "problem" ? ["personId"] : ["personId", "conflictReason"];
    case "reassign":
      return ["groupId", "reason"];
    case "resolveNow":
      return flow === "problem" ? ["resolution", "resolutionTicketId", "notes"] : ["closureCode", "notes"];
    case "cancel":
      return flow === "incident" ? ["reason", "duplicateOf"] : ["reason"];
    case "resolve":
      return ["closureCode", "notes", "restoredAt"];
    case "hold":
      return ["holdReason", "holdTicketId", "until"];
    case "eradicate":
      return ["rootCause", "permanentFix"];
    case "contain":
      return ["workaround", "whyNotEradicated", "reviewDate"];
    case "submitForReview":
      if (stage === "done") return ["closureCode", "evidence", "causedIncidentIds", "reviewGroupId"];
      if (stage === "new") return ["scope", "riskAssessment", "reviewGroupId"];
      return ["steps", "rollbackPlan", "window", "implementerId", "conflictReason", "reviewGroupId"];
    case "schedule":
      return ["window", "implementerId", "rollbackPlan", "conflictReason"];
    case "start":
      return ["actualStart"];
    case "complete":
      return ["actualEnd", "result"];
    case "reschedule":
      return ["window", "reason", "conflictReason"];
    case "close":
      return ["closureCode", "notes"];
    case "returnToAssign":
    case "returnToInvestigate":
    case "reopen":
    case "reject":
    case "withdraw":
    case "approve":
      return ["reason"];
    case "comment":
    case "workNote":
      return ["text"];
    case "open":
    case "claim":
    case "resume":
    case "raiseProblem":
    case "startPlanning":
    case "confirm":
    // It has a form of its own.
    case "edit":
    case "void":
      return [];
  }
}

const dayMs = 86_400_000;

/**
 * What a form starts with: what the ticket says already, so that a plan that was sent back is put right and not typed
 * anew; and times that are now unless said otherwise.
 */
export function initialArgs(fields: readonly FieldSpec[], ticket: Ticket, now: EpochMs): ActionArgs {
  const minute = Math.floor(now / 60_000) * 60_000;
  const has = (arg: ArgName): boolean => fields.some((field) => field.arg === arg);
  const before = saidBefore(fields, ticket);
  return {
    ...before,
    ...beganWith(fields, ticket),
    ...(has("restoredAt") ? { restoredAt: minute } : {}),
    ...(has("actualStart") ? { actualStart: minute } : {}),
    ...(has("actualEnd") ? { actualEnd: minute } : {}),
    ...(has("until") ? { until: minute + dayMs } : {}),
    ...(has("reviewDate") ? { reviewDate: minute + 30 * dayMs } : {}),
  };
}

/** What others may put right while the form is open, as it was when it opened (A3). */
function beganWith(fields: readonly FieldSpec[], ticket: Ticket): Pick<ActionArgs, "from"> {
  const texts = editableFields.filter((field) => fields.some(({ arg }) => arg === field));
  if (texts.length === 0) return {};
  return { from: Object.fromEntries(texts.map((field) => [field, fieldValue(ticket, field) ?? ""])) };
}

function saidBefore(fields: readonly FieldSpec[], { problem, change, holderId }: Ticket): ActionArgs {
  const known: Readonly<Record<string, unknown>> = {
    // Whoever eradicates starts from what the investigation found.
    ...(problem && { ...problem, rootCause: problem.rootCause || problem.analysis }),
    ...(change && { ...change, implementerId: holderId }),
  };
  const said: Record<string, unknown> = {};
  for (const { arg } of fields) {
    const value = known[arg];
    // What explains one window does not explain another; times are those of the act.
    if (arg === "conflictReason" || isTime(arg) || isEmpty(value as ActionArgs[ArgName])) continue;
    said[arg] = value;
  }
  return said;
}

function isTime(arg: ArgName): boolean {
  return arg === "actualStart" || arg === "actualEnd" || arg === "reviewDate";
}

/** A hold names a ticket only when it waits for one. */
export function isShown(arg: ArgName, args: ActionArgs): boolean {
  if (arg !== "holdTicketId") return true;
  return args.holdReason === "problem" || args.holdReason === "change";
}

/** The needed fields that are still empty, in the form's order. */
export function emptyFields(fields: readonly FieldSpec[], args: ActionArgs): readonly ArgName[] {
  return fields
    .filter((field) => isNeeded(field, args) && isEmpty(args[field.arg]))
    .map((field) => field.arg);
}

function isNeeded(field: FieldSpec, args: ActionArgs): boolean {
  // A photo says it too.
  if (field.arg === "text" && attachmentsOf(args) !== null) return false;
  if (field.arg === "holdTicketId") return isShown("holdTicketId", args);
  return field.required;
}

function isEmpty(value: ActionArgs[ArgName]): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** A photo goes with words; a choice of a person alone is one tap. */
export function takesPhotos(fields: readonly FieldSpec[]): boolean {
  return fields.some(({ arg }) => arg === "holdReason" || spokenArgs.some((spoken) => spoken === arg));
}

export function photosOf(args: ActionArgs): Pick<ActionArgs, "attachments"> {
  const attachments = attachmentsOf(args);
  return attachments === null ? {} : { attachments };
}

/** Only what the form shows and the person filled in is said. */
export function saidArgs(fields: readonly FieldSpec[], args: ActionArgs): ActionArgs {
  const said: Record<string, unknown> = {};
  for (const { arg } of fields) {
    // Causing no incident is an answer of its own.
    if (arg === "causedIncidentIds") said[arg] = args.causedIncidentIds ?? [];
    const value = args[arg];
    if (!isEmpty(value) && isShown(arg, args)) said[arg] = typeof value === "string" ? value.trim() : value;
  }
  const begun = Object.entries(args.from ?? {}).filter(([arg]) => arg in said);
  if (begun.length > 0) said.from = Object.fromEntries(begun);
  return said;
}
