/**
 * The shapes of the REST routes, for the document and for what goes in and out. None is shared with what phones send: the
 * library that reads requests switches coercion on in the schemas it is given.
 */
import { z } from "zod";
import {
  outcomes as closedOutcomes,
  flows,
  levels,
  stages,
  workflowActions,
} from "../../core/workflow/vocabulary";

const id = z.uuid();
/** Times are epoch milliseconds, as in actions. */
const time = z.number().int().meta({ description: "Epoch milliseconds." });
const flow = z.enum(flows);
const stage = z.enum(stages);
const level = z.enum(levels as readonly ["high", "medium", "low"]);

export const ticketSchema = z
  .object({
    id,
    number: z.string().meta({ examples: ["INC-000123"] }),
    flow,
    stage,
    outcome: z.enum(closedOutcomes).nullable(),
    title: z.string(),
    description: z.string(),
    categoryId: id.nullable(),
    impact: level.nullable(),
    urgency: level.nullable(),
    priority: z.enum(["P1", "P2", "P3", "P4"]).nullable(),
    siteId: id.nullable(),
    assetIds: z.array(id),
    openerId: z.string(),
    reportedById: id.nullable(),
    ownerGroupIds: z.array(id),
    assignedGroupId: id.nullable(),
    holderId: id.nullable(),
    investigatorId: id.nullable(),
    hold: z.looseObject({ reason: z.string(), ticketId: id.nullable(), until: time }).nullable(),
    returnCount: z.number().int(),
    closure: z
      .looseObject({ code: z.string().nullable(), notes: z.string(), restoredAt: time.nullable() })
      .nullable(),
    links: z.array(z.looseObject({ kind: z.string(), ticketId: id })),
    restricted: z.boolean(),
    problem: z.looseObject({}).nullable(),
    change: z.looseObject({}).nullable(),
    review: z.looseObject({}).nullable(),
    revision: z.number().int().meta({ description: "What a vote is bound to." }),
    version: z.number().int(),
    openedAt: time,
    stageAt: time,
    closedAt: time.nullable(),
    updatedAt: time,
  })
  .meta({ id: "Ticket" });

export const activitySchema = z
  .object({
    id,
    ticketId: id,
    type: z.string(),
    actorId: z.string().meta({ description: "An account's id, or `system`." }),
    insteadOf: id.nullable(),
    fromStage: stage.nullable(),
    toStage: stage.nullable(),
    text: z.string(),
    details: z.looseObject({}),
    occurredAt: time,
    arrivedAt: time.nullable(),
    uncertainTime: z.boolean(),
  })
  .meta({ id: "Activity" });

export const listInput = z.object({
  flow: flow.optional(),
  stage: stage.optional(),
  groupId: id.optional().meta({ description: "The group that works on it." }),
  updatedSince: z.number().int().min(0).optional().meta({ description: "Epoch milliseconds." }),
  limit: z.number().int().min(1).max(200).default(50),
  after: z.string().max(200).optional().meta({ description: "`next` of the page before." }),
});
export const ticketPage = z.object({ tickets: z.array(ticketSchema), next: z.string().nullable() });

const ticketKey = z
  .string()
  .max(40)
  .meta({ description: "The ticket's id, or its number as people say it: INC-000123." });
export const ticketInput = z.object({ id: ticketKey });
export const ticketAnswer = z.object({ ticket: ticketSchema, activities: z.array(activitySchema) });

/** Judged with the action itself, by the one schema of phones and keys (server/sync/request.ts). */
const args = z.record(z.string(), z.unknown());
export const documentedArgs = "ActionArgs";
const documented = args.meta({
  override: ({ jsonSchema }) => {
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
    jsonSchema.$ref = `#/components/schemas/${documentedArgs}`;
  },
});
const occurredAt = z
  .number()
  .int()
  .optional()
  .meta({ description: "When it was done, epoch milliseconds. Left out: when it arrives." });

export const openInput = z.object({ flow, args: documented.default({}), occurredAt });
const opensTicket = "open";
/** All of the workflow but opening, which is a route of its own; and what is accepted at every stage. */
export const restActions = [
  ...workflowActions.filter((action) => action !== opensTicket),
  "comment",
  "workNote",
  "edit",
] as const;
export const actInput = z.object({
  id: ticketKey,
  type: z.enum(restActions),
  args: documented.default({}),
  revision: z
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: "Of the ticket as it was read. A vote needs it." }),
  occurredAt,
});

const transition = z.looseObject({ action: z.string(), actorId: z.string(), at: time });
const outcome = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("applied") }),
    z.object({ kind: z.literal("superseded"), by: transition }),
    z.object({
      kind: z.literal("returned"),
      code: z.string(),
      fields: z.array(z.string()),
      whoMay: z.array(z.string()),
      since: transition.nullable(),
      choices: z.array(z.looseObject({ kind: z.string() })),
      noteKept: z.boolean(),
    }),
    z.object({ kind: z.literal("held"), code: z.string() }),
  ])
  .meta({ id: "Outcome", description: "What became of it, for good: the same key is answered the same." });
export const actionAnswer = z
  .object({
    actionId: id,
    ticketId: id,
    number: z.string().nullable().meta({ description: "Null where nothing was applied." }),
    outcome,
  })
  .meta({ id: "ActionAnswer" });
export type ActionAnswer = z.infer<typeof actionAnswer>;

export const eventsInput = z.object({
  incidentId: id.optional(),
  after: z.string().max(1_000).optional().meta({ description: "`next` of the page before." }),
});
export const eventPage = z.object({
  events: z.array(
    z
      .object({
        sourceId: id,
        id: z.string(),
        at: time,
        arrivedAt: time,
        status: z.string(),
        severity: z.string(),
        fingerprint: z.string().nullable(),
        asset: z.string().nullable(),
        title: z.string(),
        text: z.string(),
        labels: z.record(z.string(), z.string()),
        ruleId: id.nullable(),
        incidentId: id.nullable(),
        verdict: z.string(),
      })
      .meta({ id: "Event" }),
  ),
  next: z.string().nullable(),
});
