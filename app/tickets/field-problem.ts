/** What is wrong with one field of a form, in words that say how to put it right. */
import type { Messages } from "../../core/messages/messages";
import type { ArgName, ReturnCode } from "../../core/sync/protocol";

/** Fields of a form that cannot be saved as they are, and why. */
export interface FormProblem {
  readonly code: ReturnCode;
  readonly fields: readonly ArgName[];
}

const past: ReadonlySet<ArgName> = new Set(["restoredAt", "actualStart", "actualEnd"]);
const ahead: ReadonlySet<ArgName> = new Set(["until", "reviewDate"]);

/** Null when `arg` is not among the wrong fields. */
export function fieldProblem(t: Messages, problem: FormProblem | null, arg: ArgName): string | null {
  if (problem === null || !problem.fields.includes(arg)) return null;
  if (problem.code === "needs.missing") return t.form.required;
  if (problem.code !== "needs.invalid") return t.returned[problem.code];
  if (past.has(arg)) return t.form.notInFuture;
  return ahead.has(arg) ? t.form.notInPast : t.form.unusable;
}

/** The one line above the button. */
export function formProblem(t: Messages, { code, fields }: FormProblem): string {
  const isInFields = code === "needs.missing" || code === "needs.invalid";
  return isInFields && fields.length > 0 ? t.form.wrongFields(fields.length) : t.returned[code];
}

/** Without `arg`, which the person is changing; null when nothing is left. */
export function withoutField(problem: FormProblem | null, args: object): FormProblem | null {
  if (problem === null) return null;
  const fields = problem.fields.filter((name) => !(name in args));
  return fields.length === 0 ? null : { ...problem, fields };
}
