/** The ids of WORKFLOWS.md. What a person reads on the screen for each is in core/messages. */
import type { EpochMs } from "../ids";

export const flows = ["incident", "problem", "standard", "normal", "emergency"] as const;
export type Flow = (typeof flows)[number];
export type ChangeFlow = "standard" | "normal" | "emergency";

export const stages = [
  "assign",
  "investigate",
  "handle",
  "new",
  "preDevReview",
  "plan",
  "preLaunchReview",
  "scheduled",
  "done",
  "closing",
  "closingReview",
  "closed",
] as const;
export type Stage = (typeof stages)[number];
export type ReviewStage = "preDevReview" | "preLaunchReview" | "closingReview";

/** The row of 關卡 a ticket walks, in order; `closed` last. */
export const stagesByFlow: Readonly<Record<Flow, readonly Stage[]>> = {
  incident: ["assign", "handle", "closed"],
  problem: ["assign", "investigate", "handle", "closed"],
  standard: ["new", "plan", "scheduled", "done", "closing", "closed"],
  normal: ["new", "preDevReview", "plan", "preLaunchReview", "scheduled", "done", "closingReview", "closed"],
  emergency: ["new", "plan", "preLaunchReview", "scheduled", "done", "closingReview", "closed"],
};

/** How a ticket was closed. */
export const outcomes = [
  "resolved",
  "cancelled",
  "eradicated",
  "knownError",
  "completed",
  "withdrawn",
] as const;
export type ClosedOutcome = (typeof outcomes)[number];

export const workflowActions = [
  "open",
  "assignHandler",
  "assignInvestigator",
  "claim",
  "reassign",
  "resolveNow",
  "cancel",
  "resolve",
  "returnToAssign",
  "hold",
  "resume",
  "transfer",
  "reopen",
  "raiseProblem",
  "eradicate",
  "contain",
  "returnToInvestigate",
  "submitForReview",
  "startPlanning",
  "approve",
  "reject",
  "schedule",
  "start",
  "complete",
  "reschedule",
  "close",
  "confirm",
  "withdraw",
] as const;
export type WorkflowAction = (typeof workflowActions)[number];

/** Not a row of the workflow: inserts that are accepted at every stage (SYNC A4), and the number keeper (SYNC A7). */
export type InsertAction = "comment" | "workNote";
/** SYNC A3: one field of a ticket is put right. */
export type EditAction = "edit";
export type ActionType = WorkflowAction | InsertAction | EditAction | "void";

/** Which people stand in which relation to a ticket; what a row's `who` and `told` are written in. */
export type Relation =
  | "anyone"
  | "agent"
  | "opener"
  | "member"
  | "lead"
  | "ownerLead"
  | "holder"
  | "changeGroup"
  | "reviewer"
  | "system";

export type Level = "high" | "medium" | "low";
export const levels: readonly Level[] = ["high", "medium", "low"];
export type Priority = "P1" | "P2" | "P3" | "P4";
export type Risk = Level;

/** Impact × urgency → priority (WORKFLOWS.md, Words). */
export function priorityOf(impact: Level, urgency: Level): Priority {
  const weight = (level: Level): number => levels.indexOf(level);
  const sum = weight(impact) + weight(urgency);
  return sum === 0 ? "P1" : sum === 1 ? "P2" : sum === 2 ? "P3" : "P4";
}

export const incidentClosureCodes = [
  "fixed",
  "workaround",
  "userGuidance",
  "notReproducible",
  "fixedByChange",
  "fixedByProblem",
  "recovered",
] as const;
export type IncidentClosureCode = (typeof incidentClosureCodes)[number];
export const changeClosureCodes = ["successful", "partial", "failed", "rolledBack"] as const;
export type ChangeClosureCode = (typeof changeClosureCodes)[number];
export type ClosureCode = IncidentClosureCode | ChangeClosureCode;

/** What an incident on hold waits for. */
export const holdReasons = ["opener", "vendor", "change", "problem"] as const;
export type HoldReason = (typeof holdReasons)[number];

/** How a problem was resolved at once. */
export const problemResolutions = ["knownFix", "duplicate", "fixedByChange"] as const;
export type ProblemResolution = (typeof problemResolutions)[number];

/** ANY: the first vote decides. ALL: the first rejection rejects. A number n: approved at n. */
export type ReviewRule =
  | { readonly kind: "any" }
  | { readonly kind: "all" }
  | { readonly kind: "atLeast"; readonly count: number };

/** A half-open span of time, epoch ms: from ≤ t < until. */
export interface Window {
  readonly from: EpochMs;
  readonly until: EpochMs;
}
