/** What a check or an import found: how much of what, and every problem by its line. */
import type { ImportReport, RowProblem } from "../../core/import/import";
import { useTexts } from "../locale/locale";
import { Section } from "../ui/section";
import css from "./admin.module.css";
import own from "./data-screen.module.css";
import { dataTexts } from "./data-texts";

export function ImportResult({ report }: { report: ImportReport }) {
  const { locale, t } = useTexts();
  const d = dataTexts[locale];
  const { rows, created, changed, unchanged, problems, problemCount, notes, isStored } = report;
  const outcome = isStored ? d.done : created + changed > 0 ? d.trialDone : d.nothing;
  return (
    <>
      {problemCount > 0 ? (
        <Section title={d.problems(problemCount)}>
          <p className={css.pad}>{d.problemsHint}</p>
          <Problems problems={problems} />
          {problemCount > problems.length ? <p className={css.pad}>{d.first(problems.length)}</p> : null}
        </Section>
      ) : (
        <Section title={d.result}>
          <div className={own.form}>
            <p className={css.name}>{outcome}</p>
            <p>
              {[d.rows(rows), d.created(created), d.changed(changed), d.unchanged(unchanged)].join(
                t.app.join,
              )}
            </p>
          </div>
        </Section>
      )}
      {notes.length > 0 ? (
        <Section title={d.notes} count={notes.length}>
          <Problems problems={notes} />
        </Section>
      ) : null}
    </>
  );
}

function Problems({ problems }: { problems: readonly RowProblem[] }) {
  const { locale, t } = useTexts();
  const d = dataTexts[locale];
  return (
    <ol className={css.history}>
      {problems.map(({ line, column, code, value, refusal }) => (
        <li key={`${line} ${column} ${code} ${value}`} className={css.change}>
          <p>
            <b>{d.line(line)}</b>
            {column === null ? null : <code className={own.code}>{column}</code>} {d.codes[code]}
            {refusal === undefined ? null : `${t.app.colon}${t.returned[refusal]}`}
          </p>
          {value === "" ? null : <small className={css.note}>{value}</small>}
        </li>
      ))}
    </ol>
  );
}
