/**
 * The month as a grid (WAI-ARIA grid): one day is in the tab order; arrows, Home, End, PageUp and PageDown move to
 * others. A cell marks what there is by shape and count; the day's list stands beside it.
 */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTexts } from "../locale/locale";
import { Mark, type MarkKind } from "./calendar-mark";
import { calendarTexts } from "./calendar-texts";
import { type CalendarItem, hasConflict, itemsOn } from "./calendar-view";
import { type Day, dayByKey, isSameMonth, monthOf, weekNumber, weekOf } from "./days";
import css from "./month-grid.module.css";
import { longDay, monthName, weekday } from "./time-of-day";

interface Props {
  readonly items: readonly CalendarItem[];
  /** The day that is chosen; its month is shown. */
  readonly day: Day;
  readonly today: Day;
  readonly onChoose: (day: Day) => void;
}

export function MonthGrid({ items, day, today, onChoose }: Props) {
  const { locale } = useTexts();
  const texts = calendarTexts[locale];
  const grid = useRef<HTMLTableElement>(null);
  const isMoved = useRef(false);
  // Focus follows a day that a key led to, also into a month that was not drawn yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the day
  useEffect(() => {
    if (!isMoved.current) return;
    isMoved.current = false;
    grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [day]);
  const move = (event: KeyboardEvent) => {
    const to = event.ctrlKey || event.altKey || event.metaKey ? null : dayByKey(day, event.key);
    if (to === null) return;
    event.preventDefault();
    isMoved.current = true;
    onChoose(to);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are moved among is a grid
    <table ref={grid} role="grid" className={css.grid} aria-label={monthName(locale, day)} onKeyDown={move}>
      <thead>
        <tr>
          {weekOf(day).map((one) => (
            <th key={one} scope="col" abbr={weekday(locale, one, "long")}>
              {weekday(locale, one, "narrow")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {monthOf(day).map((week) => (
          <tr key={week[0]} aria-label={texts.week(weekNumber(week[0] ?? day))}>
            {week.map((one) => (
              // biome-ignore lint/a11y/useAriaPropsSupportedByRole: in a grid a cell is a gridcell, which may be selected
              <td
                key={one}
                aria-selected={one === day}
                aria-current={one === today ? "date" : undefined}
                data-outside={isSameMonth(one, day) ? undefined : true}
              >
                <button
                  type="button"
                  className={css.day}
                  tabIndex={one === day ? 0 : -1}
                  onClick={() => onChoose(one)}
                >
                  <span data-only="screen-reader">{dayName(one, itemsOn(items, one), locale)}</span>
                  <span className={css.number} aria-hidden="true">
                    {new Date(one).getDate()}
                  </span>
                  <Marks items={itemsOn(items, one)} />
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Marks({ items }: { items: readonly CalendarItem[] }) {
  const changes = items.filter(({ kind }) => kind === "change").length;
  const kinds: readonly (readonly [MarkKind, boolean])[] = [
    ["conflict", items.some(hasConflict)],
    ["blackout", items.some(({ kind }) => kind === "blackout")],
    ["maintenance", items.some(({ kind }) => kind === "maintenance")],
  ];
  return (
    <span className={css.marks} aria-hidden="true">
      {changes === 0 ? null : (
        <span className={css.count}>
          <Mark kind="booked" />
          {changes}
        </span>
      )}
      {kinds.map(([kind, isThere]) => (isThere ? <Mark key={kind} kind={kind} /> : null))}
    </span>
  );
}

/** 11月28日 星期六：2 項變更、1 個衝突. */
function dayName(day: Day, items: readonly CalendarItem[], locale: "zh-TW" | "en"): string {
  const texts = calendarTexts[locale];
  const of = (kind: CalendarItem["kind"]) => items.filter((item) => item.kind === kind).length;
  const counts = [
    ["changes", of("change")],
    ["conflicts", items.filter(hasConflict).length],
    ["blackouts", of("blackout")],
    ["maintenance", of("maintenance")],
  ] as const;
  const said = counts.flatMap(([what, count]) => (count === 0 ? [] : [texts.count[what](count)]));
  return [longDay(locale, day), ...(said.length === 0 ? [] : [said.join(texts.join)])].join(texts.colon);
}
