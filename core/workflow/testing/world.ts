/** Tickets at every stage, what an action on them may say, and a context that knows everything. */
import type { Parameters } from "../../directory/directory";
import { type ActionId, type ClientId, systemOpenerId, type TicketId } from "../../ids";
import type { Action, ActionArgs } from "../../sync/protocol";
import type { ChangeDetails, ProblemDetails, Ticket } from "../../tickets/ticket";
import type { DecideContext } from "../decision";
import type { ActionType, ClosedOutcome, Flow, Stage } from "../vocabulary";
import {
  account,
  assetId,
  categoryId,
  delegations,
  groupId,
  groups,
  hourMs,
  idOf,
  now,
  type PersonName,
  parameters,
  people,
  roleOf,
  siteId,
  templateId,
} from "./people";

export const ticketId = {
  acted: idOf<TicketId>("71c0", 1),
  incident: idOf<TicketId>("71c0", 2),
  problem: idOf<TicketId>("71c0", 3),
  eradicated: idOf<TicketId>("71c0", 4),
  change: idOf<TicketId>("71c0", 5),
  waiting: idOf<TicketId>("71c0", 6),
  raised: idOf<TicketId>("71c0", 7),
} as const;

const noProblem: ProblemDetails = {
  proactive: false,
  analysis: "",
  rootCause: "",
  workaround: "",
  permanentFix: "",
  whyNotEradicated: "",
  reviewDate: null,
};

const noChange: ChangeDetails = {
  templateId: null,
  whyUrgent: "",
  scope: "",
  risk: "medium",
  riskAssessment: "",
  steps: "",
  rollbackPlan: "",
  window: null,
  conflictReason: "",
  reviewGroupId: groupId.review,
  actualStart: null,
  actualEnd: null,
  result: "",
  evidence: "",
  causedIncidentIds: [],
};

/** A ticket of the flow at the stage, opened two hours ago by `opener` for `reporter`; `more` overrides. */
export function makeTicket(
  flow: Flow,
  stage: Stage,
  outcome: ClosedOutcome | null = null,
  more: Partial<Ticket> = {},
): Ticket {
  const isChange = flow !== "incident" && flow !== "problem";
  const isReview = stage === "preDevReview" || stage === "preLaunchReview" || stage === "closingReview";
  return {
    id: ticketId.acted,
    flow,
    number: 7,
    stage,
    outcome,
    title: "三號電梯停在二樓",
    description: "門不開",
    categoryId: isChange ? null : categoryId,
    impact: isChange ? null : "medium",
    urgency: isChange ? null : "high",
    priority: isChange ? null : "P2",
    siteId,
    assetIds: [assetId],
    openerId: account.opener,
    reportedById: account.reporter,
    ownerGroupIds: flow === "incident" ? [groupId.owner] : [],
    assignedGroupId: groupId.work,
    holderId: null,
    investigatorId: null,
    hold: null,
    returnCount: 0,
    closure: null,
    links: [],
    restricted: false,
    problem: flow === "problem" ? noProblem : null,
    change: isChange ? noChange : null,
    review: isReview
      ? {
          stage,
          rule: { kind: "any" },
          reviewers: [
            { accountId: account.reviewer1, insteadOf: null, vote: null },
            { accountId: account.reviewer2, insteadOf: null, vote: null },
          ],
        }
      : null,
    revision: 4,
    version: 9,
    last: { action: "open", actorId: account.opener, at: now - 2 * hourMs },
    openedAt: now - 2 * hourMs,
    stageAt: now - hourMs,
    closedAt: stage === "closed" ? now - hourMs : null,
    updatedAt: now - hourMs,
    ...more,
  };
}

/** What is true of a variant that the rows' conditions ask about. */
export interface Facts {
  readonly untaken?: boolean;
  readonly event?: boolean;
  readonly eradicatedProblem?: boolean;
  readonly held?: boolean;
  readonly waitsForOpener?: boolean;
  readonly thirdReturnNext?: boolean;
  readonly noInvestigator?: boolean;
  readonly openProblem?: boolean;
}

export interface Variant {
  readonly name: string;
  /** Null: before opening. */
  readonly ticket: Ticket | null;
  readonly flow: Flow;
  readonly stage: Stage | "-";
  readonly outcome: ClosedOutcome | null;
  readonly facts: Facts;
}

const holderId = account.holder;
const problemOf = (name: "problem" | "eradicated") =>
  [{ kind: "problemOf", ticketId: ticketId[name] }] as const;
const hold = { ticketId: null, until: now + hourMs };

