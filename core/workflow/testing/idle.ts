/**
 * Changes of a row that change no play: the word that came or went names nobody at that place, or only people that
 * the row names anyway. Everything else must be found by playing, not only in the printed table.
 */
import { parseTerm, type Row } from "../row";
import type { Mutant } from "./mutants";

export function isIdle({ column, original, changed }: Mutant): boolean {
  // Where a row comes from is for the reader.
  if (column === "source") return true;
  if (column === "needs")
    return differing(original.needs, changed.needs).every((text) => text.startsWith("conflict"));
  if (column === "who") {
    if (isRecoveryOfTaken(original, changed)) return true;
    return differing(original.who, changed.who).every((text) => isIdleWho(parseTerm(text).word, original));
  }
  if (column !== "told") return false;
  return differing(original.told, changed.told).every((text) => isIdleTold(text, original));
}

/** An incident that somebody holds was touched: its recovery never resolves it. */
function isRecoveryOfTaken(original: Row, changed: Row): boolean {
  const [term, ...more] = differing(original.who, changed.who).filter(
    (text) => !original.who.some((one) => one === text),
  );
  return original.from === "handle" && more.length === 0 && term === "system[eradicatedProblem]";
}

/** The terms of one cell that are not in the other. */
function differing(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...one.filter((text) => !other.includes(text)), ...other.filter((text) => !one.includes(text))];
}

function isIdleWho(word: string, row: Row): boolean {
  // A vote needs a seat in the review, whatever else the row says.
  if (row.from.endsWith("Review") && (row.action === "approve" || row.action === "reject")) {
    return word !== "reviewers";
  }
  const others = row.who.map((text) => parseTerm(text).word).filter((one) => one !== word);
  const isSum = word === "changeGroup" && others.includes("lead") && others.includes("member");
  return (
    isSum ||
    namesNobody(word, row) ||
    others.some((one) => (implied[one] ?? []).includes(word)) ||
    alwaysUntaken(row, word)
  );
}

/** At opening every other relation is one of an agent or of anyone. */
const implied: Readonly<Record<string, readonly string[]>> = {
  anyone: ["agent"],
  changeGroup: ["lead", "member"],
};

function namesNobody(word: string, { flow, from }: Row): boolean {
  const isChange = flow !== "incident" && flow !== "problem";
  switch (word) {
    case "lead":
    case "member":
    case "opener":
      return from === "-";
    case "changeGroup":
      return from === "-";
    case "ownerLead":
      return flow !== "incident" || from === "-";
    case "implementer":
      return !isChange || from === "-";
    case "handler":
      return isChange || from === "-" || from === "assign" || from === "investigate";
    case "investigator":
      return flow !== "problem" || from !== "investigate";
    case "reviewers":
      return !from.endsWith("Review");
    default:
      return false;
  }
}

/** Nobody has taken a problem that waits to be assigned, nor closed it. */
function alwaysUntaken({ flow, from }: Row, word: string): boolean {
  return flow === "problem" && from === "assign" && word === "lead";
}

function isIdleTold(text: string, row: Row): boolean {
  const { word, conditions } = parseTerm(text);
  const isChange = row.flow !== "incident" && row.flow !== "problem";
  const atOpen = row.from === "-";
  const toAssign = row.to === "assign";
  const nobodyHeldIt = !isChange && row.from === "assign" && row.to !== "handle";
  switch (word) {
    case "ownerGroups":
      return row.flow !== "incident";
    case "reviewers":
      return !row.to.endsWith("Review");
    case "investigator":
      return (
        row.flow !== "problem" || atOpen || toAssign || (row.from === "assign" && row.to !== "investigate")
      );
    case "holder":
      // Without a condition it is whoever holds it now.
      if (row.action === "transfer" && (conditions.length === 0 || conditions[0] === "new")) return true;
      return atOpen || toAssign || nobodyHeldIt;
    case "handler":
    case "implementer":
      return atOpen || toAssign || nobodyHeldIt;
    default:
      return false;
  }
}
