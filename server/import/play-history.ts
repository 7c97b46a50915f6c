/**
 * Plays what was done as `decide` would have judged it then: in its own time, by people who had the rights for it. Who
 * was in which group years ago is not known here, so groups take whoever acts in them; the rows, their needs and what
 * they lead to are the workflow's own. Pure.
 */
import { randomBytes } from "node:crypto";
import type { Group, Person } from "../../core/directory/directory";
import { type ActionId, type ClientId, createUuidV7, systemOpenerId, type TicketId } from "../../core/ids";
import type { History, HistoryStep } from "../../core/import/ticket-history";
import type { Action, ReturnCode } from "../../core/sync/protocol";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import { type DecideContext, isUnknown, type Known } from "../../core/workflow/decision";
import type { Directory } from "../directory/directory";
import { createContext } from "../sync/context";

export type Played = {
  readonly kind: "played";
  readonly tickets: readonly { readonly ticket: Ticket; readonly activities: readonly Activity[] }[];
};
/** `at`: the step that cannot be. */
export type Impossible = {
  readonly kind: "refused";
  readonly code: ReturnCode;
  readonly fields: readonly string[];
  readonly at: string;
};

/** Elsewhere tickets were reopened however long ago they were closed. */
const reopenDays = 36_500;

/** The tickets as they are at the end, the history's own first. */
export function playHistory(id: TicketId, { steps }: History, directory: Directory): Played | Impossible {
  const tickets = new Map<string, Ticket>();
  const lines = new Map<string, Activity[]>();
  const parameters = { ...directory.parameters, reopen_days: reopenDays };
  for (const [index, step] of steps.entries()) {
    const of = step.ticketId ?? id;
    const context = contextOf(step, { ...directory, parameters }, tickets);
    const decision = decide(tickets.get(of) ?? null, actionOf(of, step, index), context);
    if (decision.kind === "superseded") continue;
    if (decision.kind !== "applied") {
      const fields = decision.kind === "returned" ? decision.fields : [];
      return { kind: "refused", code: decision.code as ReturnCode, fields, at: step.type };
    }
    for (const { after, activities } of decision.changes) {
      tickets.set(after.id, after);
      lines.set(after.id, [...(lines.get(after.id) ?? []), ...activities]);
    }
  }
  return {
    kind: "played",
    tickets: [...tickets.values()].map((ticket) => ({
      ticket: { ...ticket, version: 1 },
      activities: lines.get(ticket.id) ?? [],
    })),
  };
}

/** Ids of one moment are in the order of the steps: so is the timeline. */
function actionOf(ticketId: TicketId, { at, type, args }: HistoryStep, index: number): Action {
  const random = randomBytes(10);
  random.writeUInt16BE(index);
  return {
    clientId: systemOpenerId as string as ClientId,
    seq: 0,
    actionId: createUuidV7(at, random) as ActionId,
    type,
    typeVersion: 1,
    ticketId,
    baseRevision: 0,
    args,
    occurredAt: at,
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
  };
}

function contextOf(
  { at, actorId, args }: HistoryStep,
  directory: Directory,
  tickets: ReadonlyMap<string, Ticket>,
): DecideContext {
  const context = createContext({
    now: at,
    occurredAt: at,
    // An administrator has a lead's rights everywhere.
    viewer: { id: actorId, role: "admin" },
    directory,
    tickets,
    overlapping: [],
    recurring: [],
    newId: args.problemId ?? null,
  });
  const awake = <Row extends { readonly active: boolean }>(row: Known<Row | null>): Known<Row | null> =>
    isUnknown(row) || row === null || row.active ? row : { ...row, active: true };
  return {
    ...context,
    person: (id): Known<Person | null> => awake(context.person(id)),
    group: (id): Known<Group | null> => {
      const group = awake(context.group(id));
      if (isUnknown(group) || group === null) return group;
      const lead = { accountId: actorId, role: "lead" } as const;
      const chosen = args.personId ?? actorId;
      return { ...group, members: [...group.members, lead, { accountId: chosen, role: "member" }] };
    },
    category: (id) => awake(context.category(id)),
    asset: (id) => awake(context.asset(id)),
  };
}
