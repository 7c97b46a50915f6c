/**
 * The devices that take notifications. One is told nothing before it gave back a token that came through its push service
 * (probes.ts): an address alone may be anybody's. A subscription never changes its person: on a phone that somebody else signed
 * in to, the old row and what waited for it go, so that nobody hears what was meant for another.
 */
import type { AccountId } from "../../core/ids";
import type { Database, DatabaseTransaction } from "../db";
import { Refusal } from "../refusal";
import { createProbe } from "./probes";

export interface Device {
  readonly endpoint: string;
  /** base64url of the device's public key and of its secret. */
  readonly p256dh: string;
  readonly auth: string;
  /** The public key that it was made for; null: the app does not say. */
  readonly vapidKey: string | null;
  readonly locale: "zh-TW" | "en";
  readonly userAgent: string | null;
  /** The address that this one stands in for, after the browser changed it. */
  readonly replaces: string | null;
  /** Its person turns it on now; else it is a start that mends what was on. */
  readonly byTap: boolean;
}

export interface Registered {
  /** It has proved that it hears. */
  readonly active: boolean;
  /** It was asked to prove it: the caller wakes the job process. */
  readonly asked: boolean;
  /** Its person removed it from another device, so it is off; nothing was stored. */
  readonly removed: boolean;
}

/** Of one person; the one that heard nothing for longest gives way to a new one. */
export const devicesMax = 20;
const userAgentMaxLength = 300;
/** A proof that is still out: the next start asks again. */
const askAgainMs = 60_000;
/** Somebody waits for it, and may have missed the first one with the answer. */
const askAgainByTapMs = 5_000;
const removedHere: Registered = { active: false, asked: false, removed: true };

/** Registers the device for this person, again and again without effect. */
export async function subscribe(
  database: Database,
  accountId: AccountId,
  device: Device,
): Promise<Registered> {
  const { endpoint, p256dh, auth, vapidKey, locale, replaces, byTap } = device;
  const userAgent = device.userAgent?.slice(0, userAgentMaxLength) ?? null;
  return database.$transaction(async (transaction) => {
    // One at a time for a person, or the bound would not hold.
    await transaction.$queryRaw`SELECT id FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
    const removal = { accountId, endpoint: { in: [endpoint, ...(replaces === null ? [] : [replaces])] } };
    if (byTap) await transaction.pushRemoval.deleteMany({ where: removal });
    else if ((await transaction.pushRemoval.findFirst({ where: removal })) !== null) return removedHere;
    const known = await transaction.pushSubscription.findUnique({ where: { endpoint } });
    const isSame = known?.p256dh === p256dh && known.auth === auth;
    if (known && known.accountId !== accountId) {
      // The same browser has the same keys: who knows only the address does not take it away from its owner.
      if (!isSame) throw new Refusal("input.malformed");
      await transaction.pushSubscription.deleteMany({ where: { id: known.id } });
    }
    if (replaces !== null && replaces !== endpoint) {
      await transaction.pushSubscription.deleteMany({ where: { endpoint: replaces, accountId } });
    }
    const values = { p256dh, auth, locale, userAgent, ...(vapidKey === null ? {} : { vapidKey }) };
    // Other keys are another subscription, whatever its address: what the old ones proved says nothing of it.
    const renewed = isSame ? {} : { activeAt: null, failures: 0, lastError: null };
    const { id, activeAt } = await transaction.pushSubscription.upsert({
      where: { endpoint },
      create: { ...values, accountId, endpoint },
      update: { ...values, ...renewed, heardAt: new Date() },
    });
    const surplus = await transaction.pushSubscription.findMany({
      where: { accountId, id: { not: id } },
      orderBy: [{ lastSuccessAt: { sort: "desc", nulls: "last" } }, { createdAt: "desc" }],
      skip: devicesMax - 1,
      select: { id: true },
    });
    await transaction.pushSubscription.deleteMany({ where: { id: { in: surplus.map((row) => row.id) } } });
    if (activeAt !== null) return { active: true, asked: false, removed: false };
    if (!isSame) await transaction.pushProbe.deleteMany({ where: { subscriptionId: id } });
    return { active: false, asked: await askToProve(transaction, id, byTap), removed: false };
  });
}

/** False when it was asked moments ago: a message may take a while, and each shows a notification. */
async function askToProve(
  transaction: DatabaseTransaction,
  subscriptionId: string,
  byTap: boolean,
): Promise<boolean> {
  const since = new Date(Date.now() - (byTap ? askAgainByTapMs : askAgainMs));
  const where = { subscriptionId, kind: "activate", queuedAt: { gt: since }, state: { not: "dead" } };
  if ((await transaction.pushProbe.findFirst({ where })) !== null) return false;
  await createProbe(transaction, subscriptionId, "activate");
  return true;
}

/** Forgets a device of this person; one of another, or none at all, is left as it is. */
export async function unsubscribe(database: Database, accountId: AccountId, endpoint: string): Promise<void> {
  await database.pushSubscription.deleteMany({ where: { endpoint, accountId } });
}
