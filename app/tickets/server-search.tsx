/** R8: tickets in sight that this phone does not hold are found online; opening one holds it for 30 days. */
import { useState } from "react";
import type { TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { useNow, useTexts } from "../locale/locale";
import { useDirectory, useGenba, useSyncState } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import css from "./server-search.module.css";
import { TicketRow } from "./ticket-row";
import { ticketRowView } from "./ticket-row-view";

type Found =
  | { readonly tag: "idle" | "searching" | "failed" }
  | { readonly tag: "found"; readonly tickets: readonly Ticket[] };

const noMarks: ReadonlySet<TicketId> = new Set();

export function ServerSearch({ query }: { query: string }) {
  const { t } = useTexts();
  const genba = useGenba();
  const directory = useDirectory();
  const now = useNow();
  const sync = useSyncState();
  const [found, setFound] = useState<Found>({ tag: "idle" });
  if (query === "") return <div className={css.end} />;
  if (sync.tag === "offline" || sync.tag === "waiting" || sync.tag === "paused") {
    return <p className={css.hint}>{t.list.serverOffline}</p>;
  }
  const ask = async () => {
    setFound({ tag: "searching" });
    try {
      setFound({ tag: "found", tickets: await genba.searchServer(query) });
    } catch {
      setFound({ tag: "failed" });
    }
  };
  return (
    <section className={css.server} aria-busy={found.tag === "searching"}>
      {found.tag === "found" ? (
        <>
          <h2 className={css.hint} aria-live="polite">
            {found.tickets.length === 0
              ? t.list.serverNone
              : `${t.list.onServer} · ${t.list.count(found.tickets.length)}`}
          </h2>
          <div className={found.tickets.length > 0 ? css.rows : undefined}>
            {found.tickets.map((ticket) => (
              <TicketRow
                key={ticket.id}
                row={ticketRowView(t, { ticket, waiting: 0 }, noMarks, directory, now)}
              />
            ))}
          </div>
        </>
      ) : (
        <>
          <Button wide disabled={found.tag === "searching"} onClick={() => void ask()}>
            <Icon name="search" size={20} />
            {t.list.server}
          </Button>
          <p className={css.hint} role={found.tag === "failed" ? "alert" : undefined}>
            {found.tag === "failed" ? t.net.failed : t.list.serverHint}
          </p>
        </>
      )}
    </section>
  );
}
