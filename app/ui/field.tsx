/** Labels, hints and errors of inputs, tied by ids. The input itself is native. */
import { type ReactNode, useId } from "react";
import { useTexts } from "../locale/locale";
import css from "./field.module.css";

interface FieldProps {
  readonly label: string;
  readonly optional?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode;
}

export function Field({ label, optional = false, hint, error, children }: FieldProps) {
  const { t } = useTexts();
  const id = useId();
  const about = error || hint ? `${id}-about` : undefined;
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {label}
        {optional ? <small> {t.form.optional}</small> : null}
      </label>
      {children({ id, describedBy: about, invalid: Boolean(error) })}
      {about ? (
        <p id={about} className={error ? css.error : css.hint}>
          {error || hint}
        </p>
      ) : null}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly optional?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly maxLength?: number;
  readonly lines?: number;
  readonly autoFocus?: boolean;
  readonly type?: "text" | "email" | "password" | "date" | "datetime-local" | "time" | "search";
  readonly autoComplete?: string;
  readonly name?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
}

/** One line, or a text area that grows when `lines` is given. */
export function TextField({ label, optional, hint, error, value, onChange, lines, ...rest }: TextProps) {
  return (
    <Field label={label} optional={optional ?? false} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => {
        const shared = {
          id,
          value,
          className: css.input,
          "aria-describedby": describedBy,
          "aria-invalid": invalid || undefined,
          onChange: (event: { target: { value: string } }) => onChange(event.target.value),
        };
        if (lines === undefined) return <input {...shared} {...rest} />;
        const { type: _type, ...area } = rest;
        return <textarea {...shared} {...area} rows={lines} />;
      }}
    </Field>
  );
}
