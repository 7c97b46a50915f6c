/**
 * A net below deactivation, which judges again at once (server/admin/people.ts): a review that waits for somebody
 * inactive all the same, from before the two saw each other or after a row was changed by hand, is found here. Any
 * number of processes may look.
 */
import type { ActionId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { createId, readClock } from "../admin/administer";
import { rejudgeReviews } from "../admin/rejudge";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { isRolledBackForAnother } from "../sync/failure";
import { StartOver } from "../sync/start-over";

/** Reviews of one look; the next takes up the rest. */
const reviewsMax = 50;

const lockLeftSql = readSql("reviews/sql/lock-left.sql");
const leftSql = readSql("reviews/sql/left.sql");

export type RejudgedLeft = {
  readonly count: number;
  /** Someone is to be told: outbox rows were written. */
  readonly told: boolean;
};
const none: RejudgedLeft = { count: 0, told: false };

/** Judges them again, by the system. What is in the way is for the next look. */
export async function rejudgeLeft(database: Database): Promise<RejudgedLeft> {
  try {
    return await rejudgeOnce(database);
  } catch (error) {
    if (error instanceof StartOver || isRolledBackForAnother(error)) return none;
    throw error;
  }
}

function rejudgeOnce(database: Database): Promise<RejudgedLeft> {
  return database.$transaction(async (transaction) => {
    const ids = (await ask<readonly TicketId[]>(transaction, lockLeftSql, reviewsMax)) ?? [];
    if (ids.length === 0) return none;
    const tickets = (await ask<readonly Ticket[]>(transaction, leftSql, ids)) ?? [];
    const now = await readClock(transaction);
    let told = false;
    const tell = () => {
      told = true;
    };
    const changeId = createId(now) as ActionId;
    const count = await rejudgeReviews({ transaction, changeId, now, told: tell }, tickets);
    return { count, told };
  });
}
