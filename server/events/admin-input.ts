/** What the administration of events takes, with its bounds. */
import { z } from "zod";
import { nameMax } from "../../core/directory/administration";
import { eventKinds, previewDaysMax, windowAssetsMax, windowDaysMax } from "../../core/events/administration";
import { eventBounds, isEventField, severities } from "../../core/events/event";
import { conditionOperators, type RuleDefinition, ruleBounds } from "../../core/events/rule";
import type { AssetId, CategoryId, EventRuleId, EventSourceId, GroupId, TicketId } from "../../core/ids";
import { earliestTimeMs, isStorable, latestTimeMs } from "../../core/sync/protocol";
import { levels } from "../../core/workflow/vocabulary";
import { account, count, id } from "../admin/atoms";

const dayMs = 86_400_000;
const words = (max: number) => z.string().max(max).refine(isStorable);
const name = words(nameMax)
  .trim()
  .min(1)
  .refine((text) => !/\p{Control}/u.test(text));
const moment = z.number().int().min(earliestTimeMs).max(latestTimeMs);

const field = z.string().refine(isEventField);
const level = z.enum(levels as readonly ["high", "medium", "low"]);
const ranked = z.strictObject({ impact: level, urgency: level });

const judging = {
  filter: z.strictObject({
    sourceIds: z.array(id<EventSourceId>()).max(ruleBounds.sources),
    severities: z.array(z.enum(severities)).max(severities.length),
    assetTags: z.array(words(eventBounds.asset).min(1)).max(ruleBounds.assetTags),
    conditions: z
      .array(
        z.strictObject({
          field,
          operator: z.enum(conditionOperators),
          value: words(ruleBounds.value).min(1),
        }),
      )
      .max(ruleBounds.conditions),
  }),
  threshold: z.strictObject({ count: count(ruleBounds.count), withinS: count(ruleBounds.withinS) }),
  // A whole text is no name for a trouble, and longer than an index takes.
  fingerprintFields: z.array(field.refine((one) => one !== "text")).max(ruleBounds.fingerprintFields),
};

/** A stored rule is one that was read by this. */
const definition: z.ZodType<RuleDefinition> = z.strictObject({
  ...judging,
  groupId: id<GroupId>().nullable(),
  categoryId: id<CategoryId>(),
  levels: ranked,
  levelsBySeverity: z.partialRecord(z.enum(severities), ranked),
  titleTemplate: words(ruleBounds.template),
});

export const ownInput = z.object(account);
export const createSourceInput = z.object({
  ...account,
  name,
  kinds: z
    .array(z.enum(eventKinds))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length),
  signed: z.boolean(),
});
export const sourceInput = z.object({ ...account, id: id<EventSourceId>() });

const rule = { name, active: z.boolean(), definition };
export const saveRuleInput = z.object({
  ...account,
  /** Null: a new one, the last in order. */
  saved: z.object({ id: id<EventRuleId>(), changedAt: moment }).nullable(),
  ...rule,
});
export const orderRulesInput = z.object({
  ...account,
  ids: z.array(id<EventRuleId>()).max(ruleBounds.rules),
});
export const previewInput = z
  .object({ ...account, definition: z.object(judging), from: moment, until: moment })
  .refine(({ from, until }) => from < until && until - from <= previewDaysMax * dayMs);

export const saveWindowInput = z
  .object({
    ...account,
    /** Null: a new one. */
    id: id<string>().nullable(),
    name,
    assetIds: z.array(id<AssetId>()).min(1).max(windowAssetsMax),
    from: moment,
    until: moment,
  })
  .refine(({ from, until }) => from < until && until - from <= windowDaysMax * dayMs);
export const windowInput = z.object({ ...account, id: id<string>() });

export const recentInput = z.object({
  ...account,
  incidentId: id<TicketId>().nullable(),
  after: z.object({ at: moment, sourceId: id<EventSourceId>(), id: words(eventBounds.id) }).nullable(),
});

export const ofIncidentInput = recentInput.extend({ incidentId: id<TicketId>() });
