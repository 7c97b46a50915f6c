/** The tickets behind a figure, fifty at a time. */
import { useCallback, useEffect, useState } from "react";
import { Link } from "wouter";
import type { PlotFilter, Plots } from "../../client/plots";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { ListChoice, ListedTicket, ListPosition } from "../../core/plots/ticket-list";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { downloadCsv } from "./csv";
import { plotTexts } from "./plot-texts";
import css from "./plots.module.css";

interface Props {
  readonly title: string;
  readonly plots: Plots;
  readonly filter: PlotFilter;
  readonly of: ListChoice;
  readonly onClose: () => void;
}

type Phase = "reading" | "ready" | "away";

export function TicketsSheet({ title, plots, filter, of, onClose }: Props) {
  const { t, locale } = useTexts();
  const texts = plotTexts[locale];
  const { groups } = useDirectory();
  const now = useNow();
  const [tickets, setTickets] = useState<readonly ListedTicket[]>([]);
  const [next, setNext] = useState<ListPosition | null>(null);
  const [phase, setPhase] = useState<Phase>("reading");
  const read = useCallback(
    (after: ListPosition | null) => {
      setPhase("reading");
      plots.list(filter, of, after).then(
        (page) => {
          setTickets((before) => (after === null ? page.tickets : [...before, ...page.tickets]));
          setNext(page.next);
          setPhase("ready");
        },
        () => setPhase("away"),
      );
    },
    [plots, filter, of],
  );
  useEffect(() => read(null), [read]);
  const groupOf = ({ groupId }: ListedTicket) => (groupId === null ? "" : (groups.get(groupId)?.name ?? ""));
  const save = () =>
    downloadCsv("genba-tickets.csv", [
      texts.listColumns,
      ...tickets.map((ticket) => [
        numberText(ticket.flow, ticket.number, ticket.id),
        ticket.title,
        placeOf(t, ticket),
        ticket.priority,
        groupOf(ticket),
        new Date(ticket.at).toISOString(),
      ]),
    ]);
  return (
    <Sheet
      title={title}
      onClose={onClose}
      foot={
        tickets.length === 0 ? null : (
          <Button wide onClick={save}>
            {texts.csv}
          </Button>
        )
      }
    >
      <ul className={css.tickets}>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link href={`/tickets/${ticket.id}`}>
              <b>{ticket.title}</b>
              <small>
                {[
                  numberText(ticket.flow, ticket.number, ticket.id),
                  ticket.priority,
                  placeOf(t, ticket),
                  groupOf(ticket),
                  momentText(locale, ticket.at, now),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </Link>
          </li>
        ))}
      </ul>
      <p role="status" className={css.quiet}>
        {phase === "reading"
          ? texts.reading
          : phase === "away"
            ? texts.away
            : tickets.length === 0
              ? texts.noTickets
              : ""}
      </p>
      {phase === "away" || (phase === "ready" && next !== null) ? (
        <Button wide onClick={() => read(next)}>
          {phase === "away" ? texts.again : texts.more}
        </Button>
      ) : null}
    </Sheet>
  );
}

function placeOf(t: Messages, { stage, outcome }: ListedTicket): string {
  return stage === "closed" && outcome !== null ? t.outcome[outcome] : t.stage[stage];
}
