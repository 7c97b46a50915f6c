import type { ActionDraft } from "../../client/genba";
import type { OpenTicket } from "../../core/directory/administration";
import { table } from "../../core/workflow/decide";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";

/** Whether the workflow lets this ticket go back to where its group's lead assigns it. */
export function canReturn(ticket: Pick<OpenTicket, "flow" | "stage">): boolean {
  return table.ofAction(ticket.flow, "returnToAssign").some((row) => row.row.from === ticket.stage);
}

/** Saves an action on a ticket that this phone may not hold yet: it is fetched first, so that its rules can be judged. */
export function useHandOver(
  ticket: OpenTicket,
  onSaved: () => void,
): (action: Pick<ActionDraft, "type" | "args">) => Promise<void> {
  const { t } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  return async (action) => {
    try {
      const held = await genba.db.tickets.get(ticket.id);
      if (!held && !(await genba.pin(ticket.id))) return announce(t.returned["ticket.unknown"]);
      const saved = await genba.enqueue({ ...action, ticketId: ticket.id });
      if (saved.kind === "refused") return announce(t.returned[saved.outcome.code]);
    } catch {
      return announce(t.form.failed);
    }
    onSaved();
  };
}
