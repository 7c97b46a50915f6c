/** Exactly what this person may do now: the amber one at the thumb, the rest one tap away. */
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { actionLabel } from "../../core/messages/action-label";
import type { Ticket } from "../../core/tickets/ticket";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { actionFields } from "./action-fields";
import type { ArrangedActions, OfferedAction } from "./action-order";
import { ActionSheet } from "./action-sheet";
import css from "./ticket-actions.module.css";

const EditSheet = lazy(async () => ({ default: (await import("./edit-sheet")).EditSheet }));

interface Props {
  readonly ticket: Ticket;
  readonly actions: ArrangedActions;
}

/**
 * A button of a notification that needs words leads here with `?do=reject`: its form opens, once. Only the form: an
 * address does nothing by itself.
 */
function useWanted(open: (action: string) => void): void {
  const wanted = new URLSearchParams(useSearch()).get("do");
  const [path, navigate] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    if (wanted === null) return;
    navigate(path, { replace: true });
    open(wanted);
  }, [wanted]);
}

export function TicketActions({ ticket, actions }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const [open, setOpen] = useState<OfferedAction | "more" | null>(null);
  const { main, second, rest } = actions;
  const only = rest.length === 1 ? rest[0] : undefined;
  // Until the ticket shows what a tap did, a second tap is the same tap: it must not come back as "already done".
  const done = useRef("");
  const label = (one: OfferedAction): string =>
    one.worded ? t.ticket.approveWithReason : actionLabel(t, one.action, ticket.flow, ticket.stage);

  useWanted((wanted) => {
    const one = [main, second, ...rest].find((offered) => offered?.action === wanted && !offered.worded);
    if (one) setOpen(one);
    else announce(t.ticket.noActions);
  });

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
      {open !== null && open !== "more" && open.action === "edit" ? (
        <Suspense fallback={null}>
          <EditSheet ticket={ticket} onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
      {open !== null && open !== "more" && open.action !== "edit" ? (
        <ActionSheet
          key={open.action}
          action={open.action}
          needed={open.needed}
          ticket={ticket}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
