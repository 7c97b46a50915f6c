/** The name of an action as its button says it: some differ by flow or by the stage they are done in (WORKFLOWS.md). */
import type { ActionType, Flow, Stage } from "../workflow/vocabulary";
import type { SpecialAction, VocabularyTexts } from "./vocabulary-texts";

export function actionLabel(
  texts: Pick<VocabularyTexts, "action">,
  action: ActionType,
  flow: Flow,
  fromStage: Stage | null,
): string {
  return texts.action[specialAction(action, flow, fromStage) ?? action];
}

function specialAction(action: ActionType, flow: Flow, fromStage: Stage | null): SpecialAction | null {
  if (action === "submitForReview" && fromStage === "done") return "done.submitForReview";
  if (action === "reject" && fromStage === "closingReview") return "closingReview.reject";
  if (flow === "incident") return null;
  if (flow === "problem") {
    if (action === "assignHandler") return "problem.assignHandler";
    if (action === "resolveNow") return "problem.resolveNow";
    if (action === "cancel") return "problem.cancel";
    if (action === "reopen") return "problem.reopen";
    return null;
  }
  if (action === "open") return "change.open";
  if (action === "cancel") return "change.cancel";
  return null;
}
