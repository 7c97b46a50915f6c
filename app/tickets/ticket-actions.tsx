/** Exactly what this person may do now: the amber one at the thumb, the rest one tap away. */
import { Suspense, useEffect, useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { actionLabel } from "../../core/messages/action-label";
import type { Ticket } from "../../core/tickets/ticket";
import { useTexts } from "../locale/locale";
import { useParts } from "../parts";
import { useGenba, useSyncState } from "../replica/genba-context";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { actionFields } from "./action-fields";
import type { ArrangedActions, OfferedAction } from "./action-order";
import css from "./ticket-actions.module.css";

interface Props {
  readonly ticket: Ticket;
  readonly actions: ArrangedActions;
}

/**
 * A button of a notification that needs words leads here with `?do=reject&revision=3`: its form opens, once the phone has
 * what the notification told of. Only the form, and only on what its person read (A6): an address does nothing by itself.
 */
function useWanted(
  offered: readonly (OfferedAction | null)[],
  ticket: Ticket,
  open: (one: OfferedAction) => void,
): void {
  const { t } = useTexts();
  const announce = useAnnounce();
  const query = new URLSearchParams(useSearch());
  const [path, navigate] = useLocation();
  const state = useSyncState();
  const wanted = query.get("do");
  const one = offered.find((other) => other?.action === wanted && !other?.worded);
  const isOther = Number(query.get("revision") ?? ticket.revision) !== ticket.revision;
  // Until a round is over the phone may not know yet what the notification told of.
  const isKnown =
    state.tag === "idle" ? state.syncedAt !== null : /^(offline|waiting|paused)$/.test(state.tag);
  const isReady = wanted !== null && ((one && !isOther) || isKnown);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    if (!isReady) return;
    navigate(path, { replace: true });
    if (isOther) announce(t.returned["review.revision"]);
    else if (one) open(one);
    else announce(t.ticket.noActions);
  }, [isReady]);
}

export function TicketActions({ ticket, actions }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const { ActionSheet, EditSheet } = useParts();
  const [open, setOpen] = useState<OfferedAction | "more" | null>(null);
  const { main, second, rest } = actions;
  const only = rest.length === 1 ? rest[0] : undefined;
  // Until the ticket shows what a tap did, a second tap is the same tap: it must not come back as "already done".
  const done = useRef("");
  const label = (one: OfferedAction): string =>
    one.worded ? t.ticket.approveWithReason : actionLabel(t, one.action, ticket.flow, ticket.stage);

  useWanted([main, second, ...rest], ticket, setOpen);

  const press = async (one: OfferedAction) => {
    if (one.action === "edit") return setOpen(one);
    const fields = actionFields(one.action, ticket.flow, ticket.stage, one.needed);
    if (one.worded || fields.some((field) => field.required)) return setOpen(one);
    setOpen(null);
    const tap = `${one.action} ${ticket.version}`;
    if (done.current === tap) return;
    done.current = tap;
    try {
      const args = one.action === "raiseProblem" ? { problemId: genba.newTicketId() } : {};
      const draft = { type: one.action, ticketId: ticket.id, args, baseRevision: ticket.revision };
      const saved = await genba.enqueue(draft);
      if (saved.kind === "refused") done.current = "";
      announce(saved.kind === "saved" ? t.ticket.saved(label(one)) : t.returned[saved.outcome.code]);
    } catch (error) {
      done.current = "";
      announce(savingFailed(t, error));
    }
  };

  return (
    <>
      <div className={css.actions} data-review={main?.action === "approve" || undefined}>
        {main ? (
          <Button kind="main" className={css.main} onClick={() => void press(main)}>
            {label(main)}
          </Button>
        ) : ticket.stage === "closed" ? null : (
          <p className={css.none}>{t.ticket.noActions}</p>
        )}
        {second ? <Button onClick={() => void press(second)}>{label(second)}</Button> : null}
        {only ? <Button onClick={() => void press(only)}>{label(only)}</Button> : null}
        {rest.length > 1 ? (
          <Button onClick={() => setOpen("more")} aria-haspopup="dialog">
            {t.ticket.more}
          </Button>
        ) : null}
      </div>
      {open === "more" ? (
        <Sheet title={t.ticket.more} onClose={() => setOpen(null)}>
          <div className={css.list}>
            {rest.map((one) => (
              <Button key={label(one)} wide onClick={() => void press(one)}>
                {label(one)}
              </Button>
            ))}
          </div>
        </Sheet>
      ) : null}
      {open === null || open === "more" ? null : (
        <Suspense fallback={null}>
          {open.action === "edit" ? (
            <EditSheet ticket={ticket} onClose={() => setOpen(null)} />
          ) : (
            <ActionSheet
              key={open.action}
              action={open.action}
              needed={open.needed}
              ticket={ticket}
              onClose={() => setOpen(null)}
            />
          )}
        </Suspense>
      )}
    </>
  );
}
