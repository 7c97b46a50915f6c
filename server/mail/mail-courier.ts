/**
 * Carries the mails of the outbox: claims what is due, looks whether it is still worth saying, has it sent, writes down
 * what became of it. No transaction is open meanwhile. It claims no more than it sends at once, so that what the claim
 * read is moments old, and any number of processes may do the same.
 *
 * While no mail is taken at all (outlet.ts) what waits loses no attempt: only what is said about a mail itself can end
 * it.
 */
import type { Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { isStillWorthSaying } from "../push/relevance";
import type { OutboxPayload } from "../sync/write";
import { composeMail } from "./compose";
import type { MailSettings } from "./mail-settings";
import { noticeLetter } from "./notice-letter";
import { type ClaimedMail, type ClaimedNotice, claimMails, endMails, postponeMails } from "./outbox-mail";
import type { Outlet } from "./outlet";
import type { PostAnswer } from "./post";
import { mailAttemptsMax, mailBackOffMs } from "./rest";

export interface MailCourierOptions {
  readonly outlet: Outlet;
  readonly settings: Pick<MailSettings, "from" | "origin">;
  readonly now: () => number;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly leaseMs?: number;
}

export type MailTally = Record<"sent" | "obsolete" | "dead" | "later", number>;

export interface MailCourier {
  /** Sends what is due until nothing is, no mail is taken any more, or `isStopped`. Throws when the database is away. */
  carryDue(isStopped: () => boolean): Promise<void>;
  /** What became of notices since the last asking. */
  takeTally(): MailTally;
}

/** Mails at once: a mail server counts connections. */
const slots = 4;
/** Longer than the slowest post (smtp.ts), so that nobody sends what is still being sent. */
const defaultLeaseMs = 120_000;

export function createMailCourier(database: Database, options: MailCourierOptions): MailCourier {
  const { outlet, settings, now, random, leaseMs = defaultLeaseMs } = options;
  let tally = createTally();

  const judge = async (mail: ClaimedMail, notices: readonly ClaimedNotice[], answer: PostAnswer) => {
    switch (answer.kind) {
      case "taken":
        await endMails(database, notices, "sent", null);
        tally.sent += notices.length;
        return;
      case "refused":
        await endMails(database, notices, "dead", answer.error);
        tally.dead += notices.length;
        return;
      case "later": {
        const attempt = Math.max(...mail.notices.map((notice) => notice.attempt));
        const delayMs = mailBackOffMs(attempt, random());
        const { error, surelyNot: surelyNotTaken } = answer;
        await postponeMails(database, notices, {
          delayMs,
          error,
          attemptsMax: mailAttemptsMax,
          surelyNotTaken,
        });
        tally[attempt >= mailAttemptsMax ? "dead" : "later"] += notices.length;
        return;
      }
      case "away": {
        const delayMs = Math.max(0, outlet.restsUntil() - now());
        const { error } = answer;
        await postponeMails(database, notices, { delayMs, error, attemptsMax: null, surelyNotTaken: true });
        tally.later += notices.length;
      }
    }
  };

  /** What cannot be put into a message counts as tried, so that it is in nobody's way for ever. */
  const postAs = async (mail: ClaimedMail, notices: readonly ClaimedNotice[]): Promise<PostAnswer> => {
    try {
      return await outlet.post(await toRaw(mail, notices, settings, now()));
    } catch (error) {
      return { kind: "later", error: error instanceof Error ? error.name : "unknown", surelyNot: true };
    }
  };

  const carry = async (mail: ClaimedMail): Promise<void> => {
    const worth = mail.notices.filter(({ payload, ticket }) =>
      isStillWorthSaying(payload as OutboxPayload, ticket, mail.person),
    );
    const stale = mail.notices.filter((notice) => !worth.includes(notice));
    await endMails(database, stale, "obsolete", null);
    tally.obsolete += stale.length;
    if (worth.length > 0) await judge(mail, worth, await postAs(mail, worth));
  };

  return {
    async carryDue(isStopped) {
      while (!isStopped() && now() >= outlet.restsUntil()) {
        const { taken, mails } = await claimMails(database, slots, leaseMs);
        if (taken === 0) return;
        await Promise.all(mails.map(carry));
      }
    },
    takeTally() {
      const sofar = tally;
      tally = createTally();
      return sofar;
    },
  };
}

function toRaw(
  { mailId, person, locale, zone }: ClaimedMail,
  notices: readonly ClaimedNotice[],
  { from, origin }: MailCourierOptions["settings"],
  at: number,
) {
  const told = notices.map(({ payload, ticket }) => ({
    notice: payload as OutboxPayload,
    ticket: ticket as Ticket,
  }));
  const letter = noticeLetter(told, { locale: locale === "en" ? "en" : "zh-TW", zone, origin });
  const [first, ...others] = told.map(({ ticket }) => ticket.id);
  const isOneTicket = first !== undefined && others.every((id) => id === first);
  return composeMail(letter, {
    id: mailId,
    from,
    to: { name: person.name, address: person.email },
    thread: isOneTicket ? `ticket.${first}` : null,
    at,
  });
}

function createTally(): MailTally {
  return { sent: 0, obsolete: 0, dead: 0, later: 0 };
}
