/** One figure: its number, its drawing, behind it the table with the same numbers, and the tickets. */
import { useState } from "react";
import type { PlotFilter, Plots } from "../../client/plots";
import type { ListChoice } from "../../core/plots/ticket-list";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { Button } from "../ui/button";
import { type CardName, cards } from "./cards";
import { downloadCsv } from "./csv";
import { type FigureView, figureView } from "./figure-view";
import { Plot } from "./plot";
import { plotTexts } from "./plot-texts";
import css from "./plots.module.css";
import { TicketsSheet } from "./tickets-sheet";
import { useFigure } from "./use-figure";

interface Props {
  readonly name: CardName;
  readonly plots: Plots;
  readonly filter: PlotFilter;
}

export function FigureCard({ name, plots, filter }: Props) {
  const { t, locale } = useTexts();
  const texts = plotTexts[locale];
  const now = useNow();
  const card = cards[name];
  const { answer, phase, again } = useFigure(plots, card.figure, filter);
  const [shown, setShown] = useState<ListChoice | null>(null);
  const { title, headline, why } = texts.cards[name];
  const view = answer === null ? null : figureView(t, texts, name, answer);
  const returned =
    card.figure === "offline" && answer !== null
      ? (answer as { total: { returned?: number | null } }).total.returned
      : null;
  return (
    <section className={css.card} aria-label={title} aria-busy={phase === "reading"}>
      <h2>{title}</h2>
      {phase === "away" ? (
        <div role="status" className={css.away}>
          <p>{answer === null ? texts.away : texts.awaySince(momentText(locale, answer.at, now))}</p>
          <Button wide onClick={again}>
            {texts.again}
          </Button>
        </div>
      ) : null}
      {view === null ? (
        phase === "reading" ? (
          <p className={css.quiet}>{texts.reading}</p>
        ) : null
      ) : (
        <>
          <p className={css.headline}>
            <b>{view.headline}</b> <span>{headline}</span>
          </p>
          {returned ? <p className={css.quiet}>{texts.returned(returned)}</p> : null}
          {answer !== null && answer.pending > 0 ? (
            <p className={css.quiet}>{texts.pending(answer.pending)}</p>
          ) : null}
          <Drawing name={name} view={view} />
          <p className={css.quiet}>{why}</p>
          <Numbers view={view} file={`genba-${name}-${answer?.from}-${answer?.until}.csv`} />
          {card.lists.map((choice) => (
            <Button key={JSON.stringify(choice)} wide aria-haspopup="dialog" onClick={() => setShown(choice)}>
              {listName(texts, t.closureCode, choice)}
            </Button>
          ))}
        </>
      )}
      {shown === null ? null : (
        <TicketsSheet
          title={`${title} · ${listName(texts, t.closureCode, shown)}`}
          plots={plots}
          filter={filter}
          of={shown}
          onClose={() => setShown(null)}
        />
      )}
    </section>
  );
}

type Texts = (typeof plotTexts)["en"];

function listName(texts: Texts, codes: Readonly<Record<string, string>>, choice: ListChoice): string {
  if (choice.kind === "breached") return texts.breached[choice.clock];
  return choice.kind === "changes" ? `${texts.tickets}${texts.colon}${codes[choice.code]}` : texts.tickets;
}

function Drawing({ name, view }: { name: CardName; view: FigureView }) {
  const { locale } = useTexts();
  const texts = plotTexts[locale];
  const { title, headline, series } = texts.cards[name];
  if (view.plot === null) return <p className={css.quiet}>{texts.nothing}</p>;
  const { drawn, labels } = view.plot;
  return (
    <>
      <ul className={css.legend} aria-hidden="true">
        {series.map((label, index) => (
          <li key={label}>
            <span
              className={css.key}
              data-drawn={drawn}
              data-part={index > 0 || series.length === 1 || undefined}
            />
            {label}
          </li>
        ))}
      </ul>
      <Plot data={view.plot} name={texts.picture(title, headline, view.headline, labels.length)} />
    </>
  );
}

function Numbers({ view, file }: { view: FigureView; file: string }) {
  const { locale } = useTexts();
  const texts = plotTexts[locale];
  return (
    <details className={css.numbers}>
      <summary>{texts.table}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys */}
      <section className={css.scroll} data-wide aria-label={`${view.caption} – ${texts.table}`} tabIndex={0}>
        <table>
          <caption>{view.caption}</caption>
          <thead>
            <tr>
              {view.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.rows.map(([key, ...cells], index) => (
              <tr key={key} data-total={index === view.rows.length - 1 || undefined}>
                <th scope="row">{key}</th>
                {cells.map((cell, column) => (
                  <td key={view.columns[column + 1]}>{cell ?? "–"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Button wide onClick={() => downloadCsv(file, [view.columns, ...view.rows])}>
        {texts.csv}
      </Button>
    </details>
  );
}
