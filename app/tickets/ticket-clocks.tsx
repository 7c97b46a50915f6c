import type { Ticket } from "../../core/tickets/ticket";
import { useNow, useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { clockTexts } from "./clock-texts";
import { clockViews } from "./clock-view";
import css from "./ticket-clocks.module.css";

/** Both clocks of an incident, counting down without a network too: by this phone's calendars and its own time. */
export function TicketClocks({ ticket }: { ticket: Ticket }) {
  const { locale } = useTexts();
  const views = clockViews(ticket, useDirectory(), locale, useNow());
  if (views === null) return null;
  return (
    <dl className={css.clocks} aria-label={clockTexts[locale].title}>
      {views.map(({ name, label, state, value, note, share }) => (
        <div key={name} data-state={state}>
          <dt>{label}</dt>
          <dd>
            <b>{value}</b>
            <small>{note}</small>
            <span className={css.bar} aria-hidden="true">
              <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