export const variants: readonly Variant[] = [
  ...incidentVariants(),
  ...problemVariants(),
  ...(["standard", "normal", "emergency"] as const).flatMap(changeVariants),
];

function incidentVariants(): readonly Variant[] {
  const one = makeVariant("incident");
  const waiting = { reason: "problem", ticketId: ticketId.eradicated, until: now + hourMs } as const;
  const closure = { code: "fixed", notes: "", restoredAt: null } as const;
  return [
    opening("incident"),
    one("untaken", "assign", null, {}, { untaken: true }),
    one("returned once", "assign", null, { returnCount: 1 }),
    one("reopened", "assign", null, { closure }),
    one("of an event", "assign", null, { openerId: systemOpenerId }, { untaken: true, event: true }),
    one(
      "of an event, taken before",
      "assign",
      null,
      { openerId: systemOpenerId, returnCount: 1 },
      { event: true },
    ),
    one("waiting", "assign", null, { hold: waiting }, { untaken: true, eradicatedProblem: true }),
    one("taken", "handle", null, { holderId }),
    one("taken, of an event", "handle", null, { holderId, openerId: systemOpenerId }, { event: true }),
    one("returned twice", "handle", null, { holderId, returnCount: 2 }, { thirdReturnNext: true }),
    one("returned thrice", "handle", null, { holderId, returnCount: 3 }),
    one(
      "held for the opener",
      "handle",
      null,
      { holderId, hold: { ...hold, reason: "opener" } },
      { held: true, waitsForOpener: true },
    ),
    one(
      "held for a vendor",
      "handle",
      null,
      { holderId, hold: { ...hold, reason: "vendor" } },
      { held: true },
    ),
    one("waiting", "handle", null, { holderId, hold: waiting }, { held: true, eradicatedProblem: true }),
    one("with a problem", "handle", null, { holderId, links: problemOf("problem") }, { openProblem: true }),
    one("with a problem that is over", "handle", null, { holderId, links: problemOf("eradicated") }),
    one("resolved", "closed", "resolved", { holderId, closure }),
    one(
      "resolved, of an event",
      "closed",
      "resolved",
      { closure, openerId: systemOpenerId },
      { event: true },
    ),
    one("cancelled", "closed", "cancelled", {}),
  ];
}

function problemVariants(): readonly Variant[] {
  const one = makeVariant("problem");
  const investigatorId = account.investigator;
  return [
    opening("problem"),
    one("new", "assign", null, {}),
    one("investigated", "investigate", null, { holderId: investigatorId, investigatorId }),
    one("handled", "handle", null, { holderId, investigatorId }),
    one(
      "handled, who investigated has left",
      "handle",
      null,
      { holderId, investigatorId: account.inactiveLead },
      { noInvestigator: true },
    ),
    one("eradicated", "closed", "eradicated", { holderId, investigatorId }),
    one("known error", "closed", "knownError", { holderId, investigatorId }),
    one("resolved at once", "closed", "resolved", {}, { noInvestigator: true }),
    one("cancelled", "closed", "cancelled", {}, { noInvestigator: true }),
  ];
}

function changeVariants(flow: "standard" | "normal" | "emergency"): readonly Variant[] {
  const one = makeVariant(flow);
  const stages: Record<typeof flow, readonly Stage[]> = {
    standard: ["new", "plan", "scheduled", "done", "closing"],
    normal: ["new", "preDevReview", "plan", "preLaunchReview", "scheduled", "done", "closingReview"],
    emergency: ["new", "plan", "preLaunchReview", "scheduled", "done", "closingReview"],
  };
  return [
    opening(flow),
    one("without implementer", "plan", null, {}),
    ...stages[flow].map((stage) => one("with implementer", stage, null, { holderId })),
    // Who has left the group since: told and allowed as implementer only.
    ...stages[flow].map((stage) => one("outside implementer", stage, null, { holderId: account.bystander })),
    one("completed", "closed", "completed", { holderId }),
    one("withdrawn", "closed", "withdrawn", { holderId }),
    one("cancelled", "closed", "cancelled", { holderId }),
  ];
}

function opening(flow: Flow): Variant {
  return { name: `${flow} before opening`, ticket: null, flow, stage: "-", outcome: null, facts: {} };
}

function makeVariant(flow: Flow) {
  return (
    name: string,
    stage: Stage,
    outcome: ClosedOutcome | null,
    more: Partial<Ticket>,
    facts: Facts = {},
  ): Variant => ({
    name: `${flow} at ${stage}, ${name}`,
    ticket: makeTicket(flow, stage, outcome, more),
    flow,
    stage,
    outcome,
    facts,
  });
}

