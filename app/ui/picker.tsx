/** One choice out of many: a button that shows it, a sheet with a search and big rows. */
import { useDeferredValue, useId, useMemo, useState } from "react";
import { VList } from "virtua";
import { useTexts } from "../locale/locale";
import { Icon } from "./icons";
import css from "./picker.module.css";
import { type PickerOption, pickerMatches } from "./picker-view";
import { Sheet } from "./sheet";

interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly PickerOption<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id | null) => void;
  readonly optional?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  /** Shown when the value is not among the options (held by nobody here any more). */
  readonly valueLabel?: string | undefined;
}

/** Fewer options than this need no search field. */
const searchFrom = 8;

export function Picker<Id extends string>(props: Props<Id>) {
  const { label, options, value, onChange, optional = false, hint, error, valueLabel } = props;
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const id = useId();
  const chosen = options.find((option) => option.id === value);
  const shown = chosen?.label ?? valueLabel;
  const about = error || hint ? `${id}-about` : undefined;
  return (
    <div className={css.field}>
      <span id={`${id}-label`} className={css.label}>
        {label}
        {optional ? <small> {t.form.optional}</small> : null}
      </span>
      <button
        type="button"
        id={`${id}-value`}
        className={css.value}
        aria-haspopup="dialog"
        aria-labelledby={`${id}-label ${id}-value`}
        aria-describedby={about}
        data-invalid={error ? true : undefined}
        data-empty={shown === undefined || undefined}
        onClick={() => setOpen(true)}
      >
        <span>
          {shown ?? t.form.choose}
          {chosen?.note ? <small> {chosen.note}</small> : null}
        </span>
        <Icon name="down" size={20} />
      </button>
      {about ? (
        <p id={about} className={error ? css.error : css.hint}>
          {error || hint}
        </p>
      ) : null}
      {open ? (
        <PickerSheet
          label={label}
          options={options}
          value={value}
          optional={optional}
          onClose={() => setOpen(false)}
          onChoose={(next) => {
            onChange(next);
            setOpen(false);
          }}
        />
      ) : null}
    </div>
  );
}

interface SheetProps<Id extends string> {
  readonly label: string;
  readonly options: readonly PickerOption<Id>[];
  readonly value: Id | null;
  readonly optional: boolean;
  readonly onClose: () => void;
  readonly onChoose: (id: Id | null) => void;
}

function PickerSheet<Id extends string>({
  label,
  options,
  value,
  optional,
  onClose,
  onChoose,
}: SheetProps<Id>) {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const query = useDeferredValue(text);
  const matches = useMemo(() => pickerMatches(options, query), [options, query]);
  const searchable = options.length >= searchFrom;
  return (
    <Sheet title={label} onClose={onClose} tall={searchable}>
      <div className={css.list} data-tall={searchable || undefined}>
        {searchable ? (
          <input
            type="search"
            className={css.search}
            value={text}
            aria-label={t.form.searchHere}
            placeholder={t.form.searchHere}
            onChange={(event) => setText(event.target.value)}
          />
        ) : null}
        {optional && value !== null ? (
          <button type="button" className={css.option} onClick={() => onChoose(null)}>
            <span>{t.form.none}</span>
          </button>
        ) : null}
        {matches.length === 0 ? <p className={css.hint}>{t.form.noMatch}</p> : null}
        {searchable ? (
          <VList className={css.virtual} data={matches}>
            {(option) => (
              <Option key={option.id} option={option} chosen={option.id === value} onChoose={onChoose} />
            )}
          </VList>
        ) : (
          matches.map((option) => (
            <Option key={option.id} option={option} chosen={option.id === value} onChoose={onChoose} />
          ))
        )}
      </div>
    </Sheet>
  );
}

interface OptionProps<Id extends string> {
  readonly option: PickerOption<Id>;
  readonly chosen: boolean;
  readonly onChoose: (id: Id) => void;
}

function Option<Id extends string>({ option, chosen, onChoose }: OptionProps<Id>) {
  return (
    <button
      type="button"
      className={css.option}
      aria-pressed={chosen}
      data-indent={option.indent || undefined}
      onClick={() => onChoose(option.id)}
    >
      <span>
        {option.label}
        {option.note && !option.indent ? <small>{option.note}</small> : null}
      </span>
      {chosen ? <Icon name="check" size={20} /> : null}
    </button>
  );
}
