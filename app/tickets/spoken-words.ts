import type { Messages } from "../../core/messages/messages";
import type { ActionArgs } from "../../core/sync/protocol";

/** The words a person typed, in the order they are read. */
export function spokenWords(args: ActionArgs, t: Messages): string {
  const words = [
    args.title,
    args.description,
    args.whyUrgent,
    args.closureCode ? t.closureCode[args.closureCode] : null,
    args.reason,
    args.notes,
    args.text,
    args.analysis,
    args.rootCause,
    args.permanentFix,
    args.workaround,
    args.whyNotEradicated,
    args.scope,
    args.riskAssessment,
    args.steps,
    args.rollbackPlan,
    args.conflictReason,
    args.result,
    args.evidence,
  ];
  return words.filter(Boolean).join("\n");
}
