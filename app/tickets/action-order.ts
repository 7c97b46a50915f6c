/** Which of the actions a person may do now is the amber one, which stands beside it, and which are behind "more". */
import type { ArgName } from "../../core/sync/protocol";
import type { ActionType } from "../../core/workflow/vocabulary";

export interface OfferedAction {
  readonly action: ActionType;
  readonly needed: readonly ArgName[];
  /** Leads the ticket forward: one at most, by the workflow. */
  readonly primary: boolean;
  /** The form of an action that asks for nothing: what may be said with it. */
  readonly worded?: true;
}

export interface ArrangedActions {
  readonly main: OfferedAction | null;
  /** One beside the main action. */
  readonly second: OfferedAction | null;
  readonly rest: readonly OfferedAction[];
}

/** What is wanted most often besides the way forward; what ends a ticket without a result stays behind "more". */
const beside: readonly ActionType[] = [
  "reject",
  "claim",
  "resolve",
  "complete",
  "contain",
  "resolveNow",
  "returnToAssign",
  "returnToInvestigate",
  "reopen",
  "reassign",
  "comment",
];

export function arrangeActions(offered: readonly OfferedAction[]): ArrangedActions {
  const main = offered.find((one) => one.primary) ?? null;
  const others = offered.filter((one) => one !== main);
  const second = beside.map((action) => others.find((one) => one.action === action)).find(Boolean) ?? null;
  return { main, second, rest: others.filter((one) => one !== second) };
}
