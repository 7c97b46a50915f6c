/**
 * From what was loaded to what is written: the shared rules decide (A2), the server adds what only it knows: rights
 * at arrival (A9), the clamped time (T1), the human number, the note of what came back (A5) and whom to tell (S5).
 * Pure: no I/O, no clock.
 */
import type { Viewer } from "../../core/access";
import type { Person } from "../../core/directory/directory";
import type { ActionId, ActivityId } from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import type { PastIncident } from "../../core/tickets/recurrence";
import type { Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import type { DecideContext, Decision, TicketChange, Told } from "../../core/workflow/decision";
import { isVisible } from "../../core/workflow/relations";
import { createReturnNote } from "../../core/workflow/return-note";
import type { Directory } from "../directory/directory";
import { createContext, type OverlappingChange } from "./context";
import type { Loaded } from "./load";
import { refusedWith } from "./refused";
import type { Entry, ReadAction } from "./request";
import { noEffects, outboxOf, rowsOf, type Writes } from "./write";

export type Effects = Omit<Writes, "client" | "outcomes" | "repeats" | "settled"> & {
  readonly outcome: Outcome;
  /** Corrected and clamped (T1); null where the action had no time of its own. */
  readonly occurredAt: number | null;
  /** What is held, as it came (A2). */
  readonly held: unknown;
};

export type Case = {
  readonly entry: Entry;
  readonly read: ReadAction;
  readonly loaded: Loaded;
  readonly directory: Directory;
  readonly viewer: Viewer;
  readonly actor: Person;
  readonly lastOccurredAt: number | null;
  readonly overlapping: readonly OverlappingChange[];
  readonly recurring: readonly PastIncident[];
};

export function judge(matter: Case): Effects {
  const { entry, read } = matter;
  switch (read.kind) {
    case "malformed":
      return { ...nothing, outcome: refusedWith("needs.invalid", read.fields) };
    case "unknownType":
      return { ...nothing, outcome: { kind: "held", code: "type.unknown" }, held: entry.raw };
    case "action":
      return judgeAction(matter, read.action);
  }
}

const { outcomes: _outcomes, repeats: _repeats, settled: _settled, ...noRows } = noEffects;
const nothing = { ...noRows, occurredAt: null, held: null } as const;

function judgeAction(matter: Case, action: Action): Effects {
  const { loaded, viewer } = matter;
  const corrected = correctedTime(action, matter.lastOccurredAt, loaded);
  if (isChoiceTaken(action, loaded))
    return { ...nothing, occurredAt: corrected, outcome: refusedWith("choice.taken") };
  if (action.type === "void") {
    return { ...nothing, ...choiceOf(matter, action), occurredAt: corrected, outcome: { kind: "applied" } };
  }
  if (loaded.isIdTaken) return { ...nothing, occurredAt: corrected, outcome: refusedWith("needs.invalid") };
  const tickets = new Map<string, Ticket>(loaded.tickets.map((ticket) => [ticket.id, ticket]));
  const { directory, overlapping, recurring } = matter;
  const newId = action.type === "raiseProblem" ? (action.args.problemId ?? null) : null;
  const existing = tickets.get(action.ticketId) ?? null;
  // A clock that was reset to 1970 must not close a ticket before it was opened.
  const occurredAt = Math.min(Math.max(corrected, existing?.openedAt ?? corrected), loaded.now);
  const facts = { occurredAt, viewer, directory, tickets, overlapping, recurring, newId };
  const context = createContext({ ...facts, now: loaded.now });
  // A9: out of sight and absent are one answer. An id that is taken cannot be opened, whoever sees it.
  const ticket = existing && (action.type === "open" || isVisible(existing, context)) ? existing : null;
  const uncertainTime = action.uncertainTime || Math.abs(deviceTime(action) - occurredAt) > farMs;
  return { ...effectsOf(matter, { ...action, uncertainTime }, ticket, context), occurredAt };
}

/** A time that had to be moved by more than this is shown as uncertain. */
const farMs = 3_600_000;

function deviceTime(action: Action): number {
  return Math.round(action.occurredAt + (action.clockOffset ?? 0));
}

/**
 * T1: never before the same client's previous action, never after the arrival. The first action of a client has no
 * previous one: a time at which its author had no account yet is that of a clock that was reset, which tells nothing
 * but that it was before the arrival, so the arrival it is.
 */
function correctedTime(
  action: Action,
  previous: number | null,
  { now, accountCreatedAt }: Pick<Loaded, "now" | "accountCreatedAt">,
): number {
  const corrected = deviceTime(action);
  if (previous !== null) return Math.min(Math.max(corrected, previous), now);
  return corrected < (accountCreatedAt ?? corrected) ? now : Math.min(corrected, now);
}

function effectsOf(matter: Case, action: Action, ticket: Ticket | null, context: DecideContext): Effects {
  const decision = decideSafely(ticket, action, context);
  // A2: what stands on something that came back must not be done by accident. What would not be done anyway is
  // answered now, so that its words are on the ticket at once (A5).
  const isUnfounded = matter.loaded.undecidedCauses > 0;
  if (isUnfounded && (decision.kind === "applied" || ticket === null)) {
    return { ...nothing, outcome: { kind: "held", code: "dependency.returned" }, held: matter.entry.raw };
  }
  switch (decision.kind) {
    case "applied": {
      const type = typeToldOf(action.type, decision.changes);
      return {
        ...nothing,
        ...choiceOf(matter, action),
        ...changesOf(matter, { ...action, type }, decision.changes, decision.told, type, context),
        outcome: { kind: "applied" },
      };
    }
    case "superseded":
      return {
        ...nothing,
        ...choiceOf(matter, action),
        ...keepWords(matter, action, ticket, context),
        outcome: decision,
      };
    case "held":
      return { ...nothing, outcome: decision, held: matter.entry.raw };
    case "returned": {
      const kept = keepWords(matter, action, ticket, context);
      // The author chose, and the choice came back itself: it is what they decide about from here on.
      const chosen = choiceOf(matter, action);
      return { ...nothing, ...chosen, ...kept, outcome: { ...decision, noteKept: kept !== null } };
    }
  }
}

/** The vote that concludes a review may decide otherwise than it says: people are told of what was decided. */
function typeToldOf(type: Action["type"], [change]: readonly TicketChange[]): Action["type"] {
  const isVote = type === "approve" || type === "reject";
  const isConcluded = change?.before != null && change.before.stage !== change.after.stage;
  return isVote && isConcluded ? change.after.last.action : type;
}

/** A5: the words stay on the ticket as a work note; null where there are none, or no ticket to keep them on. */
function keepWords(matter: Case, action: Action, ticket: Ticket | null, context: DecideContext) {
  const note = ticket && createReturnNote(ticket, action, context);
  return note && changesOf(matter, action, [note.change], note.told, "returned", context);
}

/** P6: a rule that throws is our bug, but it must not block everything the phone still has to send. */
function decideSafely(ticket: Ticket | null, action: Action, context: DecideContext): Decision {
  try {
    return decide(ticket, action, context);
  } catch (error) {
    console.error(`decide threw on ${action.type} ${action.actionId}:`, error);
    return refusedWith("needs.invalid");
  }
}

function changesOf(
  matter: Case,
  action: Action,
  changes: readonly TicketChange[],
  told: readonly Told[],
  kind: string,
  context: DecideContext,
) {
  const rows = rowsOf(changes, matter.loaded.number);
  const known = [...matter.loaded.tickets, ...rows.tickets];
  const tickets = new Map<string, Ticket>(known.map((ticket) => [ticket.id, ticket]));
  return { ...rows, outbox: outboxOf(told, tickets, action, kind, matter.actor, context.occurredAt) };
}

/** A1: a choice about something that came back is accepted once; the further steps of one choice depend on its first. */
function isChoiceTaken(action: Action, loaded: Loaded): boolean {
  const { resolves } = loaded;
  if (action.resolves === undefined || resolves === null) return false;
  if (resolves.kind !== "returned" && resolves.kind !== "held") return true;
  const { resolvedById } = resolves;
  return resolvedById !== null && !action.dependsOn.some((id) => id === resolvedById);
}

function choiceOf(matter: Case, action: Action) {
  const { resolves } = action;
  if (resolves === undefined || matter.loaded.resolves === null) return {};
  const accountId = matter.viewer.id;
  const isFirst = matter.loaded.resolves.resolvedById === null;
  const resolved = isFirst ? [{ accountId, actionId: resolves, by: action.actionId }] : [];
  const isDiscard = action.type === "void" && action.args.choice === "discard";
  const discardedNotes = isDiscard ? [{ id: noteIdOf(resolves), actorId: accountId }] : [];
  return { resolved, discardedNotes };
}

/** The line that keeps the words of an action has the action's id, like any line of a person's. */
function noteIdOf(actionId: ActionId): ActivityId {
  return actionId as string as ActivityId;
}
