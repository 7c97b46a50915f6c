/**
 * The form of the workflow's rows. A cell is a list of terms; a term is a word, then its conditions in brackets
 * (any one of those joined by `|` is enough), then for told people the source: `ownerGroups[thirdReturn]:X`.
 * S: fixed by the source; X: what users would expect beside it (WORKFLOWS.md).
 */
import type { ArgName } from "../sync/protocol";
import type { ToldId } from "./decision";
import type { ClosedOutcome, Flow, Stage, WorkflowAction } from "./vocabulary";

export type Source = "S" | "X";

export type WhoWord =
  | "anyone"
  | "agent"
  | "system"
  | "lead"
  | "member"
  | "ownerLead"
  | "opener"
  | "handler"
  | "investigator"
  | "implementer"
  | "changeGroup"
  | "reviewers";
/**
 * untaken: nobody ever held it · recovery: an event's incident that nobody touched · eradicatedProblem: it waits for
 * a problem that is eradicated · event: opened by an event.
 */
export type WhoCondition = "untaken" | "recovery" | "eradicatedProblem" | "event";
export type Who = WhoWord | `${WhoWord}[${WhoCondition}]` | `${WhoWord}[${WhoCondition}|${WhoCondition}]`;

/** What must be said; `conflictCheck` is no argument but the comparison with other changes and blackouts. */
export type NeedWord = ArgName | "conflictCheck";
/**
 * byPerson: not of the system · optional: may be said · duplicate: if it is one · change, problem: the hold's reason ·
 * notProactive: unless `proactive` is said.
 */
export type NeedCondition = "byPerson" | "optional" | "duplicate" | "change" | "problem" | "notProactive";
export type Need =
  | NeedWord
  | `${ArgName}[${NeedCondition}]`
  | `${ArgName}[${NeedCondition}|${NeedCondition}]`;

/** problem: of the problem that was opened · previous, new: who held it before and holds it after. */
export type TellCondition =
  | "thirdReturn"
  | "waitedFor"
  | "bySystem"
  | "previous"
  | "new"
  | "noInvestigator"
  | "waitingIncidents"
  | "problem";
export type Tell = `${ToldId}:${Source}` | `${ToldId}[${TellCondition}]:${Source}`;

/** `-` before opening; a closed stage with its outcome; plain `closed` for any outcome. */
export type StageText = "-" | Stage | `closed/${ClosedOutcome}`;
export type StageCondition = "noInvestigator";
export type To = StageText | `${StageText},${StageText}[${StageCondition}]`;

export interface Row {
  readonly flow: Flow;
  readonly from: StageText;
  readonly action: WorkflowAction;
  readonly to: To;
  readonly who: readonly Who[];
  readonly needs: readonly Need[];
  /** Everyone told by the action or by the entry into a stage that it causes. */
  readonly told: readonly Tell[];
  readonly source: Source;
}

export interface Term<Word extends string, Condition extends string> {
  readonly word: Word;
  /** Empty: always. Otherwise any one is enough. */
  readonly conditions: readonly Condition[];
  readonly source: Source;
}

const termPattern = /^([^[\]:]+)(?:\[([^\]]+)\])?(?::([SX]))?$/;

/** Reads one term of a cell. Throws on what has not that form: a row is code, not input. */
export function parseTerm<Word extends string, Condition extends string>(
  text: string,
): Term<Word, Condition> {
  const [, word, conditions, source] = termPattern.exec(text) ?? [];
  if (word === undefined) throw new SyntaxError(`Not a term of a workflow row: ${text}`);
  return {
    word: word as Word,
    conditions: (conditions?.split("|") ?? []) as Condition[],
    source: source === "S" ? "S" : "X",
  };
}

const columns = ["flow", "from", "action", "to", "who", "needs", "told", "source"] as const;

/** The rows as tab-separated lines with a header; an empty cell is `-`. */
export function printRows(rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => printCell(row[column])).join("\t"));
  return `${[columns.join("\t"), ...lines].join("\n")}\n`;
}

function printCell(cell: string | readonly string[]): string {
  if (typeof cell === "string") return cell;
  return cell.length === 0 ? "-" : cell.join(",");
}
