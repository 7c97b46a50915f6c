/** The form of one action. Saving closes it at once: the ticket then shows the action, marked 待同步. */
import { useState } from "react";
import type { ActionId } from "../../core/ids";
import { actionLabel } from "../../core/messages/action-label";
import type { ActionArgs, ArgName } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { ActionType } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useDraft } from "../replica/use-draft";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { actionFields, emptyFields, initialArgs, isShown, saidArgs } from "./action-fields";
import css from "./action-sheet.module.css";
import { ArgField } from "./arg-field";
import { type FormProblem, fieldProblem, formProblem, withoutField } from "./field-problem";

interface Props {
  readonly action: ActionType;
  readonly needed: readonly ArgName[];
  readonly ticket: Ticket;
  readonly onClose: () => void;
  /** What came back and is put right here: the form starts with its words and answers it (A5). */
  readonly returned?: { readonly id: ActionId; readonly args: ActionArgs } | undefined;
}

export function ActionSheet({ action, needed, ticket, onClose, returned }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const fields = actionFields(action, ticket.flow, ticket.stage, needed);
  const draftId = `${ticket.id}:${action}${returned ? `:${returned.id}` : ""}`;
  // The desk's time as this phone knows it: by a wrong clock of the phone "now" would lie in the future (T1).
  const draft = useDraft(draftId, ticket.id, () => {
    const initial = initialArgs(fields, ticket, genba.context().now);
    // What came back is written anew over what stands there now (A3).
    return { ...initial, ...returned?.args, ...(initial.from === undefined ? {} : { from: initial.from }) };
  });
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  // A6: the revision that the person read when the form opened, not one that arrived under it.
  const [baseRevision] = useState(ticket.revision);
  const label = actionLabel(t, action, ticket.flow, ticket.stage);

  const save = async () => {
    const empty = emptyFields(fields, draft.args);
    setProblem(empty.length > 0 ? { code: "needs.missing", fields: empty } : null);
    setFailed(null);
    if (empty.length > 0 || saving) return;
    setSaving(true);
    draft.pause();
    try {
      const made = action === "raiseProblem" ? { problemId: genba.newTicketId() } : {};
      const args = { ...saidArgs(fields, draft.args), ...made };
      const again = { kind: "do", steps: [{ type: action, args }] } as const;
      const saved = returned
        ? await genba.choose(returned.id, again, { edited: args, draftId })
        : await genba.enqueue({ type: action, ticketId: ticket.id, args, baseRevision }, { draftId });
      if (saved?.kind === "refused") {
        draft.resume();
        setProblem(saved.outcome);
        return;
      }
      // Null: it was decided about in another tab.
      announce(saved === null ? t.returned["choice.taken"] : t.ticket.saved(label));
      onClose();
    } catch (error) {
      draft.resume();
      setFailed(savingFailed(t, error));
    } finally {
      setSaving(false);
    }
  };

  const change = (patch: ActionArgs) => {
    draft.change(patch);
    setProblem(withoutField(problem, patch));
    setFailed(null);
  };
  return (
    <Sheet
      title={label}
      onClose={onClose}
      foot={
        <>
          {problem || failed ? (
            <p role="alert" className={css.alert}>
              {problem ? formProblem(t, problem) : failed}
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
                error={fieldProblem(t, problem, arg)}
                onChange={change}
              />
            ))
        : null}
    </Sheet>
  );
}
