/**
 * Mails of the outbox (S5). A row says when its mail is due (`mail_due_at`, server/notify/address.ts), null: none waits.
 *
 * - `claim` takes all that is due for a person as one mail, by counting an attempt and moving the due time to the end of
 *   a lease. A process that is killed does nothing more about it: the lease ends, and the same rows are due again under
 *   the same `mail_id`, so that the repeat is the same message.
 * - The attempt's number is the claim: whoever is late may no longer change anything, except that what was sent stays
 *   sent.
 * - Sent: `mailed_at`. Dead: nothing due, `mail_error`. Read meanwhile, or no longer worth saying: nothing due.
 *
 * All times are the database's clock.
 */
import type { EpochMs } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import type { Listener } from "../push/relevance";
import { ask, readSql, run } from "../sql";

export interface ClaimedNotice {
  readonly outboxId: string;
  readonly attempt: number;
  readonly kind: string;
  /** As the action's transaction wrote it. */
  readonly payload: unknown;
  readonly createdAt: EpochMs;
  /** As it is now; null when it is gone. */
  readonly ticket: Ticket | null;
}
export interface ClaimedMail {
  readonly mailId: string;
  /** At least one, oldest first. */
  readonly notices: readonly ClaimedNotice[];
  readonly person: Listener & { readonly name: string; readonly email: string };
  /** Of the person's newest device; null where there is none. */
  readonly locale: string | null;
  /** IANA, as the person chose it; null where they never chose. */
  readonly zone: string | null;
}

export type MailEnd = "sent" | "obsolete" | "dead";

/** Notices in one mail; what is more waits for the next. */
const noticesMax = 50;

const claimSql = readSql("mail/sql/claim.sql");
const endSql = readSql("mail/sql/end.sql");
const postponeSql = readSql("mail/sql/postpone.sql");
const countWaitingSql = readSql("mail/sql/count-waiting.sql");

/** Due mails, one a person, now this process's for `leaseMs`; `taken` counts their notices and those that were read. */
export async function claimMails(
  database: Database,
  limit: number,
  leaseMs: number,
): Promise<{ readonly taken: number; readonly mails: readonly ClaimedMail[] }> {
  const answer = await ask<{ taken: number; mails: readonly ClaimedMail[] }>(
    database,
    claimSql,
    limit,
    noticesMax,
    leaseMs,
  );
  return answer ?? { taken: 0, mails: [] };
}

export async function endMails(
  database: Database,
  notices: readonly ClaimedNotice[],
  state: MailEnd,
  error: string | null,
): Promise<void> {
  if (notices.length > 0) await run(database, endSql, ...claimsOf(notices), state, error);
}

export interface Postponement {
  readonly delayMs: number;
  readonly error: string;
  /** The attempt after which it is dead; null: this one does not count. */
  readonly attemptsMax: number | null;
  readonly surelyNotTaken: boolean;
}

export async function postponeMails(
  database: Database,
  notices: readonly ClaimedNotice[],
  { delayMs, error, attemptsMax, surelyNotTaken }: Postponement,
): Promise<void> {
  if (notices.length === 0) return;
  const counts = attemptsMax !== null;
  await run(
    database,
    postponeSql,
    ...claimsOf(notices),
    delayMs,
    error,
    counts,
    attemptsMax ?? 0,
    surelyNotTaken,
  );
}

export async function countMailsWaiting(
  database: Database,
): Promise<{ readonly waiting: number; readonly overdueMs: number }> {
  const answer = await ask<{ waiting: number; overdueMs: number }>(database, countWaitingSql);
  return answer ?? { waiting: 0, overdueMs: 0 };
}

function claimsOf(notices: readonly ClaimedNotice[]): [string[], number[]] {
  return [notices.map(({ outboxId }) => outboxId), notices.map(({ attempt }) => attempt)];
}
