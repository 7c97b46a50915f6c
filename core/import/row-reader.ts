/**
 * Reads the values of one row of a CSV: each method answers the value, or null and says what is wrong with it. An empty
 * optional value is null and no problem.
 */
import type { EpochMs } from "../ids";
import { problemValueMax, type RowProblem, type RowProblemCode } from "./import";

export type CsvFields = Readonly<Record<string, string>>;

export interface RowReader {
  readonly line: number;
  say(column: string | null, code: RowProblemCode, value?: string): null;
  has(column: string): boolean;
  text(column: string, maxLength: number): string | null;
  /** Says `empty` where there is nothing. */
  needed(column: string, maxLength: number): string | null;
  /** One of the words, whatever its case; each word leads to its value. */
  choice<Value>(column: string, valueByWord: ReadonlyMap<string, Value>): Value | null;
  flag(column: string): boolean | null;
  /** Parted by `;` or line breaks, without the empty and the repeated. */
  list(column: string, max: number): readonly string[];
  /** Epoch ms; what names no zone is of the desk's, `offsetMinutes` east of UTC. */
  time(column: string, offsetMinutes: number): EpochMs | null;
}

const yes: ReadonlySet<string> = new Set(["true", "yes", "y", "1", "是"]);
const no: ReadonlySet<string> = new Set(["false", "no", "n", "0", "否"]);
/** `\u0000` cannot be stored, and no text needs it. */
const unstorable = "\u0000";

export function createRowReader(fields: CsvFields, line: number, problems: RowProblem[]): RowReader {
  const read = (column: string): string => (fields[column] ?? "").trim();
  const say = (column: string | null, code: RowProblemCode, value?: string): null => {
    const shown = value ?? (column === null ? "" : read(column));
    problems.push({ line, column, code, value: shown.slice(0, problemValueMax) });
    return null;
  };
  const text = (column: string, maxLength: number): string | null => {
    const value = read(column);
    if (value === "") return null;
    if (value.length > maxLength) return say(column, "tooLong");
    return value.includes(unstorable) ? say(column, "invalid") : value;
  };
  return {
    line,
    say,
    has: (column) => read(column) !== "",
    text,
    needed: (column, maxLength) => (read(column) === "" ? say(column, "empty") : text(column, maxLength)),
    choice: (column, valueByWord) => {
      const value = read(column);
      if (value === "") return null;
      return valueByWord.get(value.toLowerCase()) ?? say(column, "invalid");
    },
    flag: (column) => {
      const value = read(column).toLowerCase();
      if (value === "") return null;
      if (yes.has(value)) return true;
      return no.has(value) ? false : say(column, "invalid");
    },
    list: (column, max) => {
      const parts = read(column)
        .split(/[;；\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== "");
      const kept = [...new Set(parts)];
      if (kept.length <= max) return kept;
      say(column, "tooLong");
      return [];
    },
    time: (column, offsetMinutes) => {
      const value = read(column);
      if (value === "") return null;
      return parseTime(value, offsetMinutes) ?? say(column, "invalid");
    },
  };
}

const timePattern =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Epoch ms of `2026-11-27`, `2026/11/27 9:05`, `2026-11-27T09:05:30+08:00`; null when it is no such time. */
export function parseTime(text: string, offsetMinutes: number): EpochMs | null {
  const found = timePattern.exec(text.trim());
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Number((found[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(local);
  const isExact =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isExact ? local - offsetOf(found[8], offsetMinutes) * 60_000 : null;
}

function offsetOf(zone: string | undefined, offsetMinutes: number): number {
  if (zone === undefined) return offsetMinutes;
  if (zone.toUpperCase() === "Z") return 0;
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith("-") ? -minutes : minutes;
}
