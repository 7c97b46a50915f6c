/** Administration of interfaces for other programs, as client/admin.ts has the rest: online only; throws AdminError. */

import type { AccountId, ApiKeyId, WebhookId } from "../core/ids";
import type { ApiKeyDraft, ApiKeyRecord, NewApiKey } from "../core/interfaces/api-key";
import type { WebhookDraft, WebhookRecord, WebhookSecret } from "../core/interfaces/webhook";
import { createAsker } from "./admin-request";

export interface Interfaces {
  listKeys(): Promise<readonly ApiKeyRecord[]>;
  /** The key is answered this once. */
  createKey(draft: ApiKeyDraft): Promise<NewApiKey>;
  rotateKey(id: ApiKeyId): Promise<NewApiKey>;
  revokeKey(id: ApiKeyId): Promise<void>;
  listWebhooks(): Promise<readonly WebhookRecord[]>;
  /** The secret is answered this once. */
  createWebhook(draft: WebhookDraft): Promise<WebhookSecret>;
  saveWebhook(id: WebhookId, fields: WebhookDraft & { readonly active: boolean }): Promise<void>;
  rotateWebhook(id: WebhookId): Promise<WebhookSecret>;
  removeWebhook(id: WebhookId): Promise<void>;
  testWebhook(id: WebhookId): Promise<void>;
}

/** `accountId`: whose session it must be (C6). */
export function createInterfaces(
  accountId: AccountId,
  fetcher: typeof fetch = (...input) => fetch(...input),
): Interfaces {
  const { get, post } = createAsker(accountId, fetcher);
  return {
    listKeys: async () =>
      (await get<{ readonly keys: readonly ApiKeyRecord[] }>("interfaces.keys.list", {})).keys,
    createKey: (draft) => post("interfaces.keys.create", draft),
    rotateKey: (id) => post("interfaces.keys.rotate", { id }),
    revokeKey: (id) => post("interfaces.keys.revoke", { id }),
    listWebhooks: async () =>
      (await get<{ readonly webhooks: readonly WebhookRecord[] }>("interfaces.webhooks.list", {})).webhooks,
    createWebhook: (draft) => post("interfaces.webhooks.create", draft),
    saveWebhook: (id, fields) => post("interfaces.webhooks.save", { id, ...fields }),
    rotateWebhook: (id) => post("interfaces.webhooks.rotate", { id }),
    removeWebhook: (id) => post("interfaces.webhooks.remove", { id }),
    testWebhook: (id) => post("interfaces.webhooks.test", { id }),
  };
}
