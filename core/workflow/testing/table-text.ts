/** The rows and the oracle in one plain form, cell by cell, to be compared as text. */
import { parseTerm, type Row } from "../row";
import { type OracleWord, oracle } from "./oracle";

/** A line of text a row, sorted. */
export function textOfRows(rows: readonly Row[]): readonly string[] {
  return rows
    .map((row) => {
      const told = row.told.map((text) => {
        const { word, conditions, source } = parseTerm(text);
        return `${[word, ...conditions].join("?")}:${source}`;
      });
      const key = `${row.flow} ${row.from} ${row.action}`;
      return [
        key,
        row.to,
        cell(row.who.flatMap(wordsOf)),
        cell(row.needs.flatMap(wordsOf)),
        cell(told),
        row.source,
      ];
    })
    .map((cells) => cells.join(" | "))
    .sort();
}

export function textOfOracle(): readonly string[] {
  const words = (list: readonly OracleWord[]): readonly string[] =>
    list.map((one) => withCondition(one.word, one.optional ? "optional" : one.condition));
  return oracle
    .map((line) => {
      const told = line.told.map(
        (one) => `${withCondition(one.word, one.condition)}:${one.bold ? "S" : "X"}`,
      );
      const key = `${line.flow} ${line.from} ${line.action}`;
      const instead = line.toWithoutInvestigator;
      const to = instead === null ? line.to : `${line.to},${instead}[noInvestigator]`;
      return [key, to, cell(words(line.who)), cell(words(line.needs)), cell(told), line.source];
    })
    .map((cells) => cells.join(" | "))
    .sort();
}

/** The rows' names for conditions of needs; the others have the oracle's. */
const oracleNames: Readonly<Record<string, string>> = {
  byPerson: "person",
  duplicate: "optional",
  "change|problem": "waitsForTicket",
};

/** A word once for each condition that is enough; the two tickets that a hold may wait for are one condition. */
function wordsOf(text: string): readonly string[] {
  const { word, conditions } = parseTerm(text);
  if (conditions.length === 0) return [word];
  const joined = oracleNames[conditions.join("|")];
  return joined === undefined
    ? conditions.map((condition) => withCondition(word, condition))
    : [withCondition(word, joined)];
}

function withCondition(word: string, condition: string | null): string {
  return condition === null ? word : `${word}?${condition}`;
}

function cell(words: readonly string[]): string {
  return [...words].sort().join();
}
