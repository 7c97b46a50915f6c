/** Tickets of all flows with a past, walked at random through stages that the workflow has; for tests of what counts it. */
import fc from "fast-check";
import type { GroupId } from "../../core/ids";
import type {
  ActionType,
  ChangeClosureCode,
  ClosedOutcome,
  Flow,
  Stage,
} from "../../core/workflow/vocabulary";

type Step = readonly [action: ActionType, to: Stage];

/** Where a walk may go from a stage, said twice what is likely; what is not a move says its own stage. */
const moves: Readonly<Partial<Record<Flow, Readonly<Partial<Record<Stage, readonly Step[]>>>>>> = {
  incident: {
    assign: [
      ["claim", "handle"],
      ["assignHandler", "handle"],
      ["reassign", "assign"],
      ["resolveNow", "closed"],
      ["cancel", "closed"],
    ],
    handle: [
      ["hold", "handle"],
      ["hold", "handle"],
      ["resume", "handle"],
      ["comment", "handle"],
      ["returnToAssign", "assign"],
      ["resolve", "closed"],
    ],
    closed: [
      ["comment", "closed"],
      ["reopen", "assign"],
    ],
  },
  problem: {
    assign: [
      ["assignInvestigator", "investigate"],
      ["cancel", "closed"],
    ],
    investigate: [["assignHandler", "handle"]],
    handle: [
      ["eradicate", "closed"],
      ["comment", "handle"],
      ["returnToInvestigate", "investigate"],
    ],
    closed: [["reopen", "investigate"]],
  },
  normal: {
    new: [["submitForReview", "preDevReview"]],
    preDevReview: [
      ["approve", "preDevReview"],
      ["approve", "plan"],
      ["approve", "plan"],
      ["approve", "plan"],
      ["reject", "new"],
    ],
    plan: [["submitForReview", "preLaunchReview"]],
    preLaunchReview: [
      ["approve", "scheduled"],
      ["approve", "scheduled"],
      ["approve", "scheduled"],
      ["approve", "scheduled"],
      ["reject", "plan"],
      ["withdraw", "closed"],
    ],
    scheduled: [
      ["complete", "done"],
      ["complete", "done"],
      ["reschedule", "preLaunchReview"],
    ],
    done: [["submitForReview", "closingReview"]],
    closingReview: [
      ["approve", "closed"],
      ["approve", "closed"],
      ["reject", "done"],
    ],
  },
};

const outcomeByAction: Readonly<Partial<Record<ActionType, ClosedOutcome>>> = {
  cancel: "cancelled",
  withdraw: "withdrawn",
  eradicate: "eradicated",
  approve: "completed",
};
const codes: readonly ChangeClosureCode[] = ["successful", "partial", "failed", "rolledBack"];

export interface PastLine {
  readonly type: ActionType;
  readonly from: Stage | null;
  readonly to: Stage;
  readonly at: number;
  readonly lateMs: number;
}

export interface Past {
  readonly flow: Flow;
  readonly groupId: GroupId | null;
  readonly restricted: boolean;
  readonly recurs: boolean;
  readonly code: ChangeClosureCode;
  readonly lines: readonly PastLine[];
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
  readonly closedAt: number | null;
}

const hourMs = 3_600_000;

/** `beforeMs`: when the oldest opened, before `now`. */
export function arbitraryPast(groupIds: readonly (GroupId | null)[], now: number, beforeMs: number) {
  // A walk that turns back at once reaches nothing.
  const step = fc.record({
    choice: fc.noBias(fc.nat(1_000)),
    // Many at the same moment.
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 * hourMs })),
    lateMs: fc.oneof(fc.constant(2_000), fc.integer({ min: 0, max: 5 * hourMs }), fc.constant(800 * hourMs)),
  });
  return fc
    .record({
      flow: fc.constantFrom<Flow>("incident", "incident", "problem", "normal"),
      groupId: fc.constantFrom(...groupIds),
      restricted: fc.boolean(),
      recurs: fc.boolean(),
      code: fc.constantFrom(...codes),
      agoMs: fc.integer({ min: 1, max: beforeMs }),
      steps: fc.array(step, { minLength: 2, maxLength: 20, size: "max" }),
    })
    .map(({ agoMs, steps, ...rest }): Past => {
      const first: Stage = rest.flow === "normal" ? "new" : "assign";
      let stage: Stage = first;
      let at = now - agoMs;
      let outcome: ClosedOutcome | null = null;
      let closedAt: number | null = null;
      const lines: PastLine[] = [{ type: "open", from: null, to: first, at, lateMs: 0 }];
      for (const { choice, afterMs, lateMs } of steps) {
        const ways: readonly Step[] = moves[rest.flow]?.[stage] ?? [];
        const taken: Step | undefined = ways[choice % Math.max(1, ways.length)];
        if (taken === undefined || (outcome === "cancelled" && taken[0] === "reopen")) break;
        const [type, to] = taken;
        at = Math.min(now, at + afterMs);
        lines.push({ type, from: stage, to, at, lateMs });
        if (to === "closed" && stage !== "closed")
          [outcome, closedAt] = [outcomeByAction[type] ?? "resolved", at];
        if (to !== "closed") [outcome, closedAt] = [null, null];
        stage = to;
      }
      return { ...rest, lines, stage, outcome, closedAt };
    });
}
