/**
 * A person's private link to the calendar: whoever has it reads what that person may see, without signing in. Shown
 * once, kept as SHA-256; a new one ends the old one at once, and an account that is deactivated has none.
 */
import { createHash, randomBytes } from "node:crypto";
import type { FeedLink } from "../../core/calendar/calendar";
import type { Role } from "../../core/directory/directory";
import type { AccountId, EpochMs } from "../../core/ids";
import { type Locale, locales } from "../../core/messages/vocabulary-texts";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";

export type FeedReader = { readonly account: SessionAccount; readonly locale: Locale };

/** 256 random bits: nobody guesses them, so that a plain hash keeps them. */
const secretPattern = /^[\w-]{43}$/;

export async function readLink(database: Database, accountId: AccountId): Promise<FeedLink> {
  const found = await database.calendarFeed.findUnique({ where: { accountId } });
  return { createdAt: found?.createdAt.getTime() ?? null };
}

/** Answers the path of the new link, this once. */
export async function renewLink(
  database: Database,
  accountId: AccountId,
  now: EpochMs,
): Promise<{ readonly path: string; readonly createdAt: EpochMs }> {
  const secret = randomBytes(32).toString("base64url");
  const data = { secretHash: hashOf(secret), createdAt: new Date(now) };
  await database.calendarFeed.upsert({
    where: { accountId },
    create: { accountId, ...data },
    update: data,
  });
  return { path: `/api/calendar/${secret}.ics`, createdAt: now };
}

export async function removeLink(database: Database, accountId: AccountId): Promise<void> {
  await database.calendarFeed.deleteMany({ where: { accountId } });
}

/** Whose link it is; null: nobody's, or that of an account which is not active. */
export async function findReader(database: Database, secret: string): Promise<FeedReader | null> {
  if (!secretPattern.test(secret)) return null;
  const found = await database.calendarFeed.findUnique({
    where: { secretHash: hashOf(secret) },
    include: { account: true },
  });
  if (found === null || !found.account.active) return null;
  const { id, role, name, locale } = found.account;
  return {
    account: { id: id as AccountId, role: role as Role, name, locale },
    locale: locales.find((known) => known === locale) ?? "zh-TW",
  };
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
