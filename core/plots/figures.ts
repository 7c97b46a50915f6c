/**
 * The figures of 圖表: what each counts, by which names its numbers go, and of which flows
 * (docs/decisions/0043-plots.md says each in a sentence). Times are ms.
 */
import type { EpochMs } from "../ids";
import type { Flow } from "../workflow/vocabulary";

export const figureNames = [
  "open",
  "times",
  "sla",
  "reopened",
  "recurrence",
  "changes",
  "reviews",
  "offline",
] as const;
export type FigureName = (typeof figureNames)[number];

/** The numbers of a figure, in the order of its table's columns. */
export const figureColumns = {
  /** Open tickets by age: under a day, 3, 7, 30 days, and older. */
  open: ["day", "threeDays", "week", "month", "older"],
  times: [
    "answered",
    "answerMedianMs",
    "answerMeanMs",
    "resolved",
    "resolveMedianMs",
    "resolveMeanMs",
    "workMedianMs",
    "workMeanMs",
  ],
  sla: ["responseCount", "responseMet", "resolutionCount", "resolutionMet"],
  reopened: ["closed", "reopened"],
  recurrence: ["opened", "recurring"],
  changes: ["successful", "partial", "failed", "rolledBack"],
  reviews: ["decided", "waitMedianMs", "waitMeanMs", "waitMaxMs"],
  offline: ["offlineMs", "people", "late", "returned"],
} as const satisfies Readonly<Record<FigureName, readonly string[]>>;
export type FigureColumn<Name extends FigureName = FigureName> = (typeof figureColumns)[Name][number];

/** A median, mean or maximum of nothing is null. */
export type FigureValues<Name extends FigureName = FigureName> = Readonly<
  Record<FigureColumn<Name>, number | null>
>;

/** `key`: a stage (open), a flow (changes), else the first day of its day or week, 2026-11-27. */
export interface FigureRow<Name extends FigureName = FigureName> {
  readonly key: string;
  readonly values: FigureValues<Name>;
}

export interface FigureAnswer<Name extends FigureName = FigureName> {
  readonly figure: Name;
  readonly step: "day" | "week";
  /** First and last day that it is about, both counted. */
  readonly from: string;
  readonly until: string;
  readonly rows: readonly FigureRow<Name>[];
  readonly total: FigureValues<Name>;
  /** `sla`: closed incidents whose clocks are still to be judged, after a change of calendars or targets. */
  readonly pending: number;
  readonly at: EpochMs;
}

export const flowFilters = ["all", "incident", "problem", "change"] as const;
export type FlowFilter = (typeof flowFilters)[number];

const changeFlows: readonly Flow[] = ["standard", "normal", "emergency"];
const flowsByFilter: Readonly<Record<FlowFilter, readonly Flow[]>> = {
  all: ["incident", "problem", ...changeFlows],
  incident: ["incident"],
  problem: ["problem"],
  change: changeFlows,
};

/**
 * The flows that a figure counts under a filter; none: the figure says nothing there. Times are of incidents, and of
 * problems when those are asked for: the two mixed would be neither's.
 */
export function flowsOf(figure: FigureName, filter: FlowFilter): readonly Flow[] {
  const asked = flowsByFilter[filter];
  switch (figure) {
    case "open":
    case "offline":
      return asked;
    case "times":
      return filter === "all" ? ["incident"] : asked.filter((flow) => !changeFlows.includes(flow));
    case "reopened":
      return asked.filter((flow) => !changeFlows.includes(flow));
    case "sla":
    case "recurrence":
      return asked.filter((flow) => flow === "incident");
    case "changes":
    case "reviews":
      return asked.filter((flow) => changeFlows.includes(flow));
  }
}
