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
import { Sheet } from "../ui/sheet";
import {
  actionFields,
  emptyFields,
  type FieldSpec,
  initialArgs,
  isShown,
  photosOf,
  saidArgs,
  takesPhotos,
} from "./action-fields";
import css from "./action-sheet.module.css";
import { ArgField } from "./arg-field";
import { fieldProblem } from "./field-problem";
import { DraftNote, FormFoot, FormPhotos, useTicketForm } from "./ticket-form";
import { useAsksReason } from "./use-overlaps";

export interface ActionSheetProps {
  readonly action: ActionType;
  readonly needed: readonly ArgName[];
  readonly ticket: Ticket;
  readonly onClose: () => void;
  /** What came back and is put right here: the form starts with its words and answers it (A5). */
  readonly returned?: { readonly id: ActionId; readonly args: ActionArgs } | undefined;
}

export function ActionSheet({ action, needed, ticket, onClose, returned }: ActionSheetProps) {
  const { t } = useTexts();
  const genba = useGenba();
  const fields = actionFields(action, ticket.flow, ticket.stage, needed);
  const draftId = `${ticket.id}:${action}${returned ? `:${returned.id}` : ""}`;
  // The desk's time as this phone knows it: by a wrong clock of the phone "now" would lie in the future (T1).
  const draft = useDraft(draftId, ticket.id, () => {
    const initial = initialArgs(fields, ticket, genba.context().now);
    // What came back is written anew over what stands there now (A3).
    return { ...initial, ...returned?.args, ...(initial.from === undefined ? {} : { from: initial.from }) };
  });
  const form = useTicketForm(draft);
  const asksReason = useAsksReason(action, ticket, draft.args);
  // A6: the revision that the person read when the form opened, not one that arrived under it.
  const [baseRevision] = useState(ticket.revision);
  // An overlap that is known here asks for its reason at once; one that only the server finds comes back.
  const asked = fields.map((field) =>
    field.arg === "conflictReason" ? { ...field, required: asksReason } : field,
  );
  const label = actionLabel(t, action, ticket.flow, ticket.stage);

  // Handing over overlaps rarely: no field for a reason that nobody asks for.
  const isIdle = ({ arg, required }: FieldSpec) =>
    action === "transfer" && arg === "conflictReason" && !required && returned === undefined;

  const work = () => {
    const made = action === "raiseProblem" ? { problemId: genba.newTicketId() } : {};
    const args = { ...saidArgs(fields, draft.args), ...photosOf(draft.args), ...made };
    const again = { kind: "do", steps: [{ type: action, args }] } as const;
    return returned
      ? genba.choose(returned.id, again, { edited: args, draftId })
      : genba.enqueue({ type: action, ticketId: ticket.id, args, baseRevision }, { draftId });
  };
  const save = () =>
    form.save({
      empty: emptyFields(asked, draft.args),
      work,
      said: t.ticket.saved(label),
      onSaved: onClose,
    });
  return (
    <Sheet title={label} onClose={onClose} foot={<FormFoot form={form} label={label} onSave={save} />}>
      <p className={css.ticket}>{ticket.title}</p>
      <DraftNote draft={draft} place="sheet" />
      {draft.ready
        ? asked
            .filter((field) => isShown(field.arg, draft.args) && !isIdle(field))
            .map(({ arg, required }) => (
              <ArgField
                key={arg}
                arg={arg}
                args={draft.args}
                ticket={ticket}
                required={required || arg === "holdTicketId"}
                error={fieldProblem(t, form.problem, arg)}
                onChange={form.change}
              />
            ))
        : null}
      {draft.ready && takesPhotos(fields) ? (
        <FormPhotos form={form} draftId={draftId} ticketId={ticket.id} />
      ) : null}
    </Sheet>
  );
}
