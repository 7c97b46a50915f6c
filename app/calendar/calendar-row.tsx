/** One thing on one day. How far a change has come is a shape; what is in its way is said in words. */
import { Link } from "wouter";
import { numberText } from "../../core/messages/number-text";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { Mark } from "./calendar-mark";
import css from "./calendar-row.module.css";
import { calendarTexts } from "./calendar-texts";
import { type CalendarItem, markOf } from "./calendar-view";
import { clashText } from "./clash-text";
import type { Day } from "./days";
import { timeOnDay } from "./time-of-day";

type Of<Kind extends CalendarItem["kind"]> = Extract<CalendarItem, { kind: Kind }>;

export function CalendarRow({ item, day }: { item: CalendarItem; day: Day }) {
  switch (item.kind) {
    case "change":
      return <ChangeRow item={item} day={day} />;
    case "blackout":
      return <BlackoutRow item={item} day={day} />;
    case "maintenance":
      return <MaintenanceRow item={item} day={day} />;
  }
}

function ChangeRow({ item, day }: { item: Of<"change">; day: Day }) {
  const { t, locale } = useTexts();
  const texts = calendarTexts[locale];
  const { people, groups } = useDirectory();
  const { change, span } = item;
  const { id, flow, number, title, stage, outcome, risk, holderId, assignedGroupId } = change;
  const facts = [
    t.flow[flow],
    stage === "closed" && outcome !== null ? t.outcome[outcome] : t.stage[stage],
    `${texts.risk}${texts.colon}${t.level[risk]}`,
    holderId === null ? null : people.get(holderId)?.name,
    assignedGroupId === null ? null : groups.get(assignedGroupId)?.name,
  ];
  return (
    <div className={css.item}>
      <Link href={`/tickets/${id}`} className={css.row} data-state={markOf(change)}>
        <span className={css.time}>{timeOnDay(locale, span, day)}</span>
        <span className={css.title}>
          <Mark kind={markOf(change)} />
          <span>
            <span className={css.number}>{numberText(flow, number, id)}</span> {title}
          </span>
        </span>
        <span className={css.meta}>{facts.filter(Boolean).join(" · ")}</span>
      </Link>
      <Conflicts item={item} />
    </div>
  );
}

function Conflicts({ item: { overlaps, blackouts } }: { item: Of<"change"> }) {
  const { locale } = useTexts();
  const directory = useDirectory();
  const texts = calendarTexts[locale];
  if (overlaps.length + blackouts.length === 0) return null;
  return (
    <ul className={css.conflicts} aria-label={texts.conflict}>
      {blackouts.map((one) => (
        <li key={one.id}>
          <Mark kind="conflict" />
          <span>
            <b>{texts.conflict}</b> {texts.blackout} {one.name}
          </span>
        </li>
      ))}
      {overlaps.map(({ change: { id, flow, number, title }, clashes }) => (
        <li key={id}>
          <Mark kind="conflict" />
          <span>
            <b>{texts.conflict}</b> {numberText(flow, number, id)} {title} ·{" "}
            {clashText(clashes, directory, locale)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function BlackoutRow({ item: { blackout, span }, day }: { item: Of<"blackout">; day: Day }) {
  const { locale } = useTexts();
  const { sites } = useDirectory();
  const texts = calendarTexts[locale];
  const where = blackout.siteIds.map((id) => sites.get(id)?.name ?? "…").join(texts.join);
  return (
    <div className={css.closed} data-kind="blackout">
      <span className={css.time}>{timeOnDay(locale, span, day)}</span>
      <span className={css.title}>
        <Mark kind="blackout" />
        <span>
          <b>{texts.blackout}</b> {blackout.name}
        </span>
      </span>
      <span className={css.meta}>{where === "" ? texts.everywhere : where}</span>
    </div>
  );
}

function MaintenanceRow({ item: { maintenance, span }, day }: { item: Of<"maintenance">; day: Day }) {
  const { locale } = useTexts();
  const { assets } = useDirectory();
  const texts = calendarTexts[locale];
  const of = maintenance.assetIds.map((id) => assets.get(id)?.tag ?? "…").join(texts.join);
  return (
    <div className={css.closed} data-kind="maintenance">
      <span className={css.time}>{timeOnDay(locale, span, day)}</span>
      <span className={css.title}>
        <Mark kind="maintenance" />
        <span>
          <b>{texts.maintenance}</b> {maintenance.name}
        </span>
      </span>
      {of === "" ? null : <span className={css.meta}>{of}</span>}
    </div>
  );
}
