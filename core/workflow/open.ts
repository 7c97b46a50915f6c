/** 開單, 新建: the ticket that an `open` makes. */
import { defaultGroup, defaultOwnerGroups } from "../directory/groups";
import { type GroupId, systemOpenerId, type TicketId } from "../ids";
import { newClock } from "../sla/clock-after";
import type { ActionArgs } from "../sync/protocol";
import type { ChangeDetails, ProblemDetails, Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown } from "./decision";
import { linksSaid } from "./links";
import { kindOf } from "./needs";
import { type Flow, type Level, priorityOf, type Stage } from "./vocabulary";

/** `args` were judged; `id` is the phone's. */
export function openTicket(
  flow: Flow,
  stage: Stage,
  id: TicketId,
  args: ActionArgs,
  context: DecideContext,
): Ticket {
  const { actor, now, occurredAt } = context;
  const kind = kindOf(flow);
  const categoryId = args.categoryId ?? null;
  const assetIds = [...new Set(args.assetIds ?? [])];
  return {
    id,
    flow,
    number: null,
    stage,
    outcome: null,
    title: args.title?.trim() ?? "",
    description: args.description?.trim() ?? "",
    categoryId,
    impact: args.impact ?? null,
    urgency: args.urgency ?? null,
    priority: priorityIfKnown(args.impact, args.urgency),
    siteId: args.siteId ?? siteOf(assetIds, context),
    assetIds,
    openerId: actor.id === "system" ? systemOpenerId : actor.id,
    reportedById: args.reportedById ?? null,
    ownerGroupIds: kind === "incident" ? defaultOwnerGroups(context) : [],
    assignedGroupId: args.groupId ?? defaultGroup(flow, assetIds, categoryId, context),
    holderId: null,
    investigatorId: null,
    hold: null,
    returnCount: 0,
    closure: null,
    links: linksSaid(flow, args),
    ...(kind === "incident" ? { clock: newClock } : {}),
    restricted: args.restricted ?? false,
    problem: kind === "problem" ? problemDetails(args) : null,
    change: kind === "change" ? changeDetails(args, context) : null,
    review: null,
    revision: 1,
    version: 1,
    last: { action: "open", actorId: actor.id, at: occurredAt },
    openedAt: occurredAt,
    stageAt: occurredAt,
    closedAt: null,
    updatedAt: now,
  };
}

/** 升級為問題: the problem that an incident raises has its words, place and rank; `others` are linked as well. */
export function problemArgs(incident: Ticket, others: readonly TicketId[] = []): ActionArgs {
  return {
    title: incident.title,
    description: incident.description,
    assetIds: incident.assetIds,
    restricted: incident.restricted,
    linkedIds: [...new Set([incident.id, ...others])],
    ...(incident.categoryId === null ? {} : { categoryId: incident.categoryId }),
    ...(incident.impact === null ? {} : { impact: incident.impact }),
    ...(incident.urgency === null ? {} : { urgency: incident.urgency }),
    ...(incident.siteId === null ? {} : { siteId: incident.siteId }),
  };
}

function priorityIfKnown(impact: Level | undefined, urgency: Level | undefined): Ticket["priority"] {
  return impact === undefined || urgency === undefined ? null : priorityOf(impact, urgency);
}

/** A ticket about a thing is where the thing is. */
function siteOf(assetIds: Ticket["assetIds"], context: DecideContext): Ticket["siteId"] {
  for (const id of assetIds) {
    const asset = context.asset(id);
    if (!isUnknown(asset) && asset !== null) return asset.siteId;
  }
  return null;
}

function problemDetails(args: ActionArgs): ProblemDetails {
  return {
    proactive: args.proactive ?? false,
    analysis: "",
    rootCause: "",
    workaround: "",
    permanentFix: "",
    whyNotEradicated: "",
    reviewDate: null,
  };
}

function changeDetails(args: ActionArgs, context: DecideContext): ChangeDetails {
  return {
    templateId: args.templateId ?? null,
    whyUrgent: args.whyUrgent ?? "",
    scope: "",
    risk: args.risk ?? "low",
    riskAssessment: "",
    steps: "",
    rollbackPlan: "",
    window: null,
    conflictReason: "",
    reviewGroupId: args.reviewGroupId ?? defaultReviewGroup(context),
    actualStart: null,
    actualEnd: null,
    result: "",
    evidence: "",
    causedIncidentIds: [],
  };
}

/** The parameter's group; null where it is unset, or not known here (SYNC A8). */
export function defaultReviewGroup(context: DecideContext): GroupId | null {
  const parameters = context.parameters();
  return isUnknown(parameters) ? null : parameters.default_cha_review_group_id;
}
