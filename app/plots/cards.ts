/** The cards of the screen: which figure each draws, how, and which tickets are behind it. Pure. */
import type { FigureColumn, FigureName } from "../../core/plots/figures";
import type { ListChoice } from "../../core/plots/ticket-list";

export const cardNames = [
  "open",
  "answer",
  "resolve",
  "sla",
  "reopened",
  "recurrence",
  "changes",
  "reviews",
  "offline",
] as const;
export type CardName = (typeof cardNames)[number];
export type ColumnName = FigureColumn;
type Values = Readonly<Partial<Record<ColumnName, number | null>>>;

export interface Card {
  readonly figure: FigureName;
  readonly columns: readonly ColumnName[];
  /** `lines`: a solid and a dashed one. `bars`: the whole hollow, a part of it solid. */
  readonly drawn: "lines" | "bars";
  readonly unit: "count" | "minutes" | "hours" | "percent";
  /** In its unit; null: nothing to draw. */
  readonly series: readonly ((values: Values) => number | null)[];
  /** The number that matters, of the whole period. */
  readonly headline: (total: Values) => number | null;
  readonly headlineUnit: Card["unit"];
  readonly lists: readonly ListChoice[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const numberOf = (values: Values, column: ColumnName): number => values[column] ?? 0;
const sumOf = (values: Values, columns: readonly ColumnName[]): number =>
  columns.reduce((sum, column) => sum + numberOf(values, column), 0);
const timeOf = (column: ColumnName, unitMs: number) => (values: Values) => {
  const ms = values[column];
  return ms === null || ms === undefined ? null : ms / unitMs;
};
const count = (column: ColumnName) => (values: Values) => numberOf(values, column);
const share = (part: ColumnName, whole: readonly ColumnName[]) => (values: Values) => {
  const sum = sumOf(values, whole);
  return sum === 0 ? null : (100 * numberOf(values, part)) / sum;
};

const ages = ["day", "threeDays", "week", "month", "older"] as const;
const codes = ["successful", "partial", "failed", "rolledBack"] as const;

export const cards: Readonly<Record<CardName, Card>> = {
  open: {
    figure: "open",
    columns: ages,
    drawn: "bars",
    unit: "count",
    series: [(values) => sumOf(values, ages), (values) => sumOf(values, ["month", "older"])],
    headline: (total) => sumOf(total, ages),
    headlineUnit: "count",
    lists: [{ kind: "open", stage: null, days: 0 }],
  },
  answer: {
    figure: "times",
    columns: ["answered", "answerMedianMs", "answerMeanMs"],
    drawn: "lines",
    unit: "minutes",
    series: [timeOf("answerMedianMs", minuteMs), timeOf("answerMeanMs", minuteMs)],
    headline: timeOf("answerMedianMs", minuteMs),
    headlineUnit: "minutes",
    lists: [{ kind: "answered" }],
  },
  resolve: {
    figure: "times",
    columns: ["resolved", "resolveMedianMs", "resolveMeanMs", "workMedianMs", "workMeanMs"],
    drawn: "lines",
    unit: "hours",
    series: [timeOf("resolveMedianMs", hourMs), timeOf("workMedianMs", hourMs)],
    headline: timeOf("resolveMedianMs", hourMs),
    headlineUnit: "hours",
    lists: [{ kind: "resolved" }],
  },
  sla: {
    figure: "sla",
    columns: ["responseCount", "responseMet", "resolutionCount", "resolutionMet"],
    drawn: "lines",
    unit: "percent",
    series: [share("resolutionMet", ["resolutionCount"]), share("responseMet", ["responseCount"])],
    headline: share("resolutionMet", ["resolutionCount"]),
    headlineUnit: "percent",
    lists: [
      { kind: "breached", clock: "response" },
      { kind: "breached", clock: "resolution" },
    ],
  },
  reopened: {
    figure: "reopened",
    columns: ["closed", "reopened"],
    drawn: "bars",
    unit: "count",
    series: [count("closed"), count("reopened")],
    headline: share("reopened", ["closed"]),
    headlineUnit: "percent",
    lists: [{ kind: "reopened" }],
  },
  recurrence: {
    figure: "recurrence",
    columns: ["opened", "recurring"],
    drawn: "bars",
    unit: "count",
    series: [count("opened"), count("recurring")],
    headline: share("recurring", ["opened"]),
    headlineUnit: "percent",
    lists: [{ kind: "recurring" }],
  },
  changes: {
    figure: "changes",
    columns: codes,
    drawn: "bars",
    unit: "count",
    series: [
      (values) => sumOf(values, codes),
      (values) => sumOf(values, ["partial", "failed", "rolledBack"]),
    ],
    headline: share("successful", codes),
    headlineUnit: "percent",
    lists: codes.slice(1).map((code) => ({ kind: "changes", code }) as const),
  },
  reviews: {
    figure: "reviews",
    columns: ["decided", "waitMedianMs", "waitMeanMs", "waitMaxMs"],
    drawn: "lines",
    unit: "hours",
    series: [timeOf("waitMedianMs", hourMs), timeOf("waitMeanMs", hourMs)],
    headline: timeOf("waitMedianMs", hourMs),
    headlineUnit: "hours",
    lists: [{ kind: "reviews", stage: null }],
  },
  offline: {
    figure: "offline",
    columns: ["offlineMs", "people", "late", "returned"],
    drawn: "bars",
    unit: "hours",
    series: [timeOf("offlineMs", hourMs)],
    headline: timeOf("offlineMs", hourMs),
    headlineUnit: "hours",
    lists: [],
  },
};

/** A cell as table and CSV have it: minutes whole, hours with one decimal; null: there is none. */
export function cellOf(values: Values, column: ColumnName): number | null {
  const value = values[column] ?? null;
  if (value === null || !column.endsWith("Ms")) return value;
  return column.startsWith("answer") ? Math.round(value / minuteMs) : Math.round(value / (hourMs / 10)) / 10;
}
