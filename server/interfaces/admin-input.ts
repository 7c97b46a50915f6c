/** What the administration of API keys and webhooks takes, with its bounds. */
import { z } from "zod";
import type { ApiKeyId, GroupId, WebhookId } from "../../core/ids";
import { apiScopes, keyDaysMax, serviceRoles } from "../../core/interfaces/api-key";
import { webhookEvents, webhookUrlMax } from "../../core/interfaces/webhook";
import { flows } from "../../core/workflow/vocabulary";
import { account, id, name } from "../admin/atoms";

const dayMs = 86_400_000;

/** One at least, and none twice. */
const some = <Value extends string>(values: readonly Value[]) =>
  z
    .array(z.enum(values as readonly [Value, ...Value[]]))
    .min(1)
    .max(values.length)
    .refine((chosen) => new Set(chosen).size === chosen.length);

export const ownInput = z.object(account);
export const createKeyInput = z.object({
  ...account,
  name,
  role: z.enum(serviceRoles),
  scopes: some(apiScopes),
  expiresAt: z
    .number()
    .int()
    .refine((at) => at > Date.now() && at < Date.now() + keyDaysMax * dayMs)
    .nullable(),
});
export const keyInput = z.object({ ...account, id: id<ApiKeyId>() });

const webhook = {
  name,
  url: z.string().max(webhookUrlMax),
  events: some(webhookEvents),
  flows: some(flows),
  groupId: id<GroupId>().nullable(),
};
export const createWebhookInput = z.object({ ...account, ...webhook });
export const saveWebhookInput = z.object({
  ...account,
  id: id<WebhookId>(),
  ...webhook,
  active: z.boolean(),
});
export const webhookInput = z.object({ ...account, id: id<WebhookId>() });
