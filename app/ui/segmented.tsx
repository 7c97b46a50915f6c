import { useId } from "react";
import css from "./segmented.module.css";

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly error?: string | null | undefined;
  /** Stacks the choices: for long words. */
  readonly stacked?: boolean;
  readonly hideLabel?: boolean;
}

/** Native radios drawn as one big control: the chosen one is solid and checked, not only another colour. */
export function Segmented<Value extends string>(props: Props<Value>) {
  const { label, value, options, onChange, error, stacked = false, hideLabel = false } = props;
  const name = useId();
  return (
    <fieldset className={css.group} aria-describedby={error ? `${name}-error` : undefined}>
      <legend className={css.label} data-only={hideLabel ? "screen-reader" : undefined}>
        {label}
      </legend>
      <div
        className={css.options}
        data-stacked={stacked || undefined}
        data-invalid={error ? true : undefined}
      >
        {options.map((option) => (
          <label key={option.value} className={css.option}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${name}-error`} className={css.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
