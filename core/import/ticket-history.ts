/**
 * A row of tickets.csv as the actions that its people did: opened, taken, and how it ended. `decide` judges them like any
 * others, so a ticket that came in is one that could have been made here.
 */
import type { AccountId, EpochMs, TicketId } from "../ids";
import { en } from "../messages/en";
import { zhTW } from "../messages/zh-tw";
import { type ActionArgs, listMax, textMaxLength, titleMaxLength } from "../sync/protocol";
import {
  type ClosedOutcome,
  type Flow,
  flows,
  incidentClosureCodes,
  levels,
  outcomes,
  type WorkflowAction,
} from "../workflow/vocabulary";
import { type DeskNames, readNamed, readPerson } from "./names";
import type { RowReader } from "./row-reader";

export interface HistoryStep {
  readonly at: EpochMs;
  readonly actorId: AccountId;
  readonly type: WorkflowAction;
  readonly args: ActionArgs;
  /** Of a ticket that an earlier step opened; absent: of the history's own. */
  readonly ticketId?: TicketId;
}

/** What one ticket went through, at least its opening. `reference`: what it was called where it came from. */
export interface History {
  readonly line: number;
  readonly reference: string;
  readonly steps: readonly HistoryStep[];
}

export const referenceMaxLength = 100;

const flowByWord = words(flows, (flow) => [zhTW.flow[flow], en.flow[flow]]);
const levelByWord = words(levels, (level) => [zhTW.level[level], en.level[level]]);
const outcomeByWord = words(outcomes, (outcome) => [zhTW.outcome[outcome], en.outcome[outcome]]);
const codeByWord = words(incidentClosureCodes, (code) => [zhTW.closureCode[code], en.closureCode[code]]);

/** How each flow can have ended, of what a row can tell. */
const outcomesByFlow: Readonly<Record<Flow, readonly ClosedOutcome[]>> = {
  incident: ["resolved", "cancelled"],
  problem: ["eradicated", "knownError", "cancelled"],
  standard: ["cancelled"],
  normal: ["cancelled"],
  emergency: ["cancelled"],
};

function words<Id extends string>(ids: readonly Id[], textsOf: (id: Id) => readonly string[]) {
  return new Map(ids.flatMap((id) => [id, ...textsOf(id)].map((word) => [word.toLowerCase(), id] as const)));
}

export interface HistoryDesk {
  readonly names: DeskNames;
  /** Of times that name no zone, minutes east of UTC. */
  readonly offsetMinutes: number;
  readonly now: EpochMs;
}

