/**
 * Rows of an uploaded CSV, gzip or not: UTF-8 with or without a mark, parted by commas, semicolons or tabs as the header
 * is. What cannot be read is a problem of its line, and reading goes on where it can.
 */
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import {
  type ImportKind,
  importColumns,
  importRowsMax,
  importTextMaxBytes,
  type RowProblem,
} from "../../core/import/import";
import type { CsvFields } from "../../core/import/row-reader";

export type CsvRow = { readonly line: number; readonly fields: CsvFields };

/** A value has 20,000 characters at most, and a row some of them. */
const rowMaxLength = 200_000;
const gzipMark = [0x1f, 0x8b] as const;

/** Stops reading: nothing that follows would make sense. */
class Unreadable extends Error {
  constructor(readonly problem: RowProblem) {
    super(problem.code);
  }
}

/** The unpacked bytes in pieces; ends with Unreadable where there are more than may be. */
export function unpack(bytes: Uint8Array): Readable {
  const source = Readable.from(pieces(bytes));
  const isPacked = bytes[0] === gzipMark[0] && bytes[1] === gzipMark[1];
  return Readable.from(bounded(isPacked ? pipeline(source, createGunzip(), () => undefined) : source));
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > importTextMaxBytes) throw unreadable("tooLong", 1, String(importTextMaxBytes));
    yield chunk;
  }
}

function* pieces(bytes: Uint8Array): Generator<Buffer> {
  const size = 64 * 1024;
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** The readable rows in their order; `problems` gains what is wrong with the others. */
export async function* readCsv(
  kind: ImportKind,
  bytes: Uint8Array,
  problems: RowProblem[],
): AsyncGenerator<CsvRow> {
  let line = 1;
  try {
    const { delimiter } = await lookAhead(bytes);
    const parser = parse({
      columns: (header: string[]) => checkedColumns(kind, header),
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: rowMaxLength,
    });
    let rows = 0;
    // Whatever fails, the parser ends with it, and so does the loop.
    for await (const record of pipeline(unpack(bytes), decode, parser, () => undefined)) {
      const { record: fields, info } = record as CsvRecord;
      line = info.lines;
      rows += 1;
      if (rows > importRowsMax[kind]) throw unreadable("tooLong", line, String(importRowsMax[kind]));
      if (info.error) problems.push({ line, column: null, code: "width", value: "" });
      else yield { line, fields };
    }
  } catch (error) {
    problems.push(error instanceof Unreadable ? error.problem : problemOf(error, line));
  }
}

interface CsvRecord {
  readonly record: CsvFields;
  readonly info: { readonly lines: number; readonly error?: Error | undefined };
}

async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of chunks) {
    yield decodeWith(() => decoder.decode(chunk, { stream: true }));
  }
  yield decodeWith(() => decoder.decode());
}

function decodeWith(decodeChunk: () => string): string {
  try {
    return decodeChunk();
  } catch {
    throw unreadable("encoding", 1, "");
  }
}

/** The first line as it stands, and what parts its columns. */
export async function lookAhead(bytes: Uint8Array): Promise<{ header: string; delimiter: string }> {
  const decoder = new TextDecoder("utf-8");
  let text = "";
  for await (const chunk of unpack(bytes)) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.includes("\n") || text.length > rowMaxLength) break;
  }
  const header = text.split(/\r?\n/, 1)[0] ?? "";
  const often = [",", ";", "\t"].map((mark) => ({ mark, count: header.split(mark).length }));
  const delimiter = often.reduce((best, one) => (one.count > best.count ? one : best)).mark;
  return { header, delimiter };
}

function checkedColumns(kind: ImportKind, header: readonly string[]): string[] {
  const { required, optional } = importColumns[kind];
  const names = header.map((name) => name.trim().toLowerCase());
  const known: readonly string[] = [...required, ...optional];
  const wrong =
    required.find((name) => !names.includes(name)) ??
    names.find((name, index) => !known.includes(name) || names.indexOf(name) !== index);
  if (wrong !== undefined) throw unreadable("columns", 1, wrong);
  return names;
}

function unreadable(code: RowProblem["code"], line: number, value: string): Unreadable {
  return new Unreadable({ line, column: null, code, value });
}

/** What csv-parse or gzip stumbled over, after the row at `line`. */
function problemOf(error: unknown, line: number): RowProblem {
  const { code, lines } = error as { readonly code?: string; readonly lines?: number };
  const isFileFault = code?.startsWith("CSV_") === true || code?.startsWith("Z_") === true;
  if (!isFileFault) throw error;
  return { line: lines ?? line, column: null, code: "file", value: code ?? "" };
}
