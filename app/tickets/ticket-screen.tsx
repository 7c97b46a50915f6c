import { useEffect, useRef } from "react";
import { Link } from "wouter";
import type { TicketRow } from "../../client/replica/rows";
import { readTicket, type TicketView, withSaved } from "../../client/views/ticket";
import type { TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Ticket } from "../../core/tickets/ticket";
import { calendarTexts } from "../calendar/calendar-texts";
import { dayText } from "../calendar/days";
import { TicketEvents } from "../events/ticket-events";
import { useReadNotices } from "../inbox/unread";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory, useGenba, useSession, useSyncState } from "../replica/genba-context";
import { useLiveSaved } from "../replica/use-live";
import { EmptyState } from "../ui/empty-state";
import { BackButton } from "../ui/screen";
import { Tag } from "../ui/tag";
import { arrangeActions } from "./action-order";
import { DraftCard } from "./draft-card";
import { KnownErrorNotes } from "./known-error-notes";
import { offeredActions } from "./offered-actions";
import { RecurrenceNote } from "./recurrence-note";
import { StageRow } from "./stage-row";
import { strandedDrafts } from "./stranded";
import { TicketActions } from "./ticket-actions";
import { TicketClocks } from "./ticket-clocks";
import { ticketFacts, ticketWords } from "./ticket-facts";
import css from "./ticket-screen.module.css";
import { Timeline } from "./timeline";
import { timelineLines } from "./timeline-view";

interface Props {
  readonly id: TicketId;
  readonly onBack: (() => void) | undefined;
}

/** One ticket: where it stands, what it is, what happened, and exactly what this person may do now. */
export function TicketScreen({ id, onBack }: Props) {
  const genba = useGenba();
  const { t } = useTexts();
  const view = useLiveSaved(({ db }) => readTicket(db, id), withSaved, genba, id);
  usePin(id, view === null);
  useReadNotices(id);
  if (view === undefined) return <section className={css.screen} aria-busy="true" />;
  if (view === null || view.row.id !== id) {
    return (
      <section className={css.screen}>
        <div className={css.top}>{onBack ? <BackButton onBack={onBack} /> : null}</div>
        <EmptyState title={t.ticket.gone} hint={t.ticket.goneHint} />
      </section>
    );
  }
  return <OpenTicket view={view} onBack={onBack} />;
}

/** R8: a ticket in sight that this phone does not hold is asked for, again when the network comes. */
function usePin(id: TicketId, missing: boolean): void {
  const genba = useGenba();
  const online = useSyncState().tag === "idle";
  useEffect(() => {
    // Out of reach: the screen says so, and the next change of the sync state asks again.
    if (missing && online) genba.pin(id).catch(() => {});
  }, [genba, id, missing, online]);
}

