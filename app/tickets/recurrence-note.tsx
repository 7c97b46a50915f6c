/** The suggestion of a problem, to those who may raise one: what happened before, and one tap that links all of it. */
import { useRef } from "react";
import { Link } from "wouter";
import { numberText } from "../../core/messages/number-text";
import { suggestionOf } from "../../core/tickets/recurrence";
import type { Ticket } from "../../core/tickets/ticket";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import noteCss from "../ui/note.module.css";
import css from "./recurrence-note.module.css";
import { recurrenceTexts } from "./recurrence-texts";

export function RecurrenceNote({ ticket }: { ticket: Ticket }) {
  const { t, locale } = useTexts();
  const texts = recurrenceTexts[locale];
  const genba = useGenba();
  const announce = useAnnounce();
  const before = suggestionOf(ticket);
  const rows = useLive(() => genba.db.tickets.bulkGet([...before]), [genba, before.join(" ")]) ?? [];
  const held = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row.ticket]])));
  // A second tap before the ticket shows what the first did is the same tap.
  const isRaised = useRef(false);
  if (before.length === 0) return null;

  const raise = async () => {
    if (isRaised.current) return;
    isRaised.current = true;
    try {
      const args = { problemId: genba.newTicketId(), linkedIds: before };
      const draft = {
        type: "raiseProblem",
        ticketId: ticket.id,
        args,
        baseRevision: ticket.revision,
      } as const;
      const saved = await genba.enqueue(draft);
      isRaised.current = saved.kind === "saved";
      announce(saved.kind === "saved" ? texts.raised : t.returned[saved.outcome.code]);
    } catch (error) {
      isRaised.current = false;
      announce(savingFailed(t, error));
    }
  };
  return (
    <section className={`${noteCss.note} ${css.note}`} aria-label={texts.title(before.length)}>
      <h2>{texts.title(before.length)}</h2>
      <p>{texts.why}</p>
      <ul>
        {before.map((id) => {
          const past = held.get(id);
          return (
            <li key={id}>
              <Link href={`/tickets/${id}`}>
                <span className={css.number}>{numberText("incident", past?.number ?? null, id)}</span>{" "}
                {past?.title ?? texts.other}
              </Link>
            </li>
          );
        })}
      </ul>
      <Button wide onClick={() => void raise()}>
        {texts.raise(before.length + 1)}
      </Button>
    </section>
  );
}
