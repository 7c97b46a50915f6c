/**
 * What a row asks the author to say. An action's other arguments are ignored. Only the form is judged here; whether
 * what is named exists is checks.ts. Input is not trusted: a value of a wrong type is `needs.invalid`, never a throw.
 */
import { attachmentsMax } from "../attachments/attachment";
import type { EpochMs } from "../ids";
import {
  type Action,
  type ActionArgs,
  type ArgName,
  earliestTimeMs,
  isStorable,
  latestTimeMs,
  listMax,
  textMaxLength,
  titleMaxLength,
} from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import type { DecideContext } from "./decision";
import { type Refusal, refuse } from "./refusal";
import type { NeedCondition } from "./row";
import type { TableRow } from "./table";
import {
  changeClosureCodes,
  type Flow,
  flows,
  holdReasons,
  incidentClosureCodes,
  levels,
  problemResolutions,
} from "./vocabulary";
import { attachmentsOf } from "./words";

/** How far a phone's corrected clock may be ahead before a time is "in the future". */
export const futureToleranceMs = 5 * 60_000;

/** What opening may say besides what it must; for the flows it makes sense in. */
const openOptions: readonly ArgName[] = [
  "description",
  "categoryId",
  "impact",
  "urgency",
  "siteId",
  "assetIds",
  "reportedById",
  "restricted",
  "groupId",
];
const openOptionsByKind: Readonly<Record<"incident" | "problem" | "change", readonly ArgName[]>> = {
  incident: openOptions,
  problem: [...openOptions, "linkedIds", "proactive"],
  change: [...openOptions, "linkedIds", "reviewGroupId"],
};

/** The arguments that this row reads; the rest of what was sent is dropped. */
export function readArgs(row: TableRow, args: ActionArgs): ActionArgs {
  const names = new Set<ArgName>();
  for (const need of row.needs) {
    if (need.word === "conflictCheck") names.add("conflictReason");
    else if (isRead(need.conditions, args)) names.add(need.word);
  }
  if (row.action === "open") for (const name of openOptionsByKind[kindOf(row.row.flow)]) names.add(name);
  if (row.action === "raiseProblem") names.add("problemId").add("linkedIds");
  // Whoever asks for a review may ask another group: the one of the opening may be empty by now.
  if (row.action === "submitForReview") names.add("reviewGroupId");
  // A rejection must say why; an approval may.
  if (row.action === "approve") names.add("reason");
  if (row.action === "resolve") names.add("closureCode").add("notes");
  // A photo goes with any step.
  names.add("attachments");
  const read: Record<string, unknown> = {};
  for (const name of names) if (isGiven(args[name])) read[name] = args[name];
  return read as ActionArgs;
}

/** A hold for the opener or a vendor waits for no ticket, whatever the form still had in it. */
function isRead(conditions: readonly NeedCondition[], args: ActionArgs): boolean {
  if (!conditions.includes("change") && !conditions.includes("problem")) return true;
  return conditions.some((condition) => condition === args.holdReason);
}

export function kindOf(flow: Flow): "incident" | "problem" | "change" {
  return flow === "incident" || flow === "problem" ? flow : "change";
}

/** `args` as readArgs gave them. */
export function needsRefusal(
  row: TableRow,
  ticket: Ticket | null,
  args: ActionArgs,
  context: DecideContext,
): Refusal | null {
  const missing = requiredOf(row, args, context).filter((name) => isMissing(name, args[name]));
  if (missing.length > 0) return refuse("needs.missing", { fields: missing });
  const named = Object.keys(args) as ArgName[];
  const flow = ticket?.flow ?? row.row.flow;
  const invalid = named.filter((name) => !isWellFormed(name, args[name], flow));
  if (invalid.length > 0) return refuse("needs.invalid", { fields: invalid });
  const untimely = named.filter((name) => !isTimely(name, args, ticket, context));
  return untimely.length > 0 ? refuse("needs.invalid", { fields: untimely }) : null;
}

/** The arguments a person must give; conditions that depend on other arguments are judged by `args`. */
function requiredOf(row: TableRow, args: ActionArgs, context: DecideContext): readonly ArgName[] {
  const required: ArgName[] = [];
  for (const { word, conditions } of row.needs) {
    if (word === "conflictCheck") continue;
    if (conditions.length === 0 || conditions.some((one) => applies(one, args, context))) required.push(word);
  }
  return required;
}

