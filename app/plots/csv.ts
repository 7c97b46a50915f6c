/**
 * CSV that a spreadsheet takes as it is meant: UTF-8 with a mark, CRLF, quoted as RFC 4180 says. A text that a
 * spreadsheet would run as a formula gets a ' before it (OWASP, CSV injection; the full-width signs too, which Excel
 * reads as the others in Chinese); numbers stay numbers.
 */
import { unparse } from "papaparse";

export type CsvCell = string | number | null;

const mark = "\ufeff";
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  const lines = rows.map((cells) => cells.map((cell) => cell ?? ""));
  return `${mark}${unparse(lines, { escapeFormulae: formula, newline: "\r\n" })}\r\n`;
}

/** Hands it to the person as a file. */
export function downloadCsv(name: string, rows: readonly (readonly CsvCell[])[]): void {
  const url = URL.createObjectURL(new Blob([toCsv(rows)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken its own copy by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
