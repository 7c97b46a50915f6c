/** What a language must say for every id of core. A missing one does not compile. */
import type { ReturnCode } from "../sync/protocol";
import type {
  ActionType,
  ClosedOutcome,
  ClosureCode,
  Flow,
  HoldReason,
  Level,
  ProblemResolution,
  Relation,
  Stage,
} from "../workflow/vocabulary";

export type Locale = "zh-TW" | "en";
export const locales: readonly Locale[] = ["zh-TW", "en"];

/** An action whose name differs by flow or by the stage it is done in; see actionLabel. */
export type SpecialAction =
  | "problem.assignHandler"
  | "problem.resolveNow"
  | "problem.cancel"
  | "problem.reopen"
  | "change.open"
  | "change.cancel"
  | "done.submitForReview"
  | "closingReview.reject";

export interface VocabularyTexts {
  readonly flow: Readonly<Record<Flow, string>>;
  readonly stage: Readonly<Record<Stage, string>>;
  readonly outcome: Readonly<Record<ClosedOutcome, string>>;
  readonly action: Readonly<Record<ActionType | SpecialAction, string>>;
  /** What the timeline says instead of the action's name, in languages that need another form for what was done. */
  readonly did: Readonly<Partial<Record<ActionType, string>>>;
  readonly level: Readonly<Record<Level, string>>;
  readonly closureCode: Readonly<Record<ClosureCode, string>>;
  readonly resolution: Readonly<Record<ProblemResolution, string>>;
  readonly holdReason: Readonly<Record<HoldReason, string>>;
  readonly relation: Readonly<Record<Relation, string>>;
  readonly returned: Readonly<Record<ReturnCode, string>>;
}
