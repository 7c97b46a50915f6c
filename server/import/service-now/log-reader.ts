/**
 * Reads the ServiceNow incident log (UCI 498, doi 10.24432/C57S4H): gzipped CSV, one row per update of an incident.
 * A row that cannot be read is reported with its line and reason, and reading goes on.
 */
import { createReadStream } from "node:fs";
import { pipeline, type Readable, Writable } from "node:stream";
import { pipeline as runPipeline } from "node:stream/promises";
import { constants, createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { EpochMs } from "../../../core/ids";
import type { Level } from "../../../core/workflow/vocabulary";

export type LogState =
  | "New"
  | "Active"
  | "Awaiting User Info"
  | "Awaiting Vendor"
  | "Awaiting Problem"
  | "Awaiting Evidence"
  | "Resolved"
  | "Closed";

/** One update. Numbers of people belong to the column they stand in: "8" opened is not "8" assigned. Null: `?` in the log. */
export interface LogRow {
  readonly line: number;
  readonly number: string;
  readonly state: LogState;
  readonly openedBy: string;
  readonly openedAt: EpochMs;
  readonly updatedBy: string;
  readonly updatedAt: EpochMs;
  readonly location: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly symptom: string | null;
  readonly impact: Level;
  readonly urgency: Level;
  readonly group: string | null;
  readonly assignedTo: string | null;
  readonly resolvedBy: string | null;
  readonly closedCode: string | null;
}

export interface BadRow {
  readonly line: number;
  readonly number: string;
  readonly reason: string;
}

const states: ReadonlySet<string> = new Set<LogState>([
  "New",
  "Active",
  "Awaiting User Info",
  "Awaiting Vendor",
  "Awaiting Problem",
  "Awaiting Evidence",
  "Resolved",
  "Closed",
]);
const levels: Readonly<Record<string, Level>> = { "1": "high", "2": "medium", "3": "low" };
const datePattern = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{2}):(\d{2})$/;
/** A file with more bad rows than this is not this log. */
const badRowsMax = 10_000;
/** Rows of the log have some 250 characters. */
const rowMaxLength = 10_000;

/** Epoch ms of a `29/2/2016 01:16` in UTC (the log names no zone); null when it is no such time. */
export function parseLogTime(text: string): EpochMs | null {
  const match = datePattern.exec(text.trim());
  if (!match) return null;
  const [day, month, year, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const time = Date.UTC(year, month - 1, day, hour, minute);
  const read = new Date(time);
  const exact = read.getUTCDate() === day && read.getUTCMonth() === month - 1 && hour < 24 && minute < 60;
  return exact ? time : null;
}

/** The row of one CSV record, or the reason it cannot be read. `fields` are keyed by column, the second category as `subcategory`. */
export function readLogRow(fields: Readonly<Record<string, string>>, line: number): LogRow | BadRow {
  const number = fields.number ?? "";
  const bad = (reason: string): BadRow => ({ line, number, reason });
  if (!/^\d{1,12}$/.test(number)) return bad("number is missing or not a number");
  const state = fields.ident_state ?? fields.incident_state ?? "";
  if (!states.has(state)) return bad(`state "${state}" is none of the log's states`);
  const openedAt = parseLogTime(fields.opened_at ?? "");
  if (openedAt === null) return bad("opened_at is no time");
  const updatedAt = parseLogTime(fields.sys_updated_at ?? "");
  if (updatedAt === null) return bad("sys_updated_at is no time");
  const impact = levels[fields.impact ?? ""];
  const urgency = levels[fields.urgency ?? ""];
  if (!impact || !urgency) return bad("impact or urgency is not 1, 2 or 3");
  return {
    line,
    number,
    state: state as LogState,
    openedBy: known(fields.opened_by) ?? "unknown",
    openedAt,
    updatedBy: known(fields.sys_updated_by) ?? "unknown",
    updatedAt,
    location: known(fields.location),
    category: known(fields.category),
    subcategory: known(fields.subcategory),
    symptom: known(fields.u_symptom),
    impact,
    urgency,
    group: known(fields.assignment_group),
    assignedTo: known(fields.assigned_to),
    resolvedBy: known(fields.resolved_by),
    closedCode: known(fields.closed_code),
  };
}

/**
 * Whether the file is a whole gzip file or one that was cut off, whose beginning can be read. Throws, in words, when it
 * cannot be opened, is not gzip or is damaged inside.
 */
export async function checkLogFile(path: string): Promise<"whole" | "cut"> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await runPipeline(createReadStream(path), createGunzip(), nowhere);
    return "whole";
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") return "cut";
    throw new Error(code?.startsWith("Z_") ? `it is no gzip file, or damaged (${message})` : message);
  }
}

/**
 * Streams the incidents of a log file in its order, each with all its readable rows, at most `limit` of them; of a file
 * that was cut off, those before the cut. Throws when the file cannot be opened, is not gzip, or is not this log.
 */
export function readIncidents(
  path: string,
  limit: number,
  report: (bad: BadRow) => void,
): AsyncGenerator<readonly LogRow[]> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  // Whatever fails, the unpacked stream ends with it.
  const unpacked = pipeline(createReadStream(path), gunzip, () => undefined);
  return readIncidentsOf(unpacked, limit, report);
}

/** As readIncidents, of the unpacked bytes. */
export async function* readIncidentsOf(
  unpacked: Readable,
  limit: number,
  report: (bad: BadRow) => void,
): AsyncGenerator<readonly LogRow[]> {
  const records = pipeline(
    unpacked,
    // The log has no quotes: one that strayed into it must not swallow the rows that follow.
    parse({
      columns: columnNames,
      quote: null,
      relax_column_count: true,
      info: true,
      skip_empty_lines: true,
      max_record_size: rowMaxLength,
    }),
    // Whatever fails, the parser ends with it, and so does the loop below.
    () => undefined,
  );
  let rows: LogRow[] = [];
  let current: string | null = null;
  let incidents = 0;
  let badRows = 0;
  let isEmpty = true;
  for await (const { record, info } of records as AsyncIterable<CsvRecord>) {
    isEmpty = false;
    const row = readRecord(record, info);
    if ("reason" in row) {
      badRows += 1;
      if (badRows > badRowsMax)
        throw new Error(`over ${badRowsMax} rows cannot be read: is this the incident log?`);
      report(row);
      continue;
    }
    if (row.number !== current) {
      if (rows.length > 0) yield rows;
      rows = [];
      if (incidents === limit) return;
      incidents += 1;
      current = row.number;
    }
    rows.push(row);
  }
  if (isEmpty) throw new Error("there are no rows in it");
  if (rows.length > 0) yield rows;
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number; readonly error?: Error | undefined };
}

function readRecord(record: CsvRecord["record"], { lines, error }: CsvRecord["info"]): LogRow | BadRow {
  const bad = (reason: string): BadRow => ({ line: lines, number: record.number ?? "", reason });
  if (error) return bad("it has more or fewer columns than the header");
  if (Object.values(record).some((text) => text.includes('"'))) return bad("a quote strayed into it");
  return readLogRow(record, lines);
}

function columnNames(header: string[]): string[] {
  if (header[0] !== "number" || !header.includes("sys_updated_at")) {
    throw new Error("the first line is not the incident log's header");
  }
  return header.map((name, index) =>
    name === "category" && header.indexOf(name) !== index ? "subcategory" : name,
  );
}

function known(text: string | undefined): string | null {
  return text === undefined || text === "?" || text === "" ? null : text;
}
