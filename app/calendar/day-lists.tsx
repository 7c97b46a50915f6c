/** Days with what is on them: the list, the week, and the day that a month shows. */
import { useTexts } from "../locale/locale";
import { EmptyState } from "../ui/empty-state";
import { CalendarRow } from "./calendar-row";
import { calendarTexts } from "./calendar-texts";
import { agendaOf, type CalendarItem, itemsOn } from "./calendar-view";
import css from "./day-lists.module.css";
import { addDays, type Day, weekOf } from "./days";
import { longDay, shortDay, weekday } from "./time-of-day";

interface Props {
  readonly items: readonly CalendarItem[];
  readonly day: Day;
  readonly today: Day;
}

/** Four weeks; only days that have something. */
export const agendaDays = 28;

export function Agenda({ items, day, today }: Props) {
  const { locale } = useTexts();
  const texts = calendarTexts[locale];
  const days = agendaOf(items, day, agendaDays);
  if (days.length === 0) {
    const until = shortDay(locale, addDays(day, agendaDays - 1));
    return <EmptyState title={texts.nothing} hint={texts.nothingHint(shortDay(locale, day), until)} />;
  }
  return days.map((one) => <DaySection key={one.day} day={one.day} today={today} items={one.items} />);
}

/** Seven columns on a desk, one below the other on a phone. */
export function Week({ items, day, today }: Props) {
  return (
    <div className={css.week}>
      {weekOf(day).map((one) => (
        <DaySection key={one} day={one} today={today} items={itemsOn(items, one)} isShort />
      ))}
    </div>
  );
}

interface SectionProps {
  readonly items: readonly CalendarItem[];
  readonly day: Day;
  readonly today: Day;
  readonly isShort?: boolean;
}

export function DaySection({ items, day, today, isShort = false }: SectionProps) {
  const { locale } = useTexts();
  const texts = calendarTexts[locale];
  const name = longDay(locale, day);
  return (
    <section className={css.day} aria-label={name} data-today={day === today || undefined}>
      <h3 aria-current={day === today ? "date" : undefined}>
        {isShort ? `${shortDay(locale, day)} ${weekday(locale, day, "short")}` : name}
        {day === today ? <small> {texts.today}</small> : null}
      </h3>
      {items.length === 0 ? (
        <p className={css.free}>{texts.free}</p>
      ) : (
        <div className={css.rows}>
          {items.map((item) => (
            <CalendarRow key={item.key} item={item} day={day} />
          ))}
        </div>
      )}
    </section>
  );
}
