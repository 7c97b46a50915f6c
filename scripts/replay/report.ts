/** Counts what became of the actions, and says of every returned one by which rule it came back. */
import type { ReturnCode, StoredOutcome } from "../../core/sync/protocol";
import type { PlannedAction } from "../../server/import/service-now/plan";

export interface Totals {
  sent: number;
  applied: number;
  superseded: number;
  returned: number;
  held: number;
  /** "resolve · stage.moved · after returnToAssign" → how often. */
  readonly reasons: Map<string, number>;
}

export function createTotals(): Totals {
  return { sent: 0, applied: 0, superseded: 0, returned: 0, held: 0, reasons: new Map() };
}

export function count(totals: Totals, planned: PlannedAction, { outcome }: StoredOutcome): void {
  totals.sent += 1;
  totals[outcome.kind] += 1;
  const note = (reason: string): void => {
    const key = `${outcome.kind} ${planned.verb.type}: ${reason}`;
    totals.reasons.set(key, (totals.reasons.get(key) ?? 0) + 1);
  };
  switch (outcome.kind) {
    case "applied":
      return;
    case "held":
      note(outcome.code);
      return;
    case "superseded":
      note(`already so by ${outcome.by.action} — [A2] no effect, a notice`);
      return;
    case "returned": {
      const since = outcome.since === null ? "" : ` after ${outcome.since.action}`;
      note(`${outcome.code}${since} — ${ruleOf(outcome.code)}`);
    }
  }
}

/** The lines of the report, most frequent reasons first. */
export function reportLines(totals: Totals, seconds: number): readonly string[] {
  const rate = seconds > 0 ? totals.sent / seconds : 0;
  const reasons = [...totals.reasons]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, times]) => `${times} × ${reason}`);
  return [
    ...reasons,
    `sent ${totals.sent} · applied ${totals.applied} · superseded ${totals.superseded} · returned ${totals.returned} · held ${totals.held}`,
    `${seconds.toFixed(1)} s · ${rate.toFixed(0)} actions a second`,
  ];
}

function ruleOf(code: ReturnCode): string {
  if (code === "stage.moved" || code === "stage.closed") {
    return "[A2] illegal at the stage the ticket had when the batch arrived";
  }
  if (code === "right.missing") return "[A9] rights are judged at arrival: somebody else's ticket by then";
  if (code === "reopen.late") return "[A9] later than reopen_days after closing";
  if (code === "person.notMember")
    return "WORKFLOWS.md, assignHandler: not in the group the ticket had by then";
  if (code === "hold.none") return "WORKFLOWS.md, resume: not on hold by then";
  if (code === "group.same") return "WORKFLOWS.md, reassign: another group is needed, it was there by then";
  if (code === "ticket.unknown" || code === "link.unknown") return "[A9] not there yet, or out of sight";
  return "WORKFLOWS.md, Needs";
}
