/** Tickets written past push, for tests of what the database makes of any writer's rows. */
import type { ChangeDetails, Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { Prisma } from "../db";
import type { Desk } from "./desk";
import { uuid } from "./desk";

/** A change that says nothing yet. */
export const emptyChange: ChangeDetails = {
  templateId: null,
  whyUrgent: "",
  scope: "",
  risk: "low",
  riskAssessment: "",
  steps: "",
  rollbackPlan: "",
  window: null,
  conflictReason: "",
  reviewGroupId: null,
  actualStart: null,
  actualEnd: null,
  result: "",
  evidence: "",
  causedIncidentIds: [],
};

let number = 1_000;

export function ticketOf(desk: Desk, given: Partial<Ticket> = {}): Ticket {
  number += 1;
  const now = Date.now();
  return {
    id: uuid(),
    flow: "incident",
    number,
    stage: "assign",
    outcome: null,
    title: "UPS alarm",
    description: "",
    categoryId: desk.category,
    impact: "medium",
    urgency: "medium",
    priority: "P3",
    siteId: null,
    assetIds: [],
    openerId: desk.requester,
    reportedById: null,
    ownerGroupIds: [],
    assignedGroupId: desk.fieldGroup,
    holderId: null,
    investigatorId: null,
    hold: null,
    returnCount: 0,
    closure: null,
    links: [],
    restricted: false,
    problem: null,
    change: null,
    review: null,
    revision: 1,
    version: 1,
    last: { action: "open", actorId: desk.requester, at: now },
    openedAt: now,
    stageAt: now,
    closedAt: null,
    updatedAt: now,
    ...given,
  };
}

export async function storeTicket(database: Database, ticket: Ticket): Promise<Ticket> {
  const { links, hold, closure, problem, change, review, last, recurrence, clock, ...columns } = ticket;
  const json = (value: unknown) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue));
  const time = (at: number | null) => (at === null ? null : new Date(at));
  await database.ticket.create({
    data: {
      ...columns,
      number: columns.number ?? 0,
      assetIds: [...columns.assetIds],
      recurrence: [...(recurrence ?? [])],
      ownerGroupIds: [...columns.ownerGroupIds],
      hold: json(hold),
      closure: json(closure),
      clock: json(clock ?? null),
      problem: json(problem),
      change: json(change),
      review: json(review),
      last: last as unknown as Prisma.InputJsonValue,
      openedAt: new Date(columns.openedAt),
      stageAt: new Date(columns.stageAt),
      closedAt: time(columns.closedAt),
      updatedAt: new Date(columns.updatedAt),
      links: { create: links.map((link) => ({ kind: link.kind, linkedId: link.ticketId })) },
    },
  });
  return ticket;
}
