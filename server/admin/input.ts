/** What administration takes, with its bounds. */
import { z } from "zod";
import {
  blackoutDaysMax,
  blackoutSitesMax,
  delegationDaysMax,
  emailMax,
  membersMax,
  parameterBounds,
} from "../../core/directory/administration";
import type { Edits } from "../../core/directory/edits";
import {
  ownerField,
  type ParameterFields,
  type RuleText,
  textToRule,
} from "../../core/directory/parameter-fields";
import type {
  AccountId,
  AssetId,
  BlackoutId,
  CalendarId,
  CategoryId,
  GroupId,
  SiteId,
  TemplateId,
} from "../../core/ids";
import { isUuid } from "../../core/ids";
import { undeliveredMax } from "../../core/notify/undelivered";
import {
  type DayText,
  dayEditsMax,
  isCalendarDate,
  offsetBounds,
  textToSpans,
  textToWeekdays,
} from "../../core/sla/calendar-fields";
import { type DurationText, isDuration } from "../../core/sla/targets";
import { account, count, id, name } from "./atoms";

/** 2100-01-01: beyond every date that anybody means. */
const momentMax = 4_102_444_800_000;
const dayMs = 86_400_000;
const begunMax = 1_000;

const moment = z.number().int().min(0).max(momentMax);

const person = {
  name,
  email: z.string().trim().toLowerCase().max(emailMax).pipe(z.email()),
  role: z.enum(["requester", "agent", "admin"]),
};
const group = {
  name,
  parentId: id<GroupId>().nullable(),
  ownsIncidents: z.boolean(),
  active: z.boolean(),
};
const template = { name, approved: z.boolean() };
const memberRole = z.enum(["lead", "member"]).nullable();
/** By person. Somebody who leaves may meet somebody who joins in a group that is full. */
const memberEdits = z
  .array(z.strictObject({ accountId: id<AccountId>(), from: memberRole, to: memberRole }))
  .max(2 * membersMax)
  .refine((list) => new Set(list.map((edit) => edit.accountId)).size === list.length)
  .transform((list) => Object.fromEntries(list.map(({ accountId, from, to }) => [accountId, { from, to }])));

/**
 * What an editor began with is compared and never stored, so it need not be right by today's bounds. It is then of the
 * field's type, or it clashes.
 */
const begun = <Value>() =>
  z.union([z.string().max(begunMax), z.number(), z.boolean(), z.null()]).transform((value) => value as Value);
const edit = <Schema extends z.ZodType>(to: Schema) =>
  z.strictObject({ from: begun<z.output<Schema>>(), to }).optional();
const rule = z
  .string()
  .refine((text) => textToRule(text) !== null)
  .transform((text) => text as RuleText);
const groupOrUnset = id<GroupId>().nullable();
const isOwner = z.literal(true).nullable();
/** By group. Those who go may be as many as those who come. */
const ownerEdits = z
  .array(z.strictObject({ groupId: id<GroupId>(), from: isOwner, to: isOwner }))
  .max(2 * parameterBounds.ownerGroups.max)
  .refine((list) => new Set(list.map((one) => one.groupId)).size === list.length)
  .transform((list) => Object.fromEntries(list.map(({ groupId, ...one }) => [ownerField(groupId), one])));

const deliveryKey = z.object({
  outboxId: z.string().refine(isUuid),
  subscriptionId: z.string().refine(isUuid).nullable(),
});
export const retryInput = z.object({
  ...account,
  of: z.array(deliveryKey).min(1).max(undeliveredMax).nullable(),
});

