/** 編輯: the fields of a ticket that this person may put right now. Each is an action of its own (SYNC A3). */
import type { ActionDraft } from "../../client/genba";
import type { ActionId } from "../../core/ids";
import {
  type ActionArgs,
  type EditableField,
  type EditedValues,
  editableFields,
} from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { editableNow, editedField, fieldValue } from "../../core/workflow/edit";
import { useTexts } from "../locale/locale";
import { OpenField } from "../open-ticket/open-field";
import { useGenba } from "../replica/genba-context";
import { useDraft } from "../replica/use-draft";
import { Sheet } from "../ui/sheet";
import css from "./action-sheet.module.css";
import { ArgField } from "./arg-field";
import { fieldProblem } from "./field-problem";
import { DraftNote, FormFoot, useTicketForm } from "./ticket-form";
import { useAsksReason } from "./use-overlaps";
import { WindowNotes } from "./window-notes";

export interface EditSheetProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
  /** An edit that met another one: its author writes what shall stand there now. */
  readonly returned?: { readonly id: ActionId; readonly args: ActionArgs };
}

export function EditSheet({ ticket, onClose, returned }: EditSheetProps) {
  const { t } = useTexts();
  const genba = useGenba();
  const conflict = returned ? editedField(returned.args) : null;
  const draftId = `${ticket.id}:edit${returned ? `:${returned.id}` : ""}`;
  // Only what was touched, each with what stood there then (A3): the rest shows what the ticket says now.
  const draft = useDraft(draftId, ticket.id, () =>
    conflict === null ? {} : { [conflict]: returned?.args[conflict], from: saidIn(ticket, conflict) },
  );
  // Also what may not be edited any more: what was typed is sent, and comes back to its author (P2).
  const touched = editableFields.filter((field) => draft.args[field] !== undefined);
  const open = conflict === null ? editableNow(ticket, genba.context()) : [conflict];
  const fields = [...open, ...touched.filter((field) => !open.includes(field))];
  const form = useTicketForm(draft);
  const planned = ticket.change?.window ?? null;
  const edited: Ticket = {
    ...ticket,
    siteId: draft.args.siteId ?? ticket.siteId,
    assetIds: draft.args.assetIds ?? ticket.assetIds,
  };
  const asksReason = useAsksReason("edit", ticket, draft.args);
  // What only the server found came back, and asks for the reason that it missed.
  const isReasonAsked = asksReason || (planned !== null && conflict === "assetIds");
  const label = t.action.edit;
  const shown: ActionArgs = Object.assign({}, ...fields.map((field) => saidIn(ticket, field)), draft.args);

  const change = (patch: ActionArgs) => {
    const fresh = fields.filter((field) => field in patch && draft.args.from?.[field] === undefined);
    const from = Object.assign({}, ...fresh.map((field) => saidIn(ticket, field)), draft.args.from);
    form.change({ ...patch, from });
  };

  const save = async () => {
    if (form.saving) return;
    const edits = fields.flatMap((field) => editOf(field, draft.args, ticket));
    const [first] = edits;
    if (first === undefined) return close();
    const again = { kind: "do", steps: [{ type: "edit", args: first.args }] } as const;
    const work = () =>
      returned ? genba.choose(returned.id, again, { draftId }) : genba.enqueueAll(edits, { draftId });
    const reason = draft.args.conflictReason?.trim() ?? "";
    await form.save({
      empty: asksReason && reason === "" ? ["conflictReason"] : [],
      work,
      said: t.ticket.saved(label),
      onSaved: onClose,
    });
  };
  const close = () => {
    draft.clear();
    onClose();
  };
  return (
    <Sheet
      title={label}
      onClose={onClose}
      foot={<FormFoot form={form} label={t.form.saveEdit} onSave={save} />}
    >
      <p className={css.ticket}>{ticket.title}</p>
      <DraftNote draft={draft} place="sheet" />
      {draft.ready
        ? fields.map((field) => (
            <EditField
              key={field}
              field={field}
              args={shown}
              ticket={ticket}
              error={fieldProblem(t, form.problem, field)}
              onChange={change}
            />
          ))
        : null}
      {draft.ready && planned !== null && (draft.args.assetIds ?? draft.args.siteId) !== undefined ? (
        <WindowNotes ticket={edited} window={planned} implementerId={ticket.holderId} onChange={null} />
      ) : null}
      {draft.ready && (isReasonAsked || draft.args.conflictReason !== undefined) ? (
        <ArgField
          arg="conflictReason"
          args={draft.args}
          ticket={ticket}
          required={asksReason}
          error={fieldProblem(t, form.problem, "conflictReason")}
          onChange={form.change}
        />
      ) : null}
    </Sheet>
  );
}

interface FieldProps {
  readonly field: EditableField;
  readonly args: ActionArgs;
  readonly ticket: Ticket;
  readonly error: string | null;
  readonly onChange: (patch: ActionArgs) => void;
}

/** As in the form that asks for it first: the opening's, or the step's. */
function EditField({ field, args, ticket, error, onChange }: FieldProps) {
  const isOpening = openingFields.has(field);
  return isOpening ? (
    <OpenField arg={field} flow={ticket.flow} args={args} error={error} onChange={onChange} />
  ) : (
    <ArgField arg={field} args={args} ticket={ticket} required={false} error={error} onChange={onChange} />
  );
}

const openingFields: ReadonlySet<EditableField> = new Set<EditableField>([
  "title",
  "description",
  "categoryId",
  "impact",
  "urgency",
  "siteId",
  "assetIds",
  "whyUrgent",
]);

function saidIn(ticket: Ticket, field: EditableField): EditedValues {
  const value = fieldValue(ticket, field);
  return value === null ? {} : { [field]: value };
}

/** None where nothing was changed, or an empty choice would take away what must be said. */
function editOf(field: EditableField, args: ActionArgs, ticket: Ticket): readonly ActionDraft[] {
  const [to, from] = [args[field], args.from?.[field]];
  if (to === undefined || JSON.stringify(to) === JSON.stringify(from ?? "")) return [];
  // Why other assets may be worked on beside what is planned there.
  const why = field === "assetIds" && args.conflictReason ? { conflictReason: args.conflictReason } : {};
  const said = { [field]: to, ...why, from: from === undefined ? {} : { [field]: from } };
  return [{ type: "edit", ticketId: ticket.id, args: said, baseRevision: ticket.revision }];
}
