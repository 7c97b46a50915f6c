/** 監控事件 of an incident that monitoring opened: read when somebody wants them, online; never on requesters' screens. */
import { useState } from "react";
import { readEventsOf } from "../../client/event-admin";
import type { EventPage, EventPosition, EventRecord } from "../../core/events/administration";
import { systemOpenerId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { useTexts } from "../locale/locale";
import { useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EventRow } from "./event-row";
import rowCss from "./event-row.module.css";
import { eventWords } from "./event-words";
import css from "./ticket-events.module.css";

type Reading =
  | { readonly tag: "idle" | "reading" | "offline" | "failed" }
  | { readonly tag: "read"; readonly next: EventPosition | null };

export function TicketEvents({ ticket }: { ticket: Ticket }) {
  const { account } = useSession();
  if (ticket.openerId !== systemOpenerId || account.role === "requester") return null;
  return <Events key={ticket.id} ticket={ticket} />;
}

function Events({ ticket }: { ticket: Ticket }) {
  const { locale } = useTexts();
  const words = eventWords[locale];
  const { account } = useSession();
  const [events, setEvents] = useState<readonly EventRecord[]>([]);
  const [reading, setReading] = useState<Reading>({ tag: "idle" });
  const read = async (after: EventPosition | null) => {
    setReading({ tag: "reading" });
    let page: EventPage | null;
    try {
      page = await readEventsOf(account.id, ticket.id, after);
    } catch {
      setReading({ tag: navigator.onLine ? "failed" : "offline" });
      return;
    }
    const found = page?.events ?? [];
    setEvents((before) => (after === null ? found : [...before, ...found]));
    setReading({ tag: "read", next: page?.next ?? null });
  };
  const last = events.at(-1);
  const after = last === undefined ? null : { at: last.at, sourceId: last.sourceId, id: last.id };
  return (
    <section className={css.events} aria-label={words.ofIncident} aria-busy={reading.tag === "reading"}>
      <h2>{words.ofIncident}</h2>
      {events.length > 0 ? (
        <ol className={rowCss.list}>
          {events.map((event) => (
            <EventRow key={`${event.sourceId} ${event.id}`} event={event} verdict={event.verdict} />
          ))}
        </ol>
      ) : null}
      {reading.tag === "read" && events.length === 0 ? <p>{words.none}</p> : null}
      {reading.tag === "offline" || reading.tag === "failed" ? (
        <p role="alert">{words[reading.tag]}</p>
      ) : null}
      <Next reading={reading} isFirst={events.length === 0} onRead={() => void read(after)} />
    </section>
  );
}

interface NextProps {
  readonly reading: Reading;
  readonly isFirst: boolean;
  readonly onRead: () => void;
}

function Next({ reading, isFirst, onRead }: NextProps) {
  const { locale } = useTexts();
  const words = eventWords[locale];
  if (reading.tag === "read" && reading.next === null) return null;
  const verb = isFirst ? words.show : words.more;
  const again = reading.tag === "offline" || reading.tag === "failed";
  return (
    <Button wide disabled={reading.tag === "reading"} onClick={onRead}>
      {reading.tag === "reading" ? words.loading : again ? words.again : verb}
    </Button>
  );
}
