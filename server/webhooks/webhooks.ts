/** Webhooks as administrators keep them; their secrets are shown once, and two of them sign while one replaces the other. */

import type { AccountId, GroupId, WebhookId } from "../../core/ids";
import {
  type WebhookDraft,
  type WebhookEvent,
  type WebhookRecord,
  type WebhookSecret,
  webhooksMax,
} from "../../core/interfaces/webhook";
import type { Flow } from "../../core/workflow/vocabulary";
import { administer } from "../admin/administer";
import { createSecret, formerKeyMs } from "../auth/bearer-key";
import type { Database, DatabaseTransaction } from "../db";
import { Refusal } from "../refusal";
import { admitWebhook, type WebhookHosts } from "./webhook-hosts";

/** `now` in epoch ms. */
export async function listWebhooks(database: Database, now: number): Promise<readonly WebhookRecord[]> {
  const rows = await database.webhook.findMany({
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: { _count: { select: { deliveries: { where: { state: "pending" } } } } },
  });
  return rows.map((row) => {
    const former = row.previousSecretUntil?.getTime() ?? 0;
    return {
      id: row.id as WebhookId,
      ...draftOf(row),
      state: row.active ? "on" : row.stopped === "gone" ? "gone" : "off",
      lastSuccessAt: row.lastSuccessAt?.getTime() ?? null,
      lastFailureAt: row.lastFailureAt?.getTime() ?? null,
      lastError: row.lastError,
      waiting: row._count.deliveries,
      formerSecretUntil: former > now ? former : null,
    };
  });
}

/** The secret is answered this once. Refusals: `webhook.tooMany`, `webhook.address`, `group.unknown`. */
export function createWebhook(
  database: Database,
  actorId: AccountId,
  draft: WebhookDraft,
  hosts: WebhookHosts,
): Promise<WebhookSecret> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    if ((await transaction.webhook.count()) >= webhooksMax) throw new Refusal("webhook.tooMany");
    await requireUsable(transaction, draft, hosts);
    const secret = createSecret();
    const { id } = await transaction.webhook.create({ data: { ...dataOf(draft), secret } });
    const subject = { subjectId: id, subjectName: draft.name };
    await record({ kind: "webhook.created", ...subject, before: {}, after: shownOf(draft) });
    return { id: id as WebhookId, secret };
  });
}

/**
 * `active` true also starts one again that was stopped. Off, nothing is kept for it, and what waits is given up. Refusals:
 * `subject.unknown`, `webhook.address`, `group.unknown`.
 */
export function saveWebhook(
  database: Database,
  actorId: AccountId,
  id: WebhookId,
  { active, ...draft }: WebhookDraft & { readonly active: boolean },
  hosts: WebhookHosts,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const stored = await requireWebhook(transaction, id);
    await requireUsable(transaction, draft, hosts);
    await transaction.webhook.update({
      where: { id },
      data: { ...dataOf(draft), active, ...(active ? { stopped: null } : {}) },
    });
    if (!active) {
      await transaction.webhookDelivery.updateMany({
        where: { webhookId: id, state: "pending" },
        data: { state: "dead" },
      });
    }
    await record({
      kind: "webhook.edited",
      subjectId: id,
      subjectName: draft.name,
      before: { ...shownOf(draftOf(stored)), active: stored.active },
      after: { ...shownOf(draft), active },
    });
  });
}

/** Another secret; for a day requests are signed with the former one too. Refusal `subject.unknown`. */
export function rotateWebhook(database: Database, actorId: AccountId, id: WebhookId): Promise<WebhookSecret> {
  return administer(database, actorId, "admin", async ({ transaction, record, now }) => {
    const { name, secret: previousSecret } = await requireWebhook(transaction, id);
    const secret = createSecret();
    const previousSecretUntil = new Date(now + formerKeyMs);
    await transaction.webhook.update({
      where: { id },
      data: { secret, previousSecret, previousSecretUntil },
    });
    await record({ kind: "webhook.rotated", subjectId: id, subjectName: name, before: {}, after: {} });
    return { id, secret };
  });
}

/** With all that waits for it. Refusal `subject.unknown`. */
export function removeWebhook(database: Database, actorId: AccountId, id: WebhookId): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const stored = await requireWebhook(transaction, id);
    await transaction.webhook.delete({ where: { id } });
    const before = shownOf(draftOf(stored));
    await record({ kind: "webhook.removed", subjectId: id, subjectName: stored.name, before, after: {} });
  });
}

/** Sent like any message, if the webhook is on; how that went is on it afterwards. Refusal `subject.unknown`. */
export function testWebhook(database: Database, actorId: AccountId, id: WebhookId): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, told }) => {
    await requireWebhook(transaction, id);
    await transaction.webhookDelivery.create({ data: { webhookId: id, event: "webhook.test", facts: {} } });
    told();
  });
}

async function requireWebhook(transaction: DatabaseTransaction, id: WebhookId) {
  const webhook = await transaction.webhook.findUnique({ where: { id } });
  if (webhook === null) throw new Refusal("subject.unknown");
  return webhook;
}

async function requireUsable(
  transaction: DatabaseTransaction,
  { url, groupId }: WebhookDraft,
  hosts: WebhookHosts,
): Promise<void> {
  if (admitWebhook(url, hosts) === null) throw new Refusal("webhook.address");
  if (groupId !== null && (await transaction.group.findUnique({ where: { id: groupId } })) === null)
    throw new Refusal("group.unknown");
}

function dataOf({ name, url, events, flows, groupId }: WebhookDraft) {
  return { name, url, events: [...events], flows: [...flows], groupId };
}

type Row = {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly flows: readonly string[];
  readonly groupId: string | null;
};
function draftOf({ name, url, events, flows, groupId }: Row): WebhookDraft {
  return {
    name,
    url,
    events: events as readonly WebhookEvent[],
    flows: flows as readonly Flow[],
    groupId: groupId as GroupId | null,
  };
}

/** Of its address the history keeps the host: what comes after it may be a secret of the receiver's. */
function shownOf({ url, ...rest }: WebhookDraft): Readonly<Record<string, unknown>> {
  return { ...rest, url: new URL(url).origin };
}
