/** Several choices out of many: those made, each with a button that takes it away, and a picker for the next. */
import { useTexts } from "../locale/locale";
import { Icon } from "./icons";
import css from "./multi-picker.module.css";
import { Picker } from "./picker";
import type { PickerOption } from "./picker-view";

interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly PickerOption<Id>[];
  readonly values: readonly Id[];
  readonly onChange: (ids: readonly Id[]) => void;
  readonly optional?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
}

export function MultiPicker<Id extends string>(props: Props<Id>) {
  const { label, options, values, onChange, ...rest } = props;
  const { t } = useTexts();
  const labels = new Map(options.map((option) => [option.id, option.label]));
  return (
    <div className={css.field}>
      <Picker
        {...rest}
        label={label}
        options={options.filter(({ id }) => !values.includes(id))}
        value={null}
        valueLabel={values.length > 0 ? t.form.addOne : undefined}
        onChange={(id) => {
          if (id !== null) onChange([...values, id]);
        }}
      />
      {values.length > 0 ? (
        <ul className={css.chosen} aria-label={label}>
          {values.map((id) => (
            <li key={id}>
              <span>{labels.get(id) ?? "…"}</span>
              <button
                type="button"
                aria-label={t.form.remove(labels.get(id) ?? "")}
                onClick={() => onChange(values.filter((other) => other !== id))}
              >
                <Icon name="close" size={20} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
