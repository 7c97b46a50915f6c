/** What came back, in plain words: what I did, what happened meanwhile, what is safe, what I can do now (SYNC A5). */

import type { ReturnedRow } from "../../client/replica/rows";
import type { AccountId, ActionId, TicketId } from "../../core/ids";
import { actionLabel } from "../../core/messages/action-label";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { Choice, EditableField, ReturnedOutcome } from "../../core/sync/protocol";
import type { Activity, LastTransition, Ticket } from "../../core/tickets/ticket";
import { editedField, fieldValue } from "../../core/workflow/edit";
import type { ActionType, Flow } from "../../core/workflow/vocabulary";
import { momentText } from "../locale/time-text";
import { type FieldTextContext, fieldLabel, fieldText } from "../tickets/field-text";
import { spokenWords } from "../tickets/spoken-words";
import { type AttentionTexts, attentionTexts } from "./attention-texts";

export interface Side {
  readonly who: string;
  readonly when: string;
  readonly what: string;
  readonly words: string;
}
export interface OfferedChoice {
  readonly choice: Choice;
  readonly label: string;
  readonly main: boolean;
}
export interface ReturnedView {
  readonly id: ActionId;
  readonly ticketId: TicketId;
  readonly kind: ReturnedRow["outcome"]["kind"];
  readonly number: string | null;
  readonly title: string;
  readonly headline: string;
  /** Why, who may, which fields: one short sentence each. */
  readonly reasons: readonly string[];
  readonly mine: Side;
  readonly theirs: Side | null;
  readonly safe: string | null;
  readonly choices: readonly OfferedChoice[];
  /** The form in which its words can be put right and sent again; null where that is not done now. */
  readonly edit: "open" | "action" | null;
  /** A notice: read, then put away by a tap. */
  readonly dismissible: boolean;
}

export interface ReturnedContext extends FieldTextContext {
  readonly me: AccountId;
  readonly ticket: Ticket | null;
  /** The newest line of the timeline that edited the field which an edit that came back is about. */
  readonly lastEdit: Activity | null;
  /** What the person who was faster said, when this phone holds that line. */
  readonly theirWords: string;
  /** The actions that this person may do on the ticket now. */
  readonly offered: readonly ActionType[];
  nameOf(id: AccountId): string;
}

export function returnedView(row: ReturnedRow, context: ReturnedContext): ReturnedView {
  const { t, ticket } = context;
  const texts = attentionTexts[context.locale];
  const { action, outcome } = row;
  const flow: Flow = ticket?.flow ?? action.args.flow ?? "incident";
  const label = (type: typeof action.type): string => actionLabel(t, type, flow, null);
  const edited = action.type === "edit" ? editedField(action.args) : null;
  const since =
    outcome.kind === "returned" ? overtakenBy(row) : outcome.kind === "superseded" ? outcome.by : null;
  return {
    id: row.actionId,
    ticketId: row.ticketId,
    kind: outcome.kind,
    number: ticket ? numberText(ticket.flow, ticket.number, ticket.id) : null,
    title: ticket?.title ?? row.title,
    headline: headline(row, label, texts),
    reasons: outcome.kind === "returned" ? reasons(outcome, flow, t, texts) : [],
    mine: {
      who: texts.you,
      when: `${t.time.field} ${momentText(context.locale, action.occurredAt, context.now)}`,
      what: edited ? fieldLabel(edited, flow, t) : label(action.type),
      words: edited ? fieldText(edited, action.args[edited], context) : spokenWords(action.args, t),
    },
    theirs: edited ? presentValue(edited, flow, context) : since ? theirSide(since, label, context) : null,
    safe: outcome.kind === "returned" ? (outcome.noteKept ? texts.noteKept : texts.wordsHere) : null,
    choices:
      outcome.kind === "returned"
        ? outcome.choices.map((choice, index) => offer(choice, index, edited === null ? label : null, texts))
        : [],
    edit: editOf(row, context.offered),
    dismissible:
      outcome.kind === "superseded" || (outcome.kind === "returned" && outcome.choices.length === 0),
  };
}

