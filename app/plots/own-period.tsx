/** From one day to another; handed on once the two make a period. */
import { useState } from "react";
import { useTexts } from "../locale/locale";
import { TextField } from "../ui/field";
import { isPeriod } from "./filter-view";
import { plotTexts } from "./plot-texts";
import css from "./plots.module.css";

interface Span {
  readonly from: string;
  readonly until: string;
}

export function OwnPeriod({ value, onChange }: { value: Span; onChange: (span: Span) => void }) {
  const { locale } = useTexts();
  const texts = plotTexts[locale];
  const [span, setSpan] = useState(value);
  const put = (next: Span) => {
    setSpan(next);
    if (isPeriod(next)) onChange(next);
  };
  const isWrong = span.from !== "" && span.until !== "" && !isPeriod(span);
  return (
    <div className={css.days}>
      <TextField
        type="date"
        label={texts.from}
        value={span.from}
        onChange={(from) => put({ ...span, from })}
      />
      <TextField
        type="date"
        label={texts.until}
        value={span.until}
        error={isWrong ? texts.wrongPeriod : null}
        onChange={(until) => put({ ...span, until })}
      />
    </div>
  );
}
