/** One field of an event: of the few that all have, or a label by its name. */
import { type EventField, eventBounds, eventFields } from "../../../core/events/event";
import { useTexts } from "../../locale/locale";
import { TextField } from "../../ui/field";
import { Picker } from "../../ui/picker";
import { eventTexts } from "./event-texts";
import { fieldText } from "./rule-words";

interface Props {
  readonly label: string;
  /** `label.` while the name of the label is not typed. */
  readonly value: string;
  readonly fields: readonly EventField[];
  readonly onChange: (field: string) => void;
  /** Names of labels that were seen. */
  readonly labels: readonly string[];
  readonly error?: string | null;
}

const prefix = "label.";
/** So many are named as examples. */
const examplesMax = 6;

/** Whole texts and what changes from event to event say nothing of what a trouble is. */
export const fingerprintFields: readonly EventField[] = ["asset", "title", "fingerprint", "severity"];
export const conditionFields: readonly EventField[] = eventFields;

export function FieldChoice({ label, value, fields, onChange, labels, error = null }: Props) {
  const { t, locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const isLabel = value.startsWith(prefix);
  // One that was chosen elsewhere than here stays what it is.
  const offered = isLabel || fields.some((field) => field === value) ? fields : [...fields, value];
  const options = [
    ...offered.map((field) => ({ id: field as string, label: fieldText(field, locale) })),
    { id: prefix, label: texts.label },
  ];
  return (
    <>
      <Picker
        label={label}
        options={options}
        value={isLabel ? prefix : value}
        onChange={(field) => {
          if (field !== null && !(field === prefix && isLabel)) onChange(field);
        }}
      />
      {isLabel ? (
        <TextField
          label={texts.labelName}
          value={value.slice(prefix.length)}
          maxLength={eventBounds.labelName}
          hint={
            labels.length > 0 ? texts.labelSeen(labels.slice(0, examplesMax).join(t.app.join)) : undefined
          }
          error={value === prefix ? error : null}
          onChange={(name) => onChange(prefix + name)}
        />
      ) : null}
    </>
  );
}