/** Null where something is wrong, which the row has said. */
export function readHistory(row: RowReader, desk: HistoryDesk): History | null {
  const { names, now } = desk;
  const reference = row.needed("reference", referenceMaxLength);
  const flow = row.has("kind") ? row.choice("kind", flowByWord) : row.say("kind", "empty");
  const title = row.needed("title", titleMaxLength);
  const opener = row.has("opener") ? readPerson(row, "opener", names) : row.say("opener", "empty");
  const openedAt = row.has("opened_at") ? timeOf("opened_at") : row.say("opened_at", "empty");
  const description = row.text("description", textMaxLength);
  const category = readNamed(row, "category", names.categoriesByName);
  const impact = row.choice("impact", levelByWord);
  const urgency = row.choice("urgency", levelByWord);
  const site = readNamed(row, "site", names.sitesByName);
  const assetIds = row.list("assets", listMax).flatMap((tag) => {
    const asset = names.assetsByTag.get(tag.toLowerCase());
    if (asset === undefined) row.say("assets", "unknown", tag);
    return asset === undefined ? [] : [asset.id];
  });
  const reportedBy = readPerson(row, "reported_by", names);
  const group = readNamed(row, "group", names.groupsByName);
  const holder = readPerson(row, "holder", names);
  const assignedAt = timeOf("assigned_at");
  const ending = readEnding();
  if (flow === null) return null;
  if (ending.outcome !== null && !outcomesByFlow[flow].includes(ending.outcome)) {
    row.say("outcome", "invalid");
  }
  const isChange = flow !== "incident" && flow !== "problem";
  if (holder !== null && isChange) row.say("holder", "invalid");
  const need = (column: string): void => void (row.has(column) || row.say(column, "needs"));
  if (!isChange) need("category");
  if (flow === "incident") {
    need("impact");
    need("urgency");
  } else need("description");
  if (isChange) {
    need("assets");
    need("risk");
  }
  if (flow === "emergency") need("why_urgent");
  if (flow === "problem" && holder === null && ["eradicated", "knownError"].includes(ending.outcome ?? "")) {
    row.say("holder", "needs");
  }
  const risk = row.choice("risk", levelByWord);
  const whyUrgent = row.text("why_urgent", textMaxLength);
  if (reference === null || title === null || opener === null || openedAt === null) return null;
  if (row.has("outcome") && !row.has("closed_at")) row.say("closed_at", "needs");
  if (row.has("closed_at") && !row.has("outcome")) row.say("outcome", "needs");
  const takenAt = assignedAt ?? openedAt;
  inOrder("assigned_at", openedAt, takenAt);
  if (ending.closedAt !== null) inOrder("closed_at", takenAt, ending.closedAt);

  const open: HistoryStep = {
    at: openedAt,
    actorId: opener.id,
    type: "open",
    args: given({
      flow,
      title,
      description,
      categoryId: category?.id,
      impact: flow === "incident" ? impact : null,
      urgency: flow === "incident" ? urgency : null,
      siteId: site?.id,
      assetIds: assetIds.length > 0 ? assetIds : null,
      reportedById: reportedBy?.id,
      groupId: group?.id,
      proactive: flow === "problem" ? true : null,
      risk,
      whyUrgent,
    }),
  };
  const taken = holder === null ? [] : taking(flow, holder.id, takenAt);
  const closer = ending.closedBy ?? holder ?? opener;
  const ended =
    ending.outcome === null || ending.closedAt === null
      ? []
      : closing(flow, ending.outcome, ending.closedAt, closer.id, holder?.id ?? null);
  return { line: row.line, reference, steps: [open, ...taken, ...ended] };

  function timeOf(column: string): EpochMs | null {
    const at = row.time(column, desk.offsetMinutes);
    return at !== null && at > now ? row.say(column, "future") : at;
  }

  function inOrder(column: string, earlier: EpochMs, later: EpochMs): void {
    if (later < earlier) row.say(column, "order");
  }

  function readEnding() {
    return {
      outcome: row.choice("outcome", outcomeByWord),
      closedAt: timeOf("closed_at"),
      closedBy: readPerson(row, "closed_by", names),
    };
  }

  function closing(
    of: Flow,
    outcome: ClosedOutcome,
    at: EpochMs,
    actorId: AccountId,
    holderId: AccountId | null,
  ): readonly HistoryStep[] {
    const textOf = (column: string) => row.text(column, textMaxLength);
    const notes = textOf("notes");
    if (outcome === "cancelled") {
      if (notes === null) row.say("notes", "needs");
      const back = of === "incident" && holderId !== null ? [{ at, actorId, ...returned(notes) }] : [];
      return [...back, { at, actorId, type: "cancel", args: given({ reason: notes }) }];
    }
    if (of === "incident") {
      for (const column of ["closure_code", "notes"]) need(column);
      const restoredAt = timeOf("restored_at") ?? at;
      const args = given({ closureCode: row.choice("closure_code", codeByWord), notes, restoredAt });
      return [{ at, actorId, type: holderId === null ? "resolveNow" : "resolve", args }];
    }
    if (holderId === null) return [];
    const analysis = textOf("analysis") ?? textOf("root_cause") ?? notes;
    if (analysis === null) row.say("analysis", "needs");
    const workaround = textOf("workaround");
    const handing: HistoryStep = {
      at,
      actorId,
      type: "assignHandler",
      args: given({ analysis, personId: holderId, workaround }),
    };
    if (outcome === "eradicated") {
      for (const column of ["root_cause", "permanent_fix"]) need(column);
      const args = given({ rootCause: textOf("root_cause"), permanentFix: textOf("permanent_fix") });
      return [handing, { at, actorId, type: "eradicate", args }];
    }
    for (const column of ["workaround", "why_not_eradicated", "review_date"]) need(column);
    const args = given({
      workaround,
      whyNotEradicated: textOf("why_not_eradicated"),
      reviewDate: row.time("review_date", desk.offsetMinutes),
    });
    return [handing, { at, actorId, type: "contain", args }];
  }
}

/** An incident is cancelled before anybody handles it: one that had a handler went back first. */
function returned(reason: string | null): Pick<HistoryStep, "type" | "args"> {
  return { type: "returnToAssign", args: given({ reason }) };
}

/** By themselves: who gave it to them is not in the file, and a lead claims nothing. */
function taking(flow: Flow, holderId: AccountId, at: EpochMs): readonly HistoryStep[] {
  const type = flow === "problem" ? "assignInvestigator" : "assignHandler";
  return [{ at, actorId: holderId, type, args: { personId: holderId } }];
}

/** Without what is not said. */
function given(args: Readonly<Record<string, unknown>>): ActionArgs {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== null && value !== undefined),
  ) as ActionArgs;
}
