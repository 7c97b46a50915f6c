/** 變更行事曆: month, week and list of changes, blackouts and maintenance windows. Its state is its address. */
import { useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";
import type { GroupId } from "../../core/ids";
import { useNow, useTexts } from "../locale/locale";
import { useDirectory, useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Segmented } from "../ui/segmented";
import { useDesk } from "../ui/use-desk";
import css from "./calendar-screen.module.css";
import { calendarTexts } from "./calendar-texts";
import { calendarItems, filterItems, itemsOn, wholeCalendar } from "./calendar-view";
import { Agenda, agendaDays, DaySection, Week } from "./day-lists";
import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  dayText,
  monthOf,
  readDay,
  spanOf,
  weekNumber,
  weekOf,
} from "./days";
import { FeedSheet } from "./feed-sheet";
import { CalendarFilterSheet } from "./filter-sheet";
import { MonthGrid } from "./month-grid";
import { monthName, shortDay } from "./time-of-day";
import { useChanges } from "./use-changes";

const views = ["list", "week", "month"] as const;
type View = (typeof views)[number];

export function CalendarScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = calendarTexts[locale];
  const today = dayOf(useNow());
  const { view, day, go } = useAddress(today);
  const [filter, setFilter] = useState(wholeCalendar);
  const [sheet, setSheet] = useState<"filter" | "feed" | null>(null);
  const me = useViewer();
  const { blackouts, assets } = useDirectory();
  const range = rangeOf(view, day);
  const { from, until } = range;
  const { changes, maintenance, phase } = useChanges(range);
  const items = useMemo(() => {
    const all = calendarItems({ changes, blackouts, maintenance, assets }, { from, until });
    return filterItems(all, filter, me);
  }, [changes, blackouts, maintenance, assets, from, until, filter, me]);
  const filters = Number(filter.scope !== "all") + Number(filter.groupId !== null);
  return (
    <Screen title={texts.title} onBack={onBack}>
      <div className={css.tools}>
        <Segmented
          hideLabel
          label={texts.view}
          value={view}
          options={views.map((value) => ({ value, label: texts.views[value] }))}
          onChange={(value) => go({ view: value, day })}
        />
        <div className={css.steps}>
          <Button aria-label={texts.before[view]} onClick={() => go({ view, day: stepped(view, day, -1) })}>
            <Icon name="back" size={20} />
          </Button>
          <Button onClick={() => go({ view, day: today })}>{texts.today}</Button>
          <Button aria-label={texts.after[view]} onClick={() => go({ view, day: stepped(view, day, 1) })}>
            <Icon name="forward" size={20} />
          </Button>
          <Button className={css.filter ?? ""} aria-haspopup="dialog" onClick={() => setSheet("filter")}>
            <Icon name="filter" size={20} />
            {texts.filter}
            {filters > 0 ? ` ${filters}` : ""}
          </Button>
        </div>
        <h2 className={css.span} aria-live="polite">
          {titleOf(view, day, locale)}
        </h2>
      </div>
      {phase === "away" || phase === "more" ? (
        <p role="status" className={css.note}>
          {texts[phase]}
        </p>
      ) : null}
      <div className={css.body} data-view={view} aria-busy={phase === "reading"}>
        {view === "list" ? <Agenda items={items} day={day} today={today} /> : null}
        {view === "week" ? <Week items={items} day={day} today={today} /> : null}
        {view === "month" ? (
          <>
            <MonthGrid items={items} day={day} today={today} onChoose={(to) => go({ view, day: to })} />
            <DaySection day={day} today={today} items={itemsOn(items, day)} />
          </>
        ) : null}
      </div>
      <div className={css.end}>
        <Button wide aria-haspopup="dialog" onClick={() => setSheet("feed")}>
          {texts.feed.title}
        </Button>
      </div>
      {sheet === "feed" ? <FeedSheet onClose={() => setSheet(null)} /> : null}
      {sheet === "filter" ? (
        <CalendarFilterSheet filter={filter} onChange={setFilter} onClose={() => setSheet(null)} />
      ) : null}
    </Screen>
  );
}

/** A list on a phone and a week on a desk, from today, unless the address says otherwise. */
function useAddress(today: Day) {
  const desk = useDesk();
  const [, navigate] = useLocation();
  const said = new URLSearchParams(useSearch());
  const view = views.find((known) => known === said.get("view")) ?? (desk ? "week" : "list");
  const go = (to: { readonly view: View; readonly day: Day }) =>
    navigate(`/calendar?view=${to.view}&day=${dayText(to.day)}`, { replace: true });
  return { view, day: readDay(said.get("day")) ?? today, go };
}

function useViewer() {
  const { account } = useSession();
  const { groups } = useDirectory();
  return useMemo(() => {
    const own = [...groups.values()].filter(({ members }) =>
      members.some(({ accountId }) => accountId === account.id),
    );
    return { id: account.id, groupIds: own.map(({ id }): GroupId => id) };
  }, [account.id, groups]);
}

function rangeOf(view: View, day: Day) {
  if (view === "list") return spanOf(day, agendaDays);
  const days = view === "week" ? weekOf(day) : monthOf(day).flat();
  return spanOf(days[0] ?? day, days.length);
}

function stepped(view: View, day: Day, by: 1 | -1): Day {
  if (view === "month") return addMonths(day, by);
  return addDays(day, by * (view === "week" ? 7 : agendaDays));
}

function titleOf(view: View, day: Day, locale: "zh-TW" | "en"): string {
  if (view === "month") return monthName(locale, day);
  const { from, until } = rangeOf(view, day);
  const span = `${monthName(locale, from)} · ${shortDay(locale, from)} – ${shortDay(locale, addDays(until, -1))}`;
  return view === "week" ? `${span} · ${calendarTexts[locale].week(weekNumber(day))}` : span;
}
