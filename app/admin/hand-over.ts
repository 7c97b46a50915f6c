import type { ActionDraft } from "../../client/genba";
import type { OpenTicket } from "../../core/directory/administration";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";

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
