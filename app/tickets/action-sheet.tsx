/** The form of one action. Saving closes it at once: the ticket then shows the action, marked 待同步. */
import { useState } from "react";
import { actionLabel } from "../../core/messages/action-label";
import type { ActionArgs, ArgName, ReturnedOutcome } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { ActionType } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useDraft } from "../replica/use-draft";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { actionFields, emptyFields, initialArgs, isShown, saidArgs } from "./action-fields";
import css from "./action-sheet.module.css";
import { ArgField } from "./arg-field";

interface Props {
  readonly action: ActionType;
  readonly needed: readonly ArgName[];
  readonly ticket: Ticket;
  readonly onClose: () => void;
}

export function ActionSheet({ action, needed, ticket, onClose }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const fields = actionFields(action, ticket.flow, ticket.stage, needed);
  const draftId = `${ticket.id}:${action}`;
  const draft = useDraft(draftId, ticket.id, () => initialArgs(fields, Date.now()));
  const [missing, setMissing] = useState<readonly ArgName[]>([]);
  const [refusal, setRefusal] = useState<ReturnedOutcome | "failed" | null>(null);
  const [saving, setSaving] = useState(false);
  const label = actionLabel(t, action, ticket.flow, ticket.stage);

  const save = async () => {
    const empty = emptyFields(fields, draft.args);
    setMissing(empty);
    setRefusal(null);
    if (empty.length > 0 || saving) return;
    setSaving(true);
    try {
      const made = action === "raiseProblem" ? { problemId: genba.newTicketId() } : {};
      const args = { ...saidArgs(fields, draft.args), ...made };
      const saved = await genba.enqueue(
        { type: action, ticketId: ticket.id, args, baseRevision: ticket.revision },
        { draftId },
      );
      if (saved.kind === "refused") {
        setRefusal(saved.outcome);
        setMissing(saved.outcome.fields);
        return;
      }
      draft.settle();
      announce(t.ticket.saved(label));
      onClose();
    } catch {
      setRefusal("failed");
    } finally {
      setSaving(false);
    }
  };

  const change = (patch: ActionArgs) => {
    draft.change(patch);
    setMissing((names) => names.filter((name) => !(name in patch)));
    setRefusal(null);
  };
  const problem = refusal === null ? null : refusal === "failed" ? t.form.failed : t.returned[refusal.code];
  return (
    <Sheet
      title={label}
      onClose={onClose}
      foot={
        <>
          {missing.length > 0 || problem ? (
            <p role="alert" className={css.alert}>
              {problem ?? t.form.wrongFields(missing.length)}
            </p>
          ) : null}
          <Button kind="main" wide disabled={saving || !draft.ready} onClick={() => void save()}>
            {label}
          </Button>
        </>
      }
    >
      <p className={css.ticket}>{ticket.title}</p>
      {draft.restored ? (
        <p className={css.draft}>
          {t.form.draft}
          <button type="button" onClick={draft.clear}>
            {t.form.discardDraft}
          </button>
        </p>
      ) : null}
      {draft.ready
        ? fields
            .filter(({ arg }) => isShown(arg, draft.args))
            .map(({ arg, required }) => (
              <ArgField
                key={arg}
                arg={arg}
                args={draft.args}
                ticket={ticket}
                required={required || arg === "holdTicketId"}
                error={missing.includes(arg) ? t.form.required : null}
                onChange={change}
              />
            ))
        : null}
    </Sheet>
  );
}