function OpenTicket({ view, onBack }: { view: TicketView; onBack: (() => void) | undefined }) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const directory = useDirectory();
  const now = useNow();
  const { ticket } = view.row;
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: focus moves when another ticket is shown
  useEffect(() => heading.current?.focus({ preventScroll: true }), [ticket.id]);

  const me = genba.accountId;
  const offered = offeredActions(genba, ticket, view.linked);
  const actions = arrangeActions(offered);
  const stranded = strandedDrafts(
    view.drafts,
    offered.map(({ action }) => action),
  );
  const lines = timelineLines(view.activities, ticket.flow, {
    t,
    locale,
    me,
    now,
    directory,
    names: {
      person: (person) => directory.people.get(person)?.name ?? null,
      group: (group) => directory.groups.get(group)?.name ?? null,
      ticket: () => null,
    },
  });
  return (
    <article className={css.screen}>
      <div className={css.scroll}>
        <div className={css.column}>
          <div className={css.top}>
            {onBack ? <BackButton onBack={onBack} /> : null}
            <span className={css.number}>{numberText(ticket.flow, ticket.number, ticket.id)}</span>
            {view.row.waiting > 0 ? <Tag tone="wait">{t.tag.waiting}</Tag> : null}
            {ticket.hold ? <Tag tone="plain">{t.tag.hold}</Tag> : null}
            <span className={css.topEnd}>
              {ticket.change ? <small>{t.ticket.revision(ticket.revision)}</small> : null}
              {ticket.priority ? (
                <span className={css.priority} data-priority={ticket.priority}>
                  {ticket.priority}
                </span>
              ) : null}
            </span>
          </div>
          <h1 ref={heading} tabIndex={-1} className={css.title}>
            {ticket.title}
          </h1>
          {ticket.flow === "incident" ? null : <p className={css.flow}>{t.flow[ticket.flow]}</p>}
          <StageRow ticket={ticket} />
          {ticket.flow === "incident" ? <TicketClocks ticket={ticket} /> : null}
          {view.returned.length > 0 ? (
            <Link href="/attention" className={css.cameBack}>
              <b>{t.net.attention(view.returned.length)}</b> <span>{t.net.view}</span>
            </Link>
          ) : null}
          {stranded.map((draft) => (
            <DraftCard key={draft.id} draft={draft} flow={ticket.flow} commentable />
          ))}
          <HoldNote ticket={ticket} />
          {ticket.flow === "incident" && ticket.stage !== "closed" ? <KnownErrorNotes of={ticket} /> : null}
          {offered.some(({ action }) => action === "raiseProblem") ? (
            <RecurrenceNote ticket={ticket} />
          ) : null}
          {ticket.description ? <p className={css.description}>{ticket.description}</p> : null}
          <dl className={css.facts} aria-label={t.ticket.facts}>
            {ticketFacts(ticket, { t, locale, me, directory, now }).map((fact) => (
              <div key={fact.label}>
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
          <CalendarLink ticket={ticket} />
          {ticketWords(ticket, t).map((words) => (
            <section key={words.label} className={css.card}>
              <h2>{words.label}</h2>
              <p>{words.value}</p>
            </section>
          ))}
          <Links ticket={ticket} linked={view.linked} />
          <TicketEvents ticket={ticket} />
          <h2 className={css.heading}>{t.ticket.timeline}</h2>
          <Timeline ticketId={ticket.id} lines={lines} />
        </div>
      </div>
      <footer className={css.foot}>
        <h2 data-only="screen-reader">{t.ticket.actions}</h2>
        <TicketActions key={ticket.id} ticket={ticket} actions={actions} />
      </footer>
    </article>
  );
}

/** To the days of its window, for who works here. */
function CalendarLink({ ticket: { change } }: { ticket: Ticket }) {
  const { locale } = useTexts();
  const { account } = useSession();
  if (!change?.window || account.role === "requester") return null;
  return (
    <Link href={`/calendar?view=list&day=${dayText(change.window.from)}`} className={css.link}>
      {calendarTexts[locale].see}
    </Link>
  );
}

function HoldNote({ ticket }: { ticket: Ticket }) {
  const { t, locale } = useTexts();
  const now = useNow();
  if (!ticket.hold) return null;
  const until = momentText(locale, ticket.hold.until, now);
  return <p className={css.note}>{t.ticket.heldFor(t.holdReason[ticket.hold.reason], until)}</p>;
}

function Links({ ticket, linked }: { ticket: Ticket; linked: readonly TicketRow[] }) {
  const { t } = useTexts();
  const { account } = useSession();
  const held = ticket.links.flatMap(({ kind, ticketId }) => {
    const row = linked.find((one) => one.id === ticketId);
    return row === undefined ? [] : [{ kind, row }];
  });
  const mayOpen = ticket.flow === "problem" && account.role !== "requester";
  if (held.length === 0 && !mayOpen) return null;
  return (
    <section className={css.card} aria-label={t.ticket.links}>
      <h2>{t.ticket.links}</h2>
      <ul>
        {held.map(({ kind, row }) => (
          <li key={`${kind} ${row.id}`}>
            <Link href={`/tickets/${row.id}`} className={css.link}>
              <small>{t.link[kind]}</small>{" "}
              <span className={css.number}>{numberText(row.ticket.flow, row.ticket.number, row.id)}</span>{" "}
              {row.ticket.title}
            </Link>
          </li>
        ))}
      </ul>
      {mayOpen ? (
        <Link href={`/new?kind=change&from=${ticket.id}`} className={css.link}>
          {t.ticket.openChange}
        </Link>
      ) : null}
    </section>
  );
}
