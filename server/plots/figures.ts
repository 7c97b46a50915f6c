/** Answers the figures of 圖表 from the facts of tickets (docs/decisions/0043-plots.md). */
import {
  type FigureAnswer,
  type FigureColumn,
  type FigureName,
  type FigureRow,
  type FigureValues,
  figureColumns,
  flowsOf,
} from "../../core/plots/figures";
import type { Period } from "../../core/plots/period";
import { stages } from "../../core/workflow/vocabulary";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";
import { readSql, type Sql } from "../sql";
import { judgeClocks } from "./judge";
import { askPlot, type PlotFilter, type Question, readQuestion, toTimestamp } from "./question";

const statements: Readonly<Record<FigureName, Sql>> = {
  open: readSql("plots/sql/open.sql"),
  times: readSql("plots/sql/times.sql"),
  sla: readSql("plots/sql/sla.sql"),
  reopened: readSql("plots/sql/reopened.sql"),
  recurrence: readSql("plots/sql/recurrence.sql"),
  changes: readSql("plots/sql/changes.sql"),
  reviews: readSql("plots/sql/reviews.sql"),
  offline: readSql("plots/sql/offline.sql"),
};

/** As many as are closed between two looks of the job process, on the busiest desk. */
const judgedAtOnceMax = 200;

/** A row of a statement's answer: of a step (0: the whole period) or of a key (null: all). */
interface Counted<Name extends FigureName> {
  readonly step?: number;
  readonly key?: string | null;
  readonly values: FigureValues<Name>;
  readonly pending?: number;
}

/** `now`: epoch ms. A figure that the filter's flow says nothing of is empty. */
export async function readFigure<Name extends FigureName>(
  database: Database,
  account: SessionAccount,
  figure: Name,
  filter: PlotFilter,
  now: number,
): Promise<FigureAnswer<Name>> {
  const question = await readQuestion(database, account, filter, now);
  if (figure === "sla") await judgeClocks(database, judgedAtOnceMax, now);
  const flows = flowsOf(figure, filter.flow);
  const parameters = [...question.sightOf(flows), ...parametersOf(figure, question, filter)];
  const counted = (await askPlot<readonly Counted<Name>[]>(database, statements[figure], parameters)) ?? [];
  const total = counted.find(({ step, key }) => step === 0 || key === null);
  const { step, from, until } = question.period;
  return {
    figure,
    step,
    from,
    until,
    rows: rowsOf(figure, counted, question.period),
    total: total?.values ?? nothing(figure),
    pending: total?.pending ?? 0,
    at: now,
  };
}

function parametersOf(
  figure: FigureName,
  { period, now }: Question,
  { groupId, flow }: PlotFilter,
): readonly unknown[] {
  const edges = period.edges.map(toTimestamp);
  const span = [edges[0], edges.at(-1)];
  switch (figure) {
    case "open":
      return [toTimestamp(now)];
    case "changes":
      return span;
    case "offline":
      return [edges, ...span, groupId === null && flow === "all"];
    case "times":
    case "sla":
    case "reopened":
    case "recurrence":
    case "reviews":
      return [edges, ...span];
  }
}

/** Each day or week of the period, what nothing happened in too; of keys those that there are, in the workflow's order. */
function rowsOf<Name extends FigureName>(
  figure: Name,
  counted: readonly Counted<Name>[],
  { keys }: Period,
): readonly FigureRow<Name>[] {
  if (figure === "open" || figure === "changes") {
    const order: readonly string[] = figure === "open" ? stages : flowsOf("changes", "all");
    return order.flatMap((key) =>
      counted.filter((row) => row.key === key).map(({ values }) => ({ key, values })),
    );
  }
  const byStep = new Map(counted.map(({ step, values }) => [step, values]));
  return keys.map((key, index) => ({ key, values: byStep.get(index + 1) ?? nothing(figure) }));
}

function nothing<Name extends FigureName>(figure: Name): FigureValues<Name> {
  const columns: readonly string[] = figureColumns[figure];
  const entries = columns.map((column) => [column, isOfSome(column) ? null : 0] as const);
  return Object.fromEntries(entries) as Record<FigureColumn<Name>, number | null>;
}

/** There is no median, mean or longest of nothing. */
function isOfSome(column: string): boolean {
  return /(Median|Mean|Max)Ms$/.test(column);
}