/**
 * What moved the ticket after its author had looked. An opening moved nothing, and what they saw before they acted is
 * no news: then it is the right, or what was said, that explains.
 */
function overtakenBy({ outcome, seen }: ReturnedRow): LastTransition | null {
  const since = outcome.kind === "returned" ? outcome.since : null;
  if (since === null || since.action === "open") return null;
  const isKnown = seen?.action === since.action && seen.actorId === since.actorId && seen.at === since.at;
  return isKnown ? null : since;
}

/** Words can be put right where the same form is open to this person now: a new ticket always is. */
function editOf({ action, outcome }: ReturnedRow, offered: readonly ActionType[]): ReturnedView["edit"] {
  if (outcome.kind !== "returned") return null;
  if (action.type === "open") return action.args.flow === "incident" ? "open" : null;
  return offered.includes(action.type) && Object.keys(action.args).length > 0 ? "action" : null;
}

type Label = (type: ReturnedRow["action"]["type"]) => string;

function headline(row: ReturnedRow, label: Label, texts: AttentionTexts): string {
  const { action, outcome } = row;
  const mine = label(action.type);
  switch (outcome.kind) {
    case "returned": {
      const since = overtakenBy(row);
      return since ? texts.since(mine, label(since.action)) : texts.happened(mine);
    }
    case "superseded":
      return texts.already(mine);
    case "held":
      return outcome.code === "type.unknown" ? texts.heldType(mine) : texts.held(mine);
  }
}

function reasons(
  { code, fields, whoMay }: ReturnedOutcome,
  flow: Flow,
  t: Messages,
  texts: AttentionTexts,
): readonly string[] {
  const named = fields.map((arg) => fieldLabel(arg, flow, t)).join(t.app.join);
  const lines = [named === "" ? t.returned[code] : `${t.returned[code]}${t.app.colon}${named}`];
  if (whoMay.length > 0)
    lines.push(texts.whoMay(whoMay.map((relation) => t.relation[relation]).join(t.app.join)));
  return lines;
}

/** A3: what stands in the field now, and who put it there last. */
function presentValue(field: EditableField, flow: Flow, context: ReturnedContext): Side | null {
  const { t, ticket, locale, now } = context;
  if (ticket === null) return null;
  // A step may have said the field after that edit: then it is not the editor's.
  const stands =
    JSON.stringify(context.lastEdit?.details.edit?.to) === JSON.stringify(fieldValue(ticket, field));
  const lastEdit = stands ? context.lastEdit : null;
  return {
    who: lastEdit ? personName(lastEdit.actorId, context) : t.ticket.now,
    when: lastEdit ? momentText(locale, lastEdit.occurredAt, now) : "",
    what: fieldLabel(field, flow, t),
    words: fieldText(field, fieldValue(ticket, field), context),
  };
}

function personName(id: AccountId | "system", { t, me, nameOf, locale }: ReturnedContext): string {
  if (id === "system") return t.ticket.system;
  return id === me ? attentionTexts[locale].you : nameOf(id);
}

function theirSide(since: LastTransition, label: Label, context: ReturnedContext): Side {
  const { locale, now, theirWords } = context;
  const who = personName(since.actorId, context);
  return { who, when: momentText(locale, since.at, now), what: label(since.action), words: theirWords };
}

/** `label` null: a choice between two values. */
function offer(choice: Choice, index: number, label: Label | null, texts: AttentionTexts): OfferedChoice {
  switch (choice.kind) {
    case "do": {
      const steps = choice.steps.map((step) => label?.(step.type) ?? "").join(texts.andThen);
      return { choice, main: index === 0, label: label ? texts.doAgain(steps) : texts.useMine };
    }
    case "keepNote":
      return { choice, main: false, label: texts.keepNote };
    case "discard":
      return { choice, main: false, label: label ? texts.discard : texts.useTheirs };
  }
}
