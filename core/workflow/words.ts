/** The words of an action: what its timeline line says, and what must not be lost when it comes back (SYNC A5). */
import type { AttachmentRef } from "../attachments/attachment";
import type { ActionArgs } from "../sync/protocol";

/** What is said in words besides what a ticket itself shows. */
export const spokenArgs = [
  "text",
  "reason",
  "notes",
  "analysis",
  "rootCause",
  "permanentFix",
  "workaround",
  "whyNotEradicated",
  "scope",
  "riskAssessment",
  "steps",
  "rollbackPlan",
  "conflictReason",
  "result",
  "evidence",
] as const satisfies readonly (keyof ActionArgs)[];

/** Null: nothing goes with it. */
export function attachmentsOf({ attachments }: ActionArgs): readonly AttachmentRef[] | null {
  return attachments === undefined || attachments.length === 0 ? null : attachments;
}

/** Everything that was typed, a paragraph each; "" when nothing was. */
export function wordsOf(args: ActionArgs): string {
  const words: string[] = [];
  for (const name of spokenArgs) {
    const value: unknown = args[name];
    if (typeof value === "string" && value.trim() !== "") words.push(value.trim());
  }
  return words.join("\n\n");
}
