/** What a card shows of an answer: its number, its drawing, its table. Pure. */
import type { Messages } from "../../core/messages/messages";
import type { FigureAnswer } from "../../core/plots/figures";
import type { Flow, Stage } from "../../core/workflow/vocabulary";
import { type Card, type CardName, cards, cellOf } from "./cards";
import type { CsvCell } from "./csv";
import type { PlotData } from "./plot";
import type { plotTexts } from "./plot-texts";

type Texts = (typeof plotTexts)["en"];

export interface FigureView {
  /** The number that matters; a dash where there is none. */
  readonly headline: string;
  /** Null: nothing to draw. */
  readonly plot: PlotData | null;
  readonly caption: string;
  readonly columns: readonly string[];
  /** The key first; the last row is the total. */
  readonly rows: readonly (readonly CsvCell[])[];
}

export function figureView(t: Messages, texts: Texts, name: CardName, answer: FigureAnswer): FigureView {
  const card = cards[name];
  const labels = answer.rows.map(({ key }) => labelOf(t, card, key));
  const series = card.series.map((value) => answer.rows.map(({ values }) => value(values)));
  const isEmpty = series.every((values) => values.every((value) => value === null || value === 0));
  const cells = (values: FigureAnswer["total"]) => card.columns.map((column) => cellOf(values, column));
  const { title } = texts.cards[name];
  return {
    headline: valueText(texts, card.headlineUnit, card.headline(answer.total)),
    plot: isEmpty
      ? null
      : {
          labels: labels.map(shorten),
          series,
          drawn: card.drawn,
          hasWords: card.figure === "open" || card.figure === "changes",
          unit: card.unit === "percent" ? "%" : "",
          isWhole: card.unit === "count",
        },
    caption: card.figure === "open" ? title : `${title} ${answer.from} – ${answer.until}`,
    columns: [keyName(texts, card, answer.step), ...card.columns.map((column) => texts.columns[column])],
    rows: [
      ...answer.rows.map(({ values }, index) => [labels[index] ?? "", ...cells(values)]),
      [texts.total, ...cells(answer.total)],
    ],
  };
}

function labelOf(t: Messages, { figure }: Card, key: string): string {
  if (figure === "open") return t.stage[key as Stage];
  return figure === "changes" ? t.flow[key as Flow] : key;
}

function keyName({ keyOf }: Texts, { figure }: Card, step: "day" | "week"): string {
  return figure === "open" ? keyOf.stage : figure === "changes" ? keyOf.flow : keyOf[step];
}

/** 2026-11-27 is 11/27 below a drawing. */
function shorten(label: string): string {
  const [, month, day] = /^\d{4}-(\d\d)-(\d\d)$/.exec(label) ?? [];
  return month === undefined ? label.replace(/(關卡|階段)$/, "") : `${Number(month)}/${Number(day)}`;
}

export function valueText(texts: Texts, unit: Card["unit"], value: number | null): string {
  if (value === null) return "–";
  switch (unit) {
    case "count":
      return String(value);
    case "minutes":
      return value >= 120 ? texts.hours(oneDecimal(value / 60)) : texts.minutes(String(Math.round(value)));
    case "hours":
      return texts.hours(oneDecimal(value));
    case "percent":
      return `${oneDecimal(value)} %`;
  }
}

function oneDecimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}
