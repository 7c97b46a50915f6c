/** What came back, in plain words: what I did, what happened meanwhile, what is safe, what I can do now (SYNC A5). */
import type { ReturnedRow } from "../../client/replica/rows";
import type { AccountId, ActionId, TicketId } from "../../core/ids";
import { actionLabel } from "../../core/messages/action-label";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { ActionArgs, ArgName, Choice, ReturnedOutcome } from "../../core/sync/protocol";
import type { LastTransition, Ticket } from "../../core/tickets/ticket";
import type { ActionType, Flow } from "../../core/workflow/vocabulary";
import { momentText } from "../locale/time-text";

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

export interface ReturnedContext {
  readonly t: Messages;
  readonly locale: Locale;
  readonly me: AccountId;
  readonly now: number;
  readonly ticket: Ticket | null;
  /** What the person who was faster said, when this phone holds that line. */
  readonly theirWords: string;
  /** The actions that this person may do on the ticket now. */
  readonly offered: readonly ActionType[];
  nameOf(id: AccountId): string;
}

export function returnedView(row: ReturnedRow, context: ReturnedContext): ReturnedView {
  const { t, ticket } = context;
  const { action, outcome } = row;
  const flow: Flow = ticket?.flow ?? action.args.flow ?? "incident";
  const label = (type: typeof action.type): string => actionLabel(t, type, flow, null);
  const since =
    outcome.kind === "returned" ? overtakenBy(outcome) : outcome.kind === "superseded" ? outcome.by : null;
  return {
    id: row.actionId,
    ticketId: row.ticketId,
    kind: outcome.kind,
    number: ticket ? numberText(ticket.flow, ticket.number, ticket.id) : null,
    title: ticket?.title ?? row.title,
    headline: headline(row, label, t),
    reasons: outcome.kind === "returned" ? reasons(outcome.code, outcome.fields, outcome.whoMay, t) : [],
    mine: {
      who: t.attention.you,
      when: `${t.time.field} ${momentText(context.locale, action.occurredAt, context.now)}`,
      what: label(action.type),
      words: spokenWords(action.args, t),
    },
    theirs: since ? theirSide(since, label, context) : null,
    safe:
      outcome.kind === "returned" ? (outcome.noteKept ? t.attention.noteKept : t.attention.wordsHere) : null,
    choices:
      outcome.kind === "returned"
        ? outcome.choices.map((choice, index) => offer(choice, index, label, t))
        : [],
    edit: editOf(row, context.offered),
    dismissible:
      outcome.kind === "superseded" || (outcome.kind === "returned" && outcome.choices.length === 0),
  };
}

/** A ticket was opened before anything was done to it: its opening overtook nothing, so it explains nothing. */
function overtakenBy({ since }: ReturnedOutcome): LastTransition | null {
  return since?.action === "open" ? null : since;
}

/** Words can be put right where the same form is open to this person now: a new ticket always is. */
function editOf({ action, outcome }: ReturnedRow, offered: readonly ActionType[]): ReturnedView["edit"] {
  if (outcome.kind !== "returned") return null;
  if (action.type === "open") return action.args.flow === "incident" ? "open" : null;
  return offered.includes(action.type) && Object.keys(action.args).length > 0 ? "action" : null;
}

type Label = (type: ReturnedRow["action"]["type"]) => string;

function headline({ action, outcome }: ReturnedRow, label: Label, t: Messages): string {
  const mine = label(action.type);
  switch (outcome.kind) {
    case "returned": {
      const since = overtakenBy(outcome);
      return since ? t.attention.since(mine, label(since.action)) : t.attention.happened(mine);
    }
    case "superseded":
      return t.attention.already(mine);
    case "held":
      return outcome.code === "type.unknown" ? t.attention.heldType(mine) : t.attention.held(mine);
  }
}

function reasons(
  code: keyof Messages["returned"],
  fields: readonly ArgName[],
  whoMay: readonly (keyof Messages["relation"])[],
  t: Messages,
): readonly string[] {
  const named = fields.map((arg) => argLabel(arg, t)).join(t.app.join);
  const lines = [named === "" ? t.returned[code] : `${t.returned[code]}${t.app.colon}${named}`];
  if (whoMay.length > 0)
    lines.push(t.attention.whoMay(whoMay.map((relation) => t.relation[relation]).join(t.app.join)));
  return lines;
}

function argLabel(arg: ArgName, t: Messages): string {
  const labels: Readonly<Record<string, string>> = {
    ...t.arg,
    title: t.form.title,
    categoryId: t.form.category,
    impact: t.form.impact,
    urgency: t.form.urgency,
    assetIds: t.form.asset,
    siteId: t.form.site,
  };
  return labels[arg] ?? t.arg.other;
}

function theirSide(since: LastTransition, label: Label, context: ReturnedContext): Side {
  const { t, me, locale, now, nameOf, theirWords } = context;
  const who =
    since.actorId === "system"
      ? t.ticket.system
      : since.actorId === me
        ? t.attention.you
        : nameOf(since.actorId);
  return { who, when: momentText(locale, since.at, now), what: label(since.action), words: theirWords };
}

/** The words a person typed, in the order they are read. */
export function spokenWords(args: ActionArgs, t: Messages): string {
  const words = [
    args.title,
    args.description,
    args.whyUrgent,
    args.closureCode ? t.closureCode[args.closureCode] : null,
    args.reason,
    args.notes,
    args.text,
    args.analysis,
    args.rootCause,
    args.permanentFix,
    args.workaround,
    args.whyNotEradicated,
    args.scope,
    args.riskAssessment,
    args.steps,
    args.rollbackPlan,
    args.conflictReason,
    args.result,
    args.evidence,
  ];
  return words.filter(Boolean).join("\n");
}

function offer(choice: Choice, index: number, label: Label, t: Messages): OfferedChoice {
  switch (choice.kind) {
    case "do": {
      const steps = choice.steps.map((step) => label(step.type)).join(t.attention.andThen);
      return { choice, main: index === 0, label: t.attention.doAgain(steps) };
    }
    case "keepNote":
      return { choice, main: false, label: t.attention.keepNote };
    case "discard":
      return { choice, main: false, label: t.attention.discard };
  }
}
