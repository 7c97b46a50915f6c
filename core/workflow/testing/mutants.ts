/** Every row of the workflow with one cell changed, in every way that is still a row. */
import { toldIds } from "../decision";
import { parseTerm, type Row, type StageText } from "../row";
import { type Flow, flows, outcomes, stagesByFlow, workflowActions } from "../vocabulary";

export interface Mutant {
  readonly name: string;
  readonly column: keyof Row;
  readonly original: Row;
  readonly changed: Row;
}

export function mutantsOf(row: Row): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const add = <Column extends keyof Row>(column: Column, cells: readonly unknown[]): void => {
    for (const cell of cells) {
      // A mutant may be a row that the types would refuse: that is its purpose.
      const changed = { ...row, [column]: cell } as Row;
      const name = `${row.flow} ${row.from} ${row.action}: ${column} ${JSON.stringify(cell)}`;
      mutants.push({ name, column, original: row, changed });
    }
  };
  const places = placesOf(row.flow);
  add("flow", without(flows, row.flow));
  add("from", without<string>(["-", ...places, "closed"], row.from));
  add("action", without(workflowActions, row.action));
  add("to", without<string>(places, row.to));
  if (row.to.includes("["))
    add(
      "to",
      row.to.split(",").map((place) => parseTerm(place).word),
    );
  add("who", listMutants(row.who, whoWords, ["untaken"]));
  add("needs", listMutants(row.needs, needWords, ["optional"]));
  add("told", listMutants(row.told, toldWords, ["thirdReturn"]));
  add(
    "told",
    row.told.map((_, index) => replaced(row.told, index, switchSource)),
  );
  add("source", [row.source === "S" ? "X" : "S"]);
  return mutants;
}

const whoWords = [
  "anyone",
  "agent",
  "system",
  "lead",
  "member",
  "ownerLead",
  "opener",
  "handler",
  "investigator",
  "implementer",
  "changeGroup",
  "reviewers",
];
const needWords = [
  "title",
  "personId",
  "reason",
  "notes",
  "window",
  "evidence",
  "proactive",
  "text",
  "conflictCheck",
];
const toldWords = toldIds.flatMap((id) => [`${id}:S`, `${id}:X`]);

function placesOf(flow: Flow): readonly StageText[] {
  const stages = stagesByFlow[flow].filter((stage) => stage !== "closed");
  return [...stages, ...outcomes.map((outcome): StageText => `closed/${outcome}`)];
}

function without<Item>(list: readonly Item[], item: Item): readonly Item[] {
  return list.filter((one) => one !== item);
}

/** One dropped, one added, its condition dropped, one of several conditions dropped, a condition added. */
function listMutants(
  cell: readonly string[],
  words: readonly string[],
  conditions: readonly string[],
): readonly (readonly string[])[] {
  const mutants: (readonly string[])[] = [];
  const present = cell.map((text) => parseTerm(text).word);
  for (const [index, text] of cell.entries()) {
    mutants.push(cell.filter((_, other) => other !== index));
    const term = parseTerm(text);
    const bracket = /\[[^\]]*\]/;
    if (term.conditions.length > 0) {
      mutants.push(replaced(cell, index, (one) => one.replace(bracket, "")));
      for (const condition of term.conditions.length > 1 ? term.conditions : []) {
        const rest = term.conditions.filter((one) => one !== condition).join("|");
        mutants.push(replaced(cell, index, (one) => one.replace(bracket, `[${rest}]`)));
      }
    } else {
      for (const condition of conditions) {
        mutants.push(replaced(cell, index, (one) => one.replace(/^(\w+)/, `$1[${condition}]`)));
      }
    }
  }
  for (const word of words) if (!present.includes(parseTerm(word).word)) mutants.push([...cell, word]);
  return mutants;
}

function replaced(
  cell: readonly string[],
  index: number,
  replace: (text: string) => string,
): readonly string[] {
  return cell.map((text, other) => (other === index ? replace(text) : text));
}

function switchSource(text: string): string {
  return text.endsWith(":S") ? text.replace(":S", ":X") : text.replace(":X", ":S");
}
