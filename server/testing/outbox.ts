/** Entries and devices for tests of the outbox. */
import { randomUUID } from "node:crypto";
import type { AccountId, ActionId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { Database, Prisma } from "../db";
import type { OutboxPayload } from "../sync/write";

interface PushKeys {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** A device of this person that has proved that it hears; one that takes no real message when `device` is left out. */
export async function storeDevice(
  database: Database,
  accountId: AccountId,
  device?: PushKeys,
  given: Prisma.PushSubscriptionUpdateInput = {},
): Promise<string> {
  const { endpoint, p256dh, auth } = device ?? {
    endpoint: `https://push.example/${randomUUID()}`,
    p256dh: "key",
    auth: "secret",
  };
  const activeAt = new Date();
  const row = await database.pushSubscription.create({
    data: { accountId, endpoint, p256dh, auth, activeAt },
  });
  await database.pushSubscription.update({ where: { id: row.id }, data: given });
  return row.id;
}

/** The row that an assignment of `ticket` to `accountId` writes in its transaction; or another action, told as it says. */
export async function storeEntry(
  database: Database,
  ticket: Ticket,
  accountId: AccountId,
  channels: { readonly inbox?: boolean; readonly push?: boolean } = {},
  told: Pick<OutboxPayload, "action" | "as"> = { action: "assignHandler", as: ["handler"] },
): Promise<string> {
  const kind = told.action;
  const payload: OutboxPayload = {
    actionId: randomUUID() as string as ActionId,
    kind,
    action: told.action,
    ticketId: ticket.id,
    flow: ticket.flow,
    number: ticket.number,
    title: ticket.title,
    priority: ticket.priority,
    stage: ticket.stage,
    outcome: null,
    restricted: ticket.restricted,
    actorId: randomUUID() as string as AccountId,
    actorName: "陳柏翰",
    as: told.as,
    source: "S",
    insteadOf: [],
    revision: 1,
    occurredAt: 1,
  };
  const key = `${payload.actionId}:${accountId}:${ticket.id}:${kind}`;
  const row = await database.outbox.create({
    data: { key, kind, accountId, ticketId: ticket.id, payload, ...channels },
  });
  return row.id;
}

/** Lets every lease and every delay run out. */
export async function passTime(database: Database): Promise<void> {
  await database.$executeRaw`UPDATE outbox_delivery SET due_at = clock_timestamp() WHERE state = 'pending'`;
}

/** The same for mails; what was to wait for its quarter of an hour has waited. */
export async function passMailTime(database: Database): Promise<void> {
  await database.$executeRaw`UPDATE outbox SET mail_due_at = clock_timestamp() WHERE mail_due_at IS NOT NULL`;
}
