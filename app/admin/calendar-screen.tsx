/** One calendar: its week, the days that are not what their weekday says, and the sites that keep it. */
import { useState } from "react";
import { useLocation } from "wouter";
import { nameMax } from "../../core/directory/administration";
import type { CalendarId } from "../../core/ids";
import type { Calendar, CalendarDay } from "../../core/sla/calendar";
import { calendarToFields, dayToText, isCalendarDate } from "../../core/sla/calendar-fields";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Segmented } from "../ui/segmented";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { CalendarSheet } from "./calendar-sheet";
import { FormSheet } from "./form-sheet";
import { Problem } from "./problem";
import { slaTexts } from "./sla-texts";

type Editing = CalendarDay | "new" | "hours";

export function CalendarScreen({ id }: { id: CalendarId }) {
  const { locale } = useTexts();
  const s = slaTexts[locale];
  const { a } = useAdmin();
  const calendar = useDirectory().calendars.get(id);
  const [, navigate] = useLocation();
  const [editing, setEditing] = useState<Editing | null>(null);
  if (calendar === undefined) return <EmptyState title={s.gone} />;
  const { spans } = calendarToFields(calendar);
  const week = calendar.weekdays.map((day) => s.weekdayNames[day]).join(" ");
  // The newest first: what is entered afterwards is of these days.
  const days = [...calendar.days].sort((one, other) => (one.date < other.date ? 1 : -1));
  return (
    <Screen
      title={calendar.name}
      onBack={() => navigate("/admin/sla")}
      foot={
        <Button kind="main" wide aria-haspopup="dialog" onClick={() => setEditing("new")}>
          {s.addDay}
        </Button>
      }
    >
      <div className={css.column}>
        <Section title={s.hours}>
          <button
            type="button"
            className={css.row}
            aria-haspopup="dialog"
            onClick={() => setEditing("hours")}
          >
            <span className={css.grow}>
              {week}
              <small>{spans}</small>
            </span>
            <Icon name="forward" size={20} />
          </button>
        </Section>
        <Sites calendar={calendar} />
        <Section title={s.days(days.length)}>
          {days.map((day) => (
            <button
              key={day.date}
              type="button"
              className={css.row}
              aria-haspopup="dialog"
              onClick={() => setEditing(day)}
            >
              <span className={css.grow}>
                {day.date}
                <small>{day.name}</small>
              </span>
              <Tag tone={day.works ? "ok" : "plain"}>{day.works ? a.dayKinds.works : a.dayKinds.closed}</Tag>
            </button>
          ))}
        </Section>
      </div>
      {editing === "hours" ? <CalendarSheet calendar={calendar} onClose={() => setEditing(null)} /> : null}
      {editing === null || editing === "hours" ? null : (
        <DaySheet
          calendar={calendar}
          day={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Screen>
  );
}

function Sites({ calendar: { id, isDefault } }: { calendar: Calendar }) {
  const { locale } = useTexts();
  const s = slaTexts[locale];
  const { admin } = useAdmin();
  const { sites } = useDirectory();
  const saving = useSaving();
  // The default one is kept by naming none.
  const own = isDefault ? null : id;
  return (
    <Section title={s.sites}>
      <Problem error={saving.error} kind="site.calendar" />
      {[...sites.values()].map((site) => {
        const named = site.calendarId ?? null;
        const keeps = named === own || named === id;
        return (
          <div key={site.id} className={css.row}>
            <span className={css.grow}>{site.name}</span>
            {keeps ? (
              <Tag tone="ok">{s.uses}</Tag>
            ) : (
              <Button
                disabled={saving.busy}
                onClick={() =>
                  void saving.save(() =>
                    admin.setSiteCalendar(site.id, { calendarId: { from: named, to: own } }),
                  )
                }
              >
                {s.use}
              </Button>
            )}
          </div>
        );
      })}
    </Section>
  );
}

interface DayProps {
  readonly calendar: Calendar;
  /** Null: one that is not in it yet. */
  readonly day: CalendarDay | null;
  readonly onClose: () => void;
}

function DaySheet({ calendar, day, onClose }: DayProps) {
  const { locale } = useTexts();
  const s = slaTexts[locale];
  const { a, admin } = useAdmin();
  const [draft, setDraft] = useState<CalendarDay>(day ?? { date: "", works: false, name: "" });
  const removing = useSaving();
  const name = draft.name.trim();
  /** One that was there meanwhile is not written over unseen: it comes back as changed by somebody else. */
  const save = (to: CalendarDay | null) =>
    admin.editDays(calendar.id, {
      [draft.date]: { from: day === null ? null : dayToText(day), to: to === null ? null : dayToText(to) },
    });
  const remove = async () => {
    if (await removing.save(() => save(null))) onClose();
  };
  return (
    <FormSheet
      title={day === null ? s.addDay : day.date}
      verb={a.save}
      isComplete={isCalendarDate(draft.date) && name !== ""}
      work={() => save({ ...draft, name })}
      onClose={onClose}
      kind="calendar.days"
    >
      {(checked) => (
        <>
          {day === null ? (
            <TextField
              type="date"
              label={s.day}
              value={draft.date}
              error={checked && !isCalendarDate(draft.date) ? s.dayWrong : null}
              onChange={(date) => setDraft({ ...draft, date })}
            />
          ) : null}
          <Segmented
            label={s.dayKind}
            value={draft.works ? "works" : "closed"}
            options={(["closed", "works"] as const).map((value) => ({ value, label: a.dayKinds[value] }))}
            onChange={(kind) => setDraft({ ...draft, works: kind === "works" })}
          />
          <TextField
            label={s.dayName}
            value={draft.name}
            maxLength={nameMax}
            error={checked && name === "" ? a.required : null}
            onChange={(text) => setDraft({ ...draft, name: text })}
          />
          {day === null ? null : (
            <>
              <Problem error={removing.error} kind="calendar.days" />
              <Button kind="alarm" wide disabled={removing.busy} onClick={() => void remove()}>
                {s.remove}
              </Button>
            </>
          )}
        </>
      )}
    </FormSheet>
  );
}
