/** Some of a few: a box for each. */
import { useId } from "react";
import { CheckField } from "../ui/check-field";
import css from "./check-group.module.css";

interface Props<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly values: readonly Value[];
  readonly onChange: (values: readonly Value[]) => void;
  readonly error: string | null;
}

export function CheckGroup<Value extends string>({ label, options, values, onChange, error }: Props<Value>) {
  const id = useId();
  /** In the order of the options, whichever was chosen first. */
  const change = (value: Value, checked: boolean) =>
    onChange(
      options.flatMap(({ value: one }) => ((one === value ? checked : values.includes(one)) ? [one] : [])),
    );
  return (
    <fieldset className={css.group} aria-describedby={error ? id : undefined}>
      <legend className={css.label}>{label}</legend>
      {options.map((option) => (
        <CheckField
          key={option.value}
          label={option.label}
          checked={values.includes(option.value)}
          onChange={(checked) => change(option.value, checked)}
        />
      ))}
      {error ? (
        <p id={id} className={css.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
