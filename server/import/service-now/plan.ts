/**
 * Turns the rows of one incident of the log into the actions its people would have done in this workflow
 * (shared/data/README.md has the mapping). Pure: people, groups and tickets are still the log's own names.
 */
import type { EpochMs } from "../../../core/ids";
import type { HoldReason, Level } from "../../../core/workflow/vocabulary";
import type { LogRow, LogState } from "./log-reader";

/** `desk:8` opened tickets by telephone; `field:…` did the work. The log numbers each column on its own. */
export type LogPerson = `desk:${string}` | `field:${string}`;

export type PlannedVerb =
  | {
      readonly type: "open";
      readonly group: string;
      readonly row: LogRow;
      readonly impact: Level;
      readonly urgency: Level;
    }
  | { readonly type: "assignHandler"; readonly person: LogPerson }
  | { readonly type: "transfer"; readonly person: LogPerson }
  | { readonly type: "returnToAssign" }
  | { readonly type: "reassign"; readonly group: string }
  | { readonly type: "hold"; readonly reason: HoldReason }
  | { readonly type: "resume" }
  | { readonly type: "raiseProblem" }
  | { readonly type: "resolveNow" }
  | { readonly type: "resolve" }
  | { readonly type: "reopen" };

export interface PlannedAction {
  readonly number: string;
  /** Position in the incident: with the number it names the action for good. */
  readonly index: number;
  readonly at: EpochMs;
  readonly actor: LogPerson;
  /** The group the actor needs rights in, as the log has it at that moment. */
  readonly group: string;
  readonly verb: PlannedVerb;
}

/** The group of rows that name none. */
export const noGroup = "0";

interface Position {
  stage: "assign" | "handle" | "closed";
  group: string;
  handler: LogPerson | null;
  hold: HoldReason | null;
  problemRaised: boolean;
}

const holdReasonByState: Partial<Record<LogState, HoldReason>> = {
  "Awaiting User Info": "opener",
  "Awaiting Evidence": "opener",
  "Awaiting Vendor": "vendor",
  "Awaiting Problem": "problem",
};

/** The actions of one incident in the log's order, times never going backwards. `rows` is not empty. */
export function planIncident(rows: readonly LogRow[]): readonly PlannedAction[] {
  const first = rows[0];
  if (!first) return [];
  const actions: PlannedAction[] = [];
  const position: Position = {
    stage: "assign",
    group: first.group ?? noGroup,
    handler: null,
    hold: null,
    problemRaised: false,
  };
  let clock = first.openedAt;
  const plan = (actor: LogPerson, verb: PlannedVerb): void => {
    actions.push({
      number: first.number,
      index: actions.length,
      at: clock,
      actor,
      group: position.group,
      verb,
    });
  };
  plan(`desk:${first.openedBy}`, {
    type: "open",
    group: position.group,
    row: first,
    impact: first.impact,
    urgency: first.urgency,
  });
  for (const row of rows) {
    clock = Math.max(clock, row.updatedAt);
    planRow(row, position, plan, `desk:${first.openedBy}`);
  }
  return actions;
}

function planRow(
  row: LogRow,
  position: Position,
  plan: (actor: LogPerson, verb: PlannedVerb) => void,
  opener: LogPerson,
): void {
  const actor: LogPerson = `field:u${row.updatedBy}`;
  const solved = row.state === "Resolved" || row.state === "Closed";
  if (position.stage === "closed") {
    if (solved || row.state === "New") return;
    plan(opener, { type: "reopen" });
    Object.assign(position, { stage: "assign", handler: null, hold: null });
  }
  if (row.group !== null && row.group !== position.group) {
    if (position.stage === "handle") {
      plan(actor, { type: "returnToAssign" });
      Object.assign(position, { stage: "assign", handler: null, hold: null });
    }
    plan(actor, { type: "reassign", group: row.group });
    position.group = row.group;
  }
  if (solved) {
    const solver: LogPerson = row.resolvedBy === null ? actor : `field:s${row.resolvedBy}`;
    plan(solver, { type: position.stage === "assign" ? "resolveNow" : "resolve" });
    Object.assign(position, { stage: "closed", hold: null });
    return;
  }
  if (row.state === "New") return;
  planWork(row, position, plan, actor);
}

function planWork(
  row: LogRow,
  position: Position,
  plan: (actor: LogPerson, verb: PlannedVerb) => void,
  actor: LogPerson,
): void {
  const assigned: LogPerson | null = row.assignedTo === null ? null : `field:a${row.assignedTo}`;
  if (assigned !== null && assigned !== position.handler) {
    plan(actor, { type: position.stage === "assign" ? "assignHandler" : "transfer", person: assigned });
    Object.assign(position, { stage: "handle", handler: assigned });
  }
  // Waiting without a handler has no counterpart: this workflow holds at the handle stage only.
  if (position.stage !== "handle") return;
  const wanted = holdReasonByState[row.state] ?? null;
  if (wanted === position.hold) return;
  if (position.hold !== null) plan(actor, { type: "resume" });
  if (wanted === "problem" && !position.problemRaised) {
    plan(actor, { type: "raiseProblem" });
    position.problemRaised = true;
  }
  if (wanted !== null) plan(actor, { type: "hold", reason: wanted });
  position.hold = wanted;
}
