import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { groupOptions } from "../tickets/directory-options";
import { Button } from "../ui/button";
import { Picker } from "../ui/picker";
import { Segmented } from "../ui/segmented";
import { Sheet } from "../ui/sheet";
import { calendarTexts } from "./calendar-texts";
import { type CalendarFilter, wholeCalendar } from "./calendar-view";

interface Props {
  readonly filter: CalendarFilter;
  readonly onChange: (filter: CalendarFilter) => void;
  readonly onClose: () => void;
}

/** Whose changes are shown; blackouts and maintenance windows always are. */
export function CalendarFilterSheet({ filter, onChange, onClose }: Props) {
  const { t, locale } = useTexts();
  const directory = useDirectory();
  const texts = calendarTexts[locale];
  return (
    <Sheet
      title={texts.filter}
      onClose={onClose}
      foot={
        <>
          <Button kind="main" wide onClick={onClose}>
            {t.form.close}
          </Button>
          <Button wide onClick={() => onChange(wholeCalendar)}>
            {t.list.clear}
          </Button>
        </>
      }
    >
      <Segmented
        hideLabel
        label={t.list.scope}
        value={filter.scope}
        options={(["all", "mine", "groups"] as const).map((scope) => ({
          value: scope,
          label: t.list.scopes[scope],
        }))}
        onChange={(scope) => onChange({ ...filter, scope })}
      />
      <Picker
        label={texts.group}
        optional
        options={groupOptions(directory, null)}
        value={filter.groupId}
        valueLabel={texts.anyGroup}
        onChange={(groupId) => onChange({ ...filter, groupId })}
      />
    </Sheet>
  );
}