export const ownInput = z.object(account);
export const personInput = z.object({ ...account, id: id<AccountId>() });
export const createPersonInput = z.object({ ...account, ...person });
export const editPersonInput = z.object({
  ...account,
  id: id<AccountId>(),
  edits: z.strictObject({ name: edit(person.name), email: edit(person.email), role: edit(person.role) }),
});
export const createGroupInput = z.object({ ...account, ...group });
export const editGroupInput = z.object({
  ...account,
  id: id<GroupId>(),
  edits: z.strictObject({
    name: edit(group.name),
    parentId: edit(group.parentId),
    ownsIncidents: edit(group.ownsIncidents),
    active: edit(group.active),
  }),
});
export const editMembersInput = z.object({ ...account, id: id<GroupId>(), edits: memberEdits });
export const parametersInput = z
  .object({
    ...account,
    edits: z.strictObject({
      default_inc_group_id: edit(groupOrUnset),
      default_pro_group_id: edit(groupOrUnset),
      default_cha_group_id: edit(groupOrUnset),
      default_cha_review_group_id: edit(groupOrUnset),
      reopen_days: edit(count(parameterBounds.reopen_days)),
      pro_recurrence_count: edit(count(parameterBounds.pro_recurrence_count)),
      pro_recurrence_days: edit(count(parameterBounds.pro_recurrence_days)),
      preDevReview: edit(rule),
      preLaunchReview: edit(rule),
      closingReview: edit(rule),
    }),
    owners: ownerEdits,
  })
  .transform(({ accountId, edits, owners }) => {
    const all: Edits<ParameterFields> = { ...edits, ...owners };
    return { accountId, edits: all };
  });
export const createTemplateInput = z.object({ ...account, ...template });
export const editTemplateInput = z.object({
  ...account,
  id: id<TemplateId>(),
  edits: z.strictObject({ name: edit(template.name), approved: edit(template.approved) }),
});
export const historyInput = z.object({
  ...account,
  after: z.object({ at: moment, id: id<string>() }).nullable(),
});
export const createBlackoutInput = z
  .object({
    ...account,
    name,
    from: moment,
    until: moment,
    siteIds: z.array(id<SiteId>()).max(blackoutSitesMax),
  })
  .refine(({ from, until }) => from < until && until - from <= blackoutDaysMax * dayMs);
export const removeBlackoutInput = z.object({ ...account, id: id<BlackoutId>() });
export const relationInput = z
  .object({ ...account, fromId: id<AssetId>(), toId: id<AssetId>() })
  .refine(({ fromId, toId }) => fromId !== toId);
export const createDelegationInput = z
  .object({
    ...account,
    principalId: id<AccountId>(),
    delegateId: id<AccountId>(),
    from: moment,
    until: moment,
  })
  .refine(({ from, until }) => from < until && until - from <= delegationDaysMax * dayMs);
export const removeDelegationInput = z.object({ ...account, id: id<string>() });

const spansMaxLength = 200;
const calendar = {
  name,
  offsetMinutes: count(offsetBounds),
  weekdays: z.string().refine((text) => textToWeekdays(text) !== null),
  spans: z
    .string()
    .max(spansMaxLength)
    .refine((text) => textToSpans(text) !== null),
};
const dayText = z
  .string()
  .regex(/^(closed|works) /)
  .refine((text) => name.safeParse(text.slice(text.indexOf(" ") + 1)).success)
  .transform((text) => text as DayText)
  .nullable();
const dayEdits = z
  .array(
    z.strictObject({ date: z.string().refine(isCalendarDate), from: begun<DayText | null>(), to: dayText }),
  )
  .max(dayEditsMax)
  .refine((list) => new Set(list.map(({ date }) => date)).size === list.length)
  .transform((list) => Object.fromEntries(list.map(({ date, ...one }) => [date, one])));
const duration = z
  .string()
  .refine(isDuration)
  .transform((text) => text as DurationText);
const target = {
  categoryId: id<CategoryId>().nullable(),
  priority: z.enum(["P1", "P2", "P3", "P4"]),
};

export const createCalendarInput = z.object({ ...account, ...calendar });
export const editCalendarInput = z.object({
  ...account,
  id: id<CalendarId>(),
  edits: z.strictObject({
    name: edit(calendar.name),
    offsetMinutes: edit(calendar.offsetMinutes),
    weekdays: edit(calendar.weekdays),
    spans: edit(calendar.spans),
  }),
});
export const editDaysInput = z.object({ ...account, id: id<CalendarId>(), edits: dayEdits });
export const siteCalendarInput = z.object({
  ...account,
  id: id<SiteId>(),
  edits: z.strictObject({ calendarId: edit(id<CalendarId>().nullable()) }),
});
export const saveTargetInput = z.object({
  ...account,
  ...target,
  edits: z.strictObject({ response: edit(duration), resolution: edit(duration) }),
});
export const removeTargetInput = z.object({ ...account, ...target });
