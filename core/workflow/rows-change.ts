/**
 * 變更 (WORKFLOWS.md, Change): the three types, stage by stage. Told people are those of the action and those told on
 * ENTERING the stage it leads to: new and scheduled (all), closing (standard) tell the change group; a review its
 * reviewers; closed the opener (normal, emergency); plan and done nobody.
 */
import type { Need, Row, StageText, Tell } from "./row";
import type { ChangeFlow } from "./vocabulary";

export const changeRows: readonly Row[] = [...standardRows(), ...normalRows(), ...emergencyRows()];

function standardRows(): readonly Row[] {
  const flow = "standard";
  return [
    open(flow, "templateId"),
    startPlanning(flow),
    ...abandon(flow, "new"),
    {
      flow,
      from: "plan",
      action: "schedule",
      to: "scheduled",
      who: ["changeGroup"],
      needs: ["window", "implementerId", "rollbackPlan", "conflictCheck"],
      told: ["changeGroup:S"],
      source: "S",
    },
    transfer(flow, "plan"),
    ...abandon(flow, "plan"),
    ...scheduledRows(flow, "plan", []),
    {
      flow,
      from: "done",
      action: "close",
      to: "closing",
      who: ["changeGroup"],
      needs: ["closureCode", "notes"],
      told: ["changeGroup:S"],
      source: "S",
    },
    {
      flow,
      from: "closing",
      action: "confirm",
      to: "closed/completed",
      who: ["lead"],
      needs: [],
      told: [],
      source: "S",
    },
  ];
}

function normalRows(): readonly Row[] {
  const flow = "normal";
  return [
    open(flow),
    {
      flow,
      from: "new",
      action: "submitForReview",
      to: "preDevReview",
      who: ["opener", "changeGroup"],
      needs: ["scope", "riskAssessment"],
      told: ["reviewers:S"],
      source: "S",
    },
    ...abandon(flow, "new"),
    {
      flow,
      from: "preDevReview",
      action: "approve",
      to: "plan",
      who: ["reviewers"],
      needs: [],
      told: [],
      source: "S",
    },
    {
      flow,
      from: "preDevReview",
      action: "reject",
      to: "new",
      who: ["reviewers"],
      needs: ["reason"],
      told: ["changeGroup:S", "opener:X", "implementer:X"],
      source: "X",
    },
    ...abandon(flow, "preDevReview"),
    ...reviewedRows(flow),
  ];
}

function emergencyRows(): readonly Row[] {
  const flow = "emergency";
  return [open(flow, "whyUrgent"), startPlanning(flow), ...abandon(flow, "new"), ...reviewedRows(flow)];
}

/** From the plan on, normal and emergency walk the same way. */
function reviewedRows(flow: "normal" | "emergency"): readonly Row[] {
  return [
    {
      flow,
      from: "plan",
      action: "submitForReview",
      to: "preLaunchReview",
      who: ["changeGroup"],
      needs: ["steps", "rollbackPlan", "window", "implementerId", "conflictCheck"],
      told: ["reviewers:S"],
      source: "S",
    },
    transfer(flow, "plan"),
    ...abandon(flow, "plan"),
    {
      flow,
      from: "preLaunchReview",
      action: "approve",
      to: "scheduled",
      who: ["reviewers"],
      needs: [],
      told: ["changeGroup:S"],
      source: "S",
    },
    {
      flow,
      from: "preLaunchReview",
      action: "reject",
      to: "plan",
      who: ["reviewers"],
      needs: ["reason"],
      told: ["opener:X", "implementer:X", "changeGroup:X"],
      source: "X",
    },
    ...abandon(flow, "preLaunchReview"),
    ...scheduledRows(flow, "preLaunchReview", ["reviewers:S"]),
    {
      flow,
      from: "done",
      action: "submitForReview",
      to: "closingReview",
      who: ["changeGroup"],
      needs: ["closureCode", "evidence", "causedIncidentIds"],
      told: ["reviewers:S"],
      source: "S",
    },
    {
      flow,
      from: "closingReview",
      action: "approve",
      to: "closed/completed",
      who: ["reviewers"],
      needs: [],
      told: ["opener:S"],
      source: "S",
    },
    {
      flow,
      from: "closingReview",
      action: "reject",
      to: "done",
      who: ["reviewers"],
      needs: ["reason"],
      told: ["opener:X", "implementer:X", "changeGroup:X"],
      source: "X",
    },
  ];
}

function open(flow: ChangeFlow, besides?: Need): Row {
  return {
    flow,
    from: "-",
    action: "open",
    to: "new",
    who: ["agent"],
    needs: ["title", "description", "assetIds", "risk", ...(besides === undefined ? [] : [besides])],
    told: ["changeGroup:S"],
    source: "S",
  };
}

function startPlanning(flow: "standard" | "emergency"): Row {
  return {
    flow,
    from: "new",
    action: "startPlanning",
    to: "plan",
    who: ["opener", "changeGroup"],
    needs: [],
    told: [],
    source: "S",
  };
}

function scheduledRows(
  flow: ChangeFlow,
  rescheduleTo: "plan" | "preLaunchReview",
  toldOnEntry: readonly Tell[],
): readonly Row[] {
  return [
    {
      flow,
      from: "scheduled",
      action: "start",
      to: "scheduled",
      who: ["implementer", "lead"],
      needs: ["actualStart"],
      told: [],
      source: "X",
    },
    {
      flow,
      from: "scheduled",
      action: "complete",
      to: "done",
      who: ["implementer", "lead"],
      needs: ["actualEnd", "result"],
      told: [],
      source: "S",
    },
    {
      flow,
      from: "scheduled",
      action: "reschedule",
      to: rescheduleTo,
      who: ["changeGroup"],
      // A new window is judged like the first one, while its author is looking.
      needs: ["window", "reason", "conflictCheck"],
      told: [...toldOnEntry, "opener:X", "implementer:X", "changeGroup:X"],
      source: "X",
    },
    transfer(flow, "scheduled"),
    ...abandon(flow, "scheduled"),
  ];
}

function transfer(flow: ChangeFlow, stage: "plan" | "scheduled"): Row {
  return {
    flow,
    from: stage,
    action: "transfer",
    to: stage,
    who: ["implementer", "lead"],
    needs: ["personId", "conflictCheck"],
    told: ["holder[previous]:X", "holder[new]:X"],
    source: "X",
  };
}

/** 撤回 by the opener, 取消 by the lead, at every stage up to scheduled. */
function abandon(flow: ChangeFlow, from: StageText): readonly Row[] {
  const told: readonly Tell[] = [
    flow === "standard" ? "opener:X" : "opener:S",
    "implementer:X",
    "changeGroup:X",
  ];
  return [
    {
      flow,
      from,
      action: "withdraw",
      to: "closed/withdrawn",
      who: ["opener"],
      needs: ["reason"],
      told,
      source: "X",
    },
    {
      flow,
      from,
      action: "cancel",
      to: "closed/cancelled",
      who: ["lead"],
      needs: ["reason"],
      told,
      source: "X",
    },
  ];
}
