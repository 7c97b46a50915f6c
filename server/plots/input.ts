/** What the plots are asked, with its bounds. */
import { z } from "zod";
import { type GroupId, isUuid, type TicketId } from "../../core/ids";
import { flowFilters } from "../../core/plots/figures";
import { periodLengths } from "../../core/plots/period";
import { changeClosureCodes, stages } from "../../core/workflow/vocabulary";

const uuid = z.string().refine(isUuid);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** 2100-01-01. */
const latestMs = 4_102_444_800_000;
const ageDaysMax = 3_650;

const filter = {
  accountId: uuid,
  period: z.union([
    z.object({ days: z.literal(periodLengths) }).strict(),
    z.object({ from: date, until: date }).strict(),
  ]),
  groupId: uuid.transform((id) => id as GroupId).nullable(),
  flow: z.enum(flowFilters),
};

const choice = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("open"),
    stage: z.enum(stages).nullable(),
    days: z.number().int().min(0).max(ageDaysMax),
  }),
  z.object({ kind: z.literal("answered") }),
  z.object({ kind: z.literal("resolved") }),
  z.object({ kind: z.literal("breached"), clock: z.enum(["response", "resolution"]) }),
  z.object({ kind: z.literal("reopened") }),
  z.object({ kind: z.literal("recurring") }),
  z.object({ kind: z.literal("changes"), code: z.enum(changeClosureCodes) }),
  z.object({
    kind: z.literal("reviews"),
    stage: z.enum(["preDevReview", "preLaunchReview", "closingReview"]).nullable(),
  }),
]);

const position = z.object({
  at: z.number().int().min(0).max(latestMs),
  id: uuid.transform((id) => id as TicketId),
});

export const figureInput = z.object(filter);
export const ticketsInput = z.object({ ...filter, of: choice, after: position.nullable() });
