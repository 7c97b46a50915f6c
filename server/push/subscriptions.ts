/**
 * The devices that take notifications. A subscription never changes its person: on a phone that somebody else signed
 * in to, the old row and what waited for it go, so that nobody hears what was meant for another.
 */
import type { AccountId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";

export interface Device {
  readonly endpoint: string;
  /** base64url of the device's public key and of its secret. */
  readonly p256dh: string;
  readonly auth: string;
  readonly locale: "zh-TW" | "en";
  readonly userAgent: string | null;
  /** The address that this one stands in for, after the browser changed it. */
  readonly replaces: string | null;
}

/** Of one person; the one that heard nothing for longest gives way to a new one. */
export const devicesMax = 20;
const userAgentMaxLength = 300;

/** Registers the device for this person, again and again without effect. */
export async function subscribe(database: Database, accountId: AccountId, device: Device): Promise<void> {
  const { endpoint, p256dh, auth, locale, replaces } = device;
  const userAgent = device.userAgent?.slice(0, userAgentMaxLength) ?? null;
  await database.$transaction(async (transaction) => {
    // One at a time for a person, or the bound would not hold.
    await transaction.$queryRaw`SELECT id FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
    const known = await transaction.pushSubscription.findUnique({ where: { endpoint } });
    if (known && known.accountId !== accountId) {
      // The same browser has the same keys: who knows only the address does not take it away from its owner.
      if (known.p256dh !== p256dh || known.auth !== auth) throw new Refusal("input.malformed");
      await transaction.pushSubscription.deleteMany({ where: { id: known.id } });
    }
    if (replaces !== null && replaces !== endpoint) {
      await transaction.pushSubscription.deleteMany({ where: { endpoint: replaces, accountId } });
    }
    const values = { p256dh, auth, locale, userAgent };
    const { id } = await transaction.pushSubscription.upsert({
      where: { endpoint },
      create: { ...values, accountId, endpoint },
      update: values,
    });
    const surplus = await transaction.pushSubscription.findMany({
      where: { accountId, id: { not: id } },
      orderBy: [{ lastSuccessAt: { sort: "desc", nulls: "last" } }, { createdAt: "desc" }],
      skip: devicesMax - 1,
      select: { id: true },
    });
    await transaction.pushSubscription.deleteMany({ where: { id: { in: surplus.map((row) => row.id) } } });
  });
}

/** Forgets a device of this person; one of another, or none at all, is left as it is. */
export async function unsubscribe(database: Database, accountId: AccountId, endpoint: string): Promise<void> {
  await database.pushSubscription.deleteMany({ where: { endpoint, accountId } });
}