/** Everything any row may need, valid at every stage: rows read what is theirs. */
export function fullArgs(flow: Flow): ActionArgs {
  return {
    flow,
    title: "三號電梯停在二樓",
    description: "門不開",
    categoryId,
    impact: "medium",
    urgency: "high",
    assetIds: [assetId],
    linkedIds: [ticketId.incident],
    groupId: groupId.new,
    personId: account.chosen,
    reason: "a reason",
    notes: "some notes",
    closureCode: flow === "incident" ? "fixed" : "successful",
    restoredAt: now - 1000,
    duplicateOf: ticketId.incident,
    holdReason: "change",
    holdTicketId: ticketId.change,
    until: now + 5 * hourMs,
    problemId: ticketId.raised,
    analysis: "the analysis",
    rootCause: "the root cause",
    workaround: "the workaround",
    permanentFix: "the permanent fix",
    whyNotEradicated: "why not",
    reviewDate: now + 24 * hourMs,
    resolution: "duplicate",
    resolutionTicketId: ticketId.problem,
    templateId,
    whyUrgent: "it burns",
    scope: "the scope",
    risk: "medium",
    riskAssessment: "the risks",
    steps: "the steps",
    rollbackPlan: "the way back",
    window: { from: now + hourMs, until: now + 2 * hourMs },
    implementerId: account.chosen,
    actualStart: now - 3000,
    actualEnd: now - 2000,
    result: "the result",
    evidence: "the evidence",
    causedIncidentIds: [ticketId.incident],
  };
}

export const actionId = idOf<ActionId>("ac70", 1);

export function makeAction(type: ActionType, args: ActionArgs, more: Partial<Action> = {}): Action {
  return {
    clientId: idOf<ClientId>("c11e", 1),
    seq: 1,
    actionId,
    type,
    typeVersion: 1,
    ticketId: ticketId.acted,
    baseRevision: 4,
    args,
    occurredAt: now,
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
    ...more,
  };
}

const others: ReadonlyMap<TicketId, Ticket> = new Map(
  [
    makeTicket("incident", "assign", null, { id: ticketId.incident }),
    makeTicket("problem", "assign", null, { id: ticketId.problem }),
    makeTicket("problem", "closed", "eradicated", { id: ticketId.eradicated }),
    makeTicket("normal", "plan", null, { id: ticketId.change }),
  ].map((ticket) => [ticket.id, ticket]),
);

/** An incident on hold for the acted problem. */
export const waitingIncident = makeTicket("incident", "handle", null, {
  id: ticketId.waiting,
  openerId: account.waitOpener,
  reportedById: null,
  holderId: account.waitHolder,
  hold: { reason: "problem", ticketId: ticketId.acted, until: now + hourMs },
});

const personById = new Map(people.map((person) => [person.id, person]));
const groupById = new Map(groups.map((group) => [group.id, group]));

/** The server's view: everything known. `more` overrides single facts. */
export function makeContext(actor: PersonName | "system", more: Partial<DecideContext> = {}): DecideContext {
  return {
    now,
    occurredAt: now,
    arrivedAt: now,
    actor:
      actor === "system" ? { id: "system", role: "system" } : { id: account[actor], role: roleOf(actor) },
    person: (id) => personById.get(id) ?? null,
    group: (id) => groupById.get(id) ?? null,
    groups: () => groups,
    admins: () => [account.admin],
    site: (id) => (id === siteId ? { id, name: "總公司" } : null),
    category: (id) =>
      id === categoryId ? { id, name: "電梯", parentId: null, groupId: null, active: true } : null,
    asset: (id) =>
      id === assetId
        ? { id, tag: "A-EL-003", name: "三號電梯", siteId, location: "B1", groupId: null, active: true }
        : null,
    template: (id) => (id === templateId ? { id, name: "一般範本", approved: true } : null),
    parameters: (): Parameters => parameters,
    delegations: () => delegations,
    ticket: (id) => others.get(id) ?? null,
    waitingFor: (id) => (id === ticketId.acted ? [waitingIncident] : []),
    recurring: () => [],
    scheduleConflicts: () => ({ tickets: [], blackout: false }),
    ...more,
  };
}

/** Whatever is planned otherwise than `stored` overlaps another change. */
export function withConflict(context: DecideContext, stored: Ticket | null): DecideContext {
  const tickets = [ticketId.change];
  return {
    ...context,
    scheduleConflicts: (asked) => ({ tickets: asked === stored ? [] : tickets, blackout: false }),
  };
}
