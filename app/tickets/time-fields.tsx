/** When: one moment, or the span of a change. */
import type { Window } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { fromLocalInput, toLocalInput } from "../locale/time-text";
import { TextField } from "../ui/field";

interface TimeProps {
  readonly label: string;
  readonly at: number | undefined;
  readonly optional: boolean;
  readonly error: string | null;
  readonly onChange: (at: number | null) => void;
}

export function TimeField({ label, at, onChange, ...rest }: TimeProps) {
  return (
    <TextField
      {...rest}
      type="datetime-local"
      label={label}
      value={at === undefined ? "" : toLocalInput(at)}
      onChange={(text) => onChange(fromLocalInput(text))}
    />
  );
}

const windowDefaultMs = 2 * 3_600_000;

interface WindowProps {
  readonly window: Window | undefined;
  readonly optional: boolean;
  readonly error: string | null;
  readonly onChange: (window: Window | null) => void;
}

/** Choosing the beginning proposes an end. */
export function WindowFields({ window, optional, error, onChange }: WindowProps) {
  const { t } = useTexts();
  return (
    <>
      <TimeField
        label={t.arg.window}
        optional={optional}
        error={error}
        at={window?.from}
        onChange={(from) => {
          if (from === null) return onChange(null);
          const until = window && window.until > from ? window.until : from + windowDefaultMs;
          onChange({ from, until });
        }}
      />
      {window ? (
        <TimeField
          label={t.arg.windowUntil}
          optional={false}
          error={null}
          at={window.until}
          onChange={(until) => onChange({ from: window.from, until: until ?? window.from })}
        />
      ) : null}
    </>
  );
}
