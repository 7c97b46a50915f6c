/** The rows and the oracle in one plain form, cell by cell, to be compared as text. */
import { parseTerm, type Row } from "../row";
import { type OracleWord, oracle } from "./oracle";

/** A line of text a row, sorted; conditions of people and needs are compared by playing (compare.ts). */
export function textOfRows(rows: readonly Row[]): readonly string[] {
  return rows
    .map((row) =>
      [
        `${row.flow} ${row.from} ${row.action}`,
        row.to,
        wordsOf(row.who),
        wordsOf(row.needs),
        row.told
          .map((text) => parseTerm(text))
          .map((term) => `${term.word}:${term.source}`)
          .sort()
          .join(),
        row.source,
      ].join(" | "),
    )
    .sort();
}

function wordsOf(texts: readonly string[]): string {
  return texts
    .flatMap((text) => {
      const { word, conditions } = parseTerm(text);
      return conditions.length === 0 ? [word] : conditions.map(() => word);
    })
    .sort()
    .join();
}

export function textOfOracle(): readonly string[] {
  const words = (list: readonly OracleWord[]): string =>
    list
      .flatMap((one) => (one.condition === "waitsForTicket" ? [one.word, one.word] : [one.word]))
      .sort()
      .join();
  return oracle
    .map((line) =>
      [
        `${line.flow} ${line.from} ${line.action}`,
        line.toWithoutInvestigator === null
          ? line.to
          : `${line.to},${line.toWithoutInvestigator}[noInvestigator]`,
        words(line.who),
        words(line.needs),
        line.told
          .map((one) => `${one.word}:${one.bold ? "S" : "X"}`)
          .sort()
          .join(),
        line.source,
      ].join(" | "),
    )
    .sort();
}
