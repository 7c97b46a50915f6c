/**
 * The steps that events led to, done on the desk as anybody's actions are: `decide` judges them, with `system` as the
 * actor, and what it answers becomes rows, lines and people to be told. Silent children tell nobody.
 */

import type { MonitorEvent } from "../../core/events/event";
import type { Step } from "../../core/events/judge-event";
import { type EventRule, levelsOf, type RuleDefinition, titleOf } from "../../core/events/rule";
import { updateTold } from "../../core/events/told";
import type { ActionId, ClientId, TicketId } from "../../core/ids";
import { systemOpenerId } from "../../core/ids";
import type { Action, ActionArgs } from "../../core/sync/protocol";
import type { PastIncident } from "../../core/tickets/recurrence";
import type { ActivityDetails, Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import type { DecideContext, TicketChange, Told } from "../../core/workflow/decision";
import { newestVersion } from "../../core/workflow/upcast";
import { type IncidentClosureCode, levels } from "../../core/workflow/vocabulary";
import { createId } from "../admin/administer";
import type { Directory } from "../directory/directory";
import { alarmPayload } from "../notify/payload";
import { createContext } from "../sync/context";
import { mergeWrites } from "../sync/merge-writes";
import { noEffects, type OutboxRow, outboxOf, rowsOf, type Writes } from "../sync/write";
import { assetIdOf } from "./silences";

export type Deed = {
  readonly step: Step;
  /** What led to it; null: time did. */
  readonly event: MonitorEvent | null;
  readonly rule: Pick<EventRule, keyof RuleDefinition | "name">;
  /** Of a silent child: closed with the first of its storm, and how that was. */
  readonly closedWith?: { readonly id: TicketId; readonly closureCode: IncidentClosureCode };
};

export type Means = {
  readonly now: number;
  readonly directory: Directory;
  /** All that is acted on, locked. Kept up to date. */
  readonly tickets: Map<TicketId, Ticket>;
  /** One for each incident that opens. */
  readonly numbers: readonly number[];
  /** What each of those repeats. */
  readonly recurring: ReadonlyMap<TicketId, readonly PastIncident[]>;
};

type Rows = Omit<Writes, "client">;
export type Done = {
  readonly rows: Rows;
  /** Incidents that the desk refused to open, with all that their rule names. */
  readonly refusedIds: ReadonlySet<TicketId>;
};

export function doSteps(deeds: readonly Deed[], means: Means): Done {
  const all: Rows[] = [];
  const refusedIds = new Set<TicketId>();
  const numbers = [...means.numbers];
  for (const deed of deeds) {
    const { id, kind } = deed.step;
    if (refusedIds.has(id)) continue;
    const rows = doStep(deed, means, kind === "open" ? (numbers.shift() ?? null) : null);
    if (rows === null) {
      if (kind === "open") refusedIds.add(id);
      continue;
    }
    all.push(rows);
    for (const { isNew: _, ...ticket } of rows.tickets) means.tickets.set(ticket.id, ticket);
  }
  return { rows: mergeWrites(all), refusedIds };
}

/** Null: refused. */
function doStep(deed: Deed, means: Means, number: number | null): Rows | null {
  const { step } = deed;
  switch (step.kind) {
    case "open": {
      const more = { ticketId: step.parentId ?? undefined };
      const args = openArgs(deed, means.directory);
      const { groupId: _, ...ungrouped } = args;
      return (
        act(deed, means, "open", args, { number, more, isSilent: step.parentId !== null }) ??
        // A group that is gone, or lost its lead, must not cost the alarm: it goes where incidents go.
        act(deed, means, "open", ungrouped, { number, more, isSilent: step.parentId !== null })
      );
    }
    case "reopen": {
      const more = { ticketId: step.parentId ?? undefined };
      return act(
        deed,
        means,
        "reopen",
        { reason: wordsOf(deed) },
        { more, isSilent: step.parentId !== null },
      );
    }
    case "resolve": {
      const { closedWith } = deed;
      if (closedWith === undefined) return act(deed, means, "resolve", { notes: wordsOf(deed) }, {});
      const { id: ticketId, closureCode } = closedWith;
      return act(deed, means, "resolve", { closureCode, notes: "" }, { more: { ticketId } });
    }
    case "note":
      return act(deed, means, "workNote", { text: wordsOf(deed) }, { more: { code: "eventRecovered" } });
    case "update": {
      const code = step.isFlapping ? "eventFlapping" : "eventUpdate";
      return act(deed, means, "workNote", { text: wordsOf(deed) }, { more: { code }, alarm: code });
    }
    case "raise":
      return raise(deed, step.severity, means);
  }
}

function openArgs({ event, rule }: Deed, directory: Directory): ActionArgs {
  if (event === null) throw new Error("Nothing opens by time alone.");
  const assetId = assetIdOf(event.asset, directory);
  return {
    flow: "incident",
    title: titleOf(event, rule),
    description: event.text,
    categoryId: rule.categoryId,
    ...levelsOf(event.severity, rule),
    ...(assetId === null ? {} : { assetIds: [assetId] }),
    ...(rule.groupId === null ? {} : { groupId: rule.groupId }),
  };
}

/** What monitoring said, for the line of the timeline. */
function wordsOf({ event, rule }: Deed): string {
  return event === null ? rule.name : event.title;
}

/** Only upwards: what people have ranked higher stays. An edit is of one field. */
function raise(deed: Deed, severity: MonitorEvent["severity"], means: Means): Rows | null {
  const ranked = levelsOf(severity, deed.rule);
  const edits: Rows[] = [];
  for (const field of ["impact", "urgency"] as const) {
    const ticket = means.tickets.get(deed.step.id);
    const present = ticket?.[field] ?? null;
    if (present !== null && levels.indexOf(ranked[field]) >= levels.indexOf(present)) continue;
    const from = present === null ? {} : { from: { [field]: present } };
    const rows = act(deed, means, "edit", { [field]: ranked[field], ...from }, {});
    if (rows === null) continue;
    edits.push(rows);
    for (const { isNew: _, ...after } of rows.tickets) means.tickets.set(after.id, after);
  }
  return edits.length === 0 ? null : mergeWrites(edits);
}

type Manner = {
  readonly number?: number | null;
  /** Of the line besides what the action says. */
  readonly more?: { readonly [Key in "code" | "ticketId"]?: ActivityDetails[Key] | undefined };
  readonly isSilent?: boolean;
  /** People are told of what is no action of the workflow. */
  readonly alarm?: "eventUpdate" | "eventFlapping";
};

/** One action of the system's; null where `decide` does not apply it. */
function act(deed: Deed, means: Means, type: Action["type"], args: ActionArgs, manner: Manner): Rows | null {
  const { step } = deed;
  const ticket = means.tickets.get(step.id) ?? null;
  const context = contextFor(deed, ticket, means);
  const action = systemAction(type, step.id, args, context);
  const decision = decide(ticket, action, context);
  if (decision.kind !== "applied") {
    if (decision.kind === "returned")
      console.error(`events: ${type} of ${step.id} was refused: ${decision.code}`, decision.fields);
    return null;
  }
  const changes = manner.more === undefined ? decision.changes : withDetails(decision.changes, manner.more);
  const rows = rowsOf(changes, manner.number ?? null);
  const told = manner.isSilent ? [] : decision.told;
  const outbox = [
    ...outboxFor(told, rows.tickets, action, context),
    ...alarmsFor(rows.tickets, action, manner, context),
  ];
  return { ...noEffects, ...rows, outbox };
}

function contextFor({ step, event }: Deed, ticket: Ticket | null, means: Means): DecideContext {
  const { now, directory, tickets, recurring } = means;
  const at = "at" in step ? step.at : (event?.at ?? now);
  // As for a person (T1): not after the arrival, and not before the incident was there.
  const occurredAt = Math.min(Math.max(at, ticket?.openedAt ?? at), now);
  return createContext({
    now,
    occurredAt,
    viewer: { id: "system", role: "system" },
    directory,
    tickets,
    overlapping: [],
    recurring: recurring.get(step.id) ?? [],
    newId: null,
  });
}

function systemAction(
  type: Action["type"],
  ticketId: TicketId,
  args: ActionArgs,
  { now, occurredAt }: DecideContext,
): Action {
  return {
    clientId: systemOpenerId as string as ClientId,
    seq: 0,
    actionId: createId(now) as ActionId,
    type,
    typeVersion: newestVersion(type),
    ticketId,
    baseRevision: 0,
    args,
    occurredAt,
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
  };
}

/** The first line is the action's own. */
function withDetails([own, ...rest]: readonly TicketChange[], more: Manner["more"]): readonly TicketChange[] {
  if (own === undefined) return rest;
  const said = Object.fromEntries(Object.entries(more ?? {}).filter(([, value]) => value !== undefined));
  const activities = own.activities.map((line, index) =>
    index === 0 ? { ...line, details: { ...line.details, ...said } } : line,
  );
  return [{ ...own, activities }, ...rest];
}

function outboxFor(
  told: readonly Told[],
  tickets: Rows["tickets"],
  action: Action,
  { occurredAt }: DecideContext,
): readonly OutboxRow[] {
  const byId = new Map<string, Ticket>(tickets.map((ticket) => [ticket.id, ticket]));
  return outboxOf(told, byId, action, action.type, { id: "system", name: "" }, occurredAt);
}

function alarmsFor(
  tickets: Rows["tickets"],
  { actionId }: Action,
  { alarm: kind }: Manner,
  context: DecideContext,
): readonly OutboxRow[] {
  if (kind === undefined) return [];
  return tickets.flatMap((ticket) =>
    updateTold(ticket, context).map(({ accountId, as, insteadOf = [] }) => {
      const payload = alarmPayload(ticket, {
        kind,
        action: "workNote",
        as,
        insteadOf,
        at: context.occurredAt,
      });
      return { key: `${kind}:${actionId}:${accountId}`, kind, accountId, ticketId: ticket.id, payload };
    }),
  );
}
