/** 預覽: what the rule as it stands would have made of what came. */
import { useId } from "react";
import type { PreviewAnswer } from "../../../core/events/administration";
import { verdicts } from "../../../core/events/judge-event";
import { EventRow } from "../../events/event-row";
import rowCss from "../../events/event-row.module.css";
import { eventWords } from "../../events/event-words";
import { useTexts } from "../../locale/locale";
import { Button } from "../../ui/button";
import { Section } from "../../ui/section";
import { Segmented } from "../../ui/segmented";
import adminCss from "../admin.module.css";
import { eventTexts } from "./event-texts";
import css from "./events.module.css";
import type { Previewing } from "./use-preview";

export const previewPeriods = ["1", "7", "30"] as const;
export type PreviewDays = (typeof previewPeriods)[number];

interface Props {
  readonly preview: Previewing;
  readonly days: PreviewDays;
  readonly onDays: (days: PreviewDays) => void;
  readonly onAgain: () => void;
  readonly sourceNames: ReadonlyMap<string, string>;
}

export function PreviewSection({ preview, days, onDays, onAgain, sourceNames }: Props) {
  const { locale } = useTexts();
  const { preview: texts } = eventTexts[locale];
  const answer = answerOf(preview);
  return (
    <Section title={texts.title}>
      <div className={adminCss.pad} aria-busy={preview.tag === "asking"}>
        <Segmented
          label={texts.period}
          value={days}
          options={previewPeriods.map((value) => ({ value, label: texts.days(Number(value)) }))}
          onChange={onDays}
        />
        {preview.tag === "asking" && answer === null ? <p>{texts.asking}</p> : null}
        {preview.tag === "incomplete" ? <p>{texts.incomplete}</p> : null}
        {preview.tag === "failed" ? <p role="alert">{texts.failed}</p> : null}
        {answer === null ? null : <Answer answer={answer} sourceNames={sourceNames} />}
        <Button wide disabled={preview.tag === "asking" || preview.tag === "incomplete"} onClick={onAgain}>
          {texts.again}
        </Button>
      </div>
    </Section>
  );
}

/** The line that stays in sight and is read out: what matches, and what opens. */
export function PreviewSummary({ preview }: { preview: Previewing }) {
  const { locale } = useTexts();
  const { preview: texts } = eventTexts[locale];
  const answer = answerOf(preview);
  const isStale = preview.tag !== "answered";
  const text =
    answer === null
      ? texts[preview.tag === "incomplete" || preview.tag === "failed" ? preview.tag : "asking"]
      : answer.looked === 0
        ? texts.nothing
        : texts.summary(answer.matched, answer.looked, answer.incidents);
  return (
    <p role="status" className={css.summary} data-stale={isStale || undefined}>
      {text}
    </p>
  );
}

function answerOf(preview: Previewing): PreviewAnswer | null {
  if (preview.tag === "answered") return preview.answer;
  return preview.tag === "asking" ? preview.last : null;
}

function Answer({ answer, sourceNames }: { answer: PreviewAnswer } & Pick<Props, "sourceNames">) {
  const { locale } = useTexts();
  const { preview: texts } = eventTexts[locale];
  const heading = useId();
  const { looked, isCut, matched, matches, children, incidents } = answer;
  if (looked === 0) {
    return (
      <>
        <p>
          <b>{texts.nothing}</b>
        </p>
        <p>{texts.nothingHint}</p>
      </>
    );
  }
  return (
    <>
      <p className={css.summary}>{texts.summary(matched, looked, incidents)}</p>
      <Counts answer={answer} />
      {children > 0 ? <p>{texts.children(children)}</p> : null}
      {isCut ? <p>{texts.cut(looked)}</p> : null}
      <p className={css.hint}>{texts.alone}</p>
      {matches.length > 0 ? (
        <details className={css.examples}>
          <summary id={heading}>{texts.examples(matches.length, matched)}</summary>
          <ol className={rowCss.list} aria-labelledby={heading}>
            {matches.map(({ event, verdict }) => (
              <EventRow
                key={`${event.sourceId} ${event.id}`}
                event={event}
                verdict={verdict}
                sourceName={sourceNames.get(event.sourceId) ?? null}
              />
            ))}
          </ol>
        </details>
      ) : null}
    </>
  );
}

/** How many did what, in the words of the events themselves. */
function Counts({ answer }: { answer: PreviewAnswer }) {
  const { locale } = useTexts();
  const words = eventWords[locale];
  const rows = verdicts.flatMap((verdict) => {
    const count = answer.verdicts[verdict];
    return count === undefined ? [] : [{ verdict, count }];
  });
  if (rows.length === 0) return null;
  return (
    <ul className={css.counts}>
      {rows.map(({ verdict, count }) => (
        <li key={verdict}>
          <b>{count}</b> <span>{words.verdict[verdict]}</span>
        </li>
      ))}
    </ul>
  );
}
