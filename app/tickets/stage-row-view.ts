/** The row of 關卡: which are behind, which is now, which come (WORKFLOWS.md). */
import type { Messages } from "../../core/messages/messages";
import type { Ticket } from "../../core/tickets/ticket";
import { stagesByFlow } from "../../core/workflow/vocabulary";

export interface StageStep {
  readonly key: string;
  readonly label: string;
  readonly state: "done" | "now" | "later";
  /** Drawn as its shape alone where room is short: the label is then for screen readers. */
  readonly slim: boolean;
}

/** Rows longer than this show labels only around the present stage on a phone. */
const fullRowMax = 5;

export function stageSteps(
  t: Messages,
  ticket: Pick<Ticket, "flow" | "stage" | "outcome">,
): readonly StageStep[] {
  const stages = stagesByFlow[ticket.flow];
  const current = stages.indexOf(ticket.stage);
  // Incidents and problems begin with 開單, a step that is always behind; a change begins at its own 新建.
  const opening = ticket.flow === "incident" || ticket.flow === "problem" ? 1 : 0;
  const steps: StageStep[] = [];
  const total = stages.length + opening;
  const slim = (index: number): boolean => total > fullRowMax && Math.abs(index - current - opening) > 1;
  if (opening) steps.push({ key: "open", label: t.action.open, state: "done", slim: slim(0) });
  stages.forEach((stage, index) => {
    const label = stage === "closed" && ticket.outcome ? t.outcome[ticket.outcome] : t.stage[stage];
    const state = index < current ? "done" : index === current ? "now" : "later";
    steps.push({ key: stage, label, state, slim: slim(index + opening) });
  });
  return steps;
}