function applies(condition: NeedCondition, args: ActionArgs, context: DecideContext): boolean {
  switch (condition) {
    case "byPerson":
      return context.actor.id !== "system";
    case "optional":
    case "duplicate":
      return false;
    case "change":
    case "problem":
      return args.holdReason === condition;
    case "notProactive":
      return args.proactive !== true;
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isMissing(name: ArgName, value: unknown): boolean {
  if (!isGiven(value)) return true;
  if (typeof value === "string") return value.trim() === "";
  // Causing no incident is an answer; a change of nothing, or a problem of nothing, is not.
  return Array.isArray(value) && value.length === 0 && name !== "causedIncidentIds";
}

type Check = (value: unknown, flow: Flow) => boolean;

const isText: Check = (value) =>
  typeof value === "string" && value.length <= textMaxLength && isStorable(value);
const isTitle: Check = (value) =>
  typeof value === "string" && value.length <= titleMaxLength && isStorable(value);
const isId: Check = (value) => typeof value === "string" && value !== "" && value.length <= titleMaxLength;
const isIds: Check = (value, flow) =>
  Array.isArray(value) && value.length <= listMax && value.every((id) => isId(id, flow));
const isTime: Check = (value) =>
  typeof value === "number" &&
  Number.isSafeInteger(value) &&
  value >= earliestTimeMs &&
  value <= latestTimeMs;
const isFlag: Check = (value) => typeof value === "boolean";
const isOneOf =
  (words: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && words.includes(value);
const isWindow: Check = (value, flow) => {
  if (typeof value !== "object" || value === null || !("from" in value) || !("until" in value)) return false;
  return isTime(value.from, flow) && isTime(value.until, flow) && Number(value.from) < Number(value.until);
};
const isClosureCode: Check = (value, flow) =>
  isOneOf(flow === "incident" ? incidentClosureCodes : changeClosureCodes)(value, flow);

const checks: Readonly<Record<ArgName, Check>> = {
  flow: isOneOf(flows),
  title: isTitle,
  description: isText,
  categoryId: isId,
  impact: isOneOf(levels),
  urgency: isOneOf(levels),
  siteId: isId,
  assetIds: isIds,
  reportedById: isId,
  restricted: isFlag,
  groupId: isId,
  linkedIds: isIds,
  proactive: isFlag,
  personId: isId,
  reason: isText,
  notes: isText,
  text: isText,
  closureCode: isClosureCode,
  restoredAt: isTime,
  duplicateOf: isId,
  holdReason: isOneOf(holdReasons),
  holdTicketId: isId,
  until: isTime,
  problemId: isId,
  analysis: isText,
  rootCause: isText,
  workaround: isText,
  permanentFix: isText,
  whyNotEradicated: isText,
  reviewDate: isTime,
  resolution: isOneOf(problemResolutions),
  resolutionTicketId: isId,
  templateId: isId,
  whyUrgent: isText,
  scope: isText,
  risk: isOneOf(levels),
  riskAssessment: isText,
  steps: isText,
  rollbackPlan: isText,
  window: isWindow,
  implementerId: isId,
  conflictReason: isText,
  reviewGroupId: isId,
  actualStart: isTime,
  actualEnd: isTime,
  result: isText,
  evidence: isText,
  causedIncidentIds: isIds,
  // The field itself says how it looks (edit.ts).
  from: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  choice: isOneOf(["keepNote", "discard"]),
  // The edges know what one is (server/sync/request.ts); here it is only carried on.
  attachments: (value) => Array.isArray(value) && value.length <= attachmentsMax,
};

export function isWellFormed(name: ArgName, value: unknown, flow: Flow): boolean {
  return checks[name](value, flow);
}

/** Deadlines by corrected time (SYNC A9): a phone may have been offline past the date it named. */
function isTimely(name: ArgName, args: ActionArgs, ticket: Ticket | null, context: DecideContext): boolean {
  const { occurredAt } = context;
  const isPast = (time: EpochMs | undefined): boolean => (time ?? 0) <= occurredAt + futureToleranceMs;
  const isAhead = (time: EpochMs | undefined): boolean => (time ?? 0) > occurredAt;
  if (name === "until" || name === "reviewDate") return isAhead(args[name]);
  if (name === "restoredAt" || name === "actualStart") return isPast(args[name]);
  if (name === "actualEnd")
    return isPast(args.actualEnd) && (args.actualEnd ?? 0) >= (ticket?.change?.actualStart ?? 0);
  return true;
}

/** A9, A4: the words of an insert. */
export function textRefusal(action: Action): Refusal | null {
  if (isMissing("text", action.args.text)) {
    // A photo says it too.
    return attachmentsOf(action.args) === null ? refuse("needs.missing", { fields: ["text"] }) : null;
  }
  return isText(action.args.text, "incident") ? null : refuse("needs.invalid", { fields: ["text"] });
}

/** The arguments a form must ask for: optional ones and checks left out, conditional ones included. */
export function askedOf(row: TableRow): readonly ArgName[] {
  const names: ArgName[] = [];
  for (const { word, conditions } of row.needs) {
    if (word === "conflictCheck") continue;
    if (conditions.includes("optional") || conditions.includes("duplicate")) continue;
    names.push(word);
  }
  return names;
}
