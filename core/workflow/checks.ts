/**
 * Whether what an action names exists and fits (people, groups, assets, other tickets, deadlines). What this side
 * does not know passes (SYNC A8); what is out of the actor's sight does not exist for them (A9).
 */
import { groupRefusal } from "../directory/groups";
import { isActive, roleIn } from "../directory/people";
import type { AccountId, GroupId, TicketId } from "../ids";
import type { ActionArgs, ArgName, ReturnCode } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown, type Known } from "./decision";
import { kindOf } from "./needs";
import { type Refusal, refuse } from "./refusal";
import type { TableRow } from "./table";
import type { Flow } from "./vocabulary";

const dayMs = 86_400_000;

/** `args` have the right form (needs.ts). */
export function factRefusal(
  row: TableRow,
  ticket: Ticket | null,
  args: ActionArgs,
  context: DecideContext,
): Refusal | null {
  return (
    peopleRefusal(ticket, args, context) ??
    groupsRefusal(args, context) ??
    directoryRefusal(args, context) ??
    linksRefusal(row.action === "raiseProblem" ? "problem" : row.row.flow, ticket, args, context) ??
    stateRefusal(row, ticket, args, context)
  );
}

function peopleRefusal(ticket: Ticket | null, args: ActionArgs, context: DecideContext): Refusal | null {
  for (const field of ["personId", "implementerId"] as const) {
    const id = args[field];
    const code = id === undefined ? null : chosenRefusal(id, ticket?.assignedGroupId ?? null, context);
    if (code !== null) return refuse(code, { fields: [field] });
  }
  if (args.reportedById !== undefined && !isActive(args.reportedById, context)) {
    return refuse("person.unknown", { fields: ["reportedById"] });
  }
  return null;
}

/** Who is chosen to work must be an active member of the group that does. */
function chosenRefusal(id: AccountId, groupId: GroupId | null, context: DecideContext): ReturnCode | null {
  if (context.person(id) === null) return "person.unknown";
  return roleIn(groupId, id, context) === null ? "person.notMember" : null;
}

function groupsRefusal(args: ActionArgs, context: DecideContext): Refusal | null {
  if (args.groupId !== undefined) {
    const code = groupRefusal(args.groupId, context);
    if (code !== null) return refuse(code, { fields: ["groupId"] });
  }
  if (args.reviewGroupId === undefined) return null;
  // A review group needs no lead: one of a single member is legal.
  const group = context.group(args.reviewGroupId);
  if (isUnknown(group) || group?.active) return null;
  return refuse(group === null ? "group.unknown" : "group.inactive", { fields: ["reviewGroupId"] });
}

/** Whether the category, the place, the assets and the template that are named exist. */
export function directoryRefusal(args: ActionArgs, context: DecideContext): Refusal | null {
  if (args.categoryId !== undefined && context.category(args.categoryId) === null) {
    return refuse("category.unknown", { fields: ["categoryId"] });
  }
  if (args.siteId !== undefined && context.site(args.siteId) === null) {
    return refuse("site.unknown", { fields: ["siteId"] });
  }
  if (args.assetIds?.some((id) => context.asset(id) === null)) {
    return refuse("asset.unknown", { fields: ["assetIds"] });
  }
  if (args.templateId === undefined) return null;
  const template = context.template(args.templateId);
  if (isUnknown(template) || template?.approved) return null;
  return refuse("template.notApproved", { fields: ["templateId"] });
}

function linksRefusal(
  flow: Flow,
  ticket: Ticket | null,
  args: ActionArgs,
  context: DecideContext,
): Refusal | null {
  for (const { field, ids, fits } of linksOf(flow, args)) {
    for (const id of ids) {
      const other: Known<Ticket | null> = id === ticket?.id ? ticket : context.ticket(id);
      if (other === null) return refuse("link.unknown", { fields: [field] });
      if (other === ticket || (!isUnknown(other) && !fits(other))) {
        return refuse("needs.invalid", { fields: [field] });
      }
    }
  }
  return null;
}

interface Links {
  readonly field: ArgName;
  readonly ids: readonly TicketId[];
  readonly fits: (other: Ticket) => boolean;
}

function linksOf(flow: Flow, args: ActionArgs): readonly Links[] {
  const one = (id: TicketId | undefined): readonly TicketId[] => (id === undefined ? [] : [id]);
  const isIncident = (other: Ticket): boolean => other.flow === "incident";
  return [
    { field: "linkedIds", ids: args.linkedIds ?? [], fits: flow === "problem" ? isIncident : () => true },
    { field: "duplicateOf", ids: one(args.duplicateOf), fits: (other) => other.flow === flow },
    {
      field: "holdTicketId",
      ids: one(args.holdTicketId),
      // One that is closed already would never end the wait.
      fits: (other) => other.stage !== "closed" && kindOf(other.flow) === args.holdReason,
    },
    {
      field: "resolutionTicketId",
      ids: one(args.resolutionTicketId),
      fits: (other) => {
        if (args.resolution === "duplicate") return other.flow === "problem";
        return args.resolution !== "fixedByChange" || kindOf(other.flow) === "change";
      },
    },
    { field: "causedIncidentIds", ids: args.causedIncidentIds ?? [], fits: isIncident },
  ];
}

function stateRefusal(
  row: TableRow,
  ticket: Ticket | null,
  args: ActionArgs,
  context: DecideContext,
): Refusal | null {
  const since = ticket?.last ?? null;
  if (row.action === "reopen" && ticket !== null && isReopenLate(ticket, context)) {
    return refuse("reopen.late", { since });
  }
  if (row.action === "resume" && ticket?.hold === null) return refuse("hold.none", { since });
  // An emergency may be written down after it was dealt with.
  if (args.window && row.row.flow !== "emergency" && args.window.until <= context.occurredAt) {
    return refuse("window.invalid", { fields: ["window"] });
  }
  return null;
}

/** Only resolved incidents have a time limit. */
export function isReopenLate(ticket: Ticket, context: DecideContext): boolean {
  if (ticket.flow !== "incident" || ticket.closedAt === null) return false;
  const parameters = context.parameters();
  if (isUnknown(parameters)) return false;
  return context.occurredAt - ticket.closedAt > parameters.reopen_days * dayMs;
}
