import { nameMax } from "../../core/directory/administration";
import type { Calendar } from "../../core/sla/calendar";
import {
  type CalendarFields,
  calendarToFields,
  textToSpans,
  textToWeekdays,
} from "../../core/sla/calendar-fields";
import { officeHours } from "../../core/time/working-time";
import { useTexts } from "../locale/locale";
import { CheckField } from "../ui/check-field";
import { TextField } from "../ui/field";
import { useAdmin } from "./admin-context";
import { FormSheet } from "./form-sheet";
import { slaTexts } from "./sla-texts";
import { useEdits } from "./use-edits";

const { offsetMinutes, days: weekdays, spans } = officeHours;
const office = calendarToFields({ name: "", offsetMinutes, weekdays, spans, days: [], isDefault: false });

/** Its name and its week. `calendar` null: a new one, with the hours of an office. */
export function CalendarSheet({ calendar, onClose }: { calendar: Calendar | null; onClose: () => void }) {
  const { locale } = useTexts();
  const s = slaTexts[locale];
  const { a, admin } = useAdmin();
  const present = calendar === null ? office : calendarToFields(calendar);
  const { draft, change, send } = useEdits<CalendarFields>(present);
  const wanted = { ...draft, name: draft.name.trim() };
  const isComplete =
    wanted.name !== "" && textToSpans(draft.spans) !== null && textToWeekdays(draft.weekdays) !== null;
  const toggle = (day: string) => {
    const next = draft.weekdays.includes(day) ? draft.weekdays.replace(day, "") : draft.weekdays + day;
    change({ ...draft, weekdays: [...next].sort().join("") });
  };
  return (
    <FormSheet
      title={calendar === null ? s.addCalendar : s.hours}
      verb={a.save}
      isComplete={isComplete}
      work={() =>
        calendar === null
          ? admin.createCalendar(wanted)
          : send(wanted, (edits) => admin.editCalendar(calendar.id, edits))
      }
      onClose={onClose}
      kind="calendar.edited"
    >
      {(checked) => (
        <>
          <TextField
            label={a.name}
            value={draft.name}
            maxLength={nameMax}
            error={checked && wanted.name === "" ? a.required : null}
            onChange={(name) => change({ ...draft, name })}
          />
          <fieldset>
            <legend>{s.weekdays}</legend>
            {s.weekdayNames.map((name, day) => (
              <CheckField
                key={name}
                label={name}
                checked={draft.weekdays.includes(String(day))}
                onChange={() => toggle(String(day))}
              />
            ))}
            {checked && draft.weekdays === "" ? <p role="alert">{a.required}</p> : null}
          </fieldset>
          <TextField
            label={s.spans}
            hint={s.spansHint}
            value={draft.spans}
            maxLength={200}
            error={checked && textToSpans(draft.spans) === null ? s.spansWrong : null}
            onChange={(text) => change({ ...draft, spans: text })}
          />
        </>
      )}
    </FormSheet>
  );
}
