/** What a person read. A fact without order or number: it may arrive late, twice and from several devices. */
import type { AccountId, NoticeId } from "../../core/ids";
import type { Database } from "../db";
import { notifyCommitted } from "../live/notify";
import { ask, readSql } from "../sql";

const readNoticesSql = readSql("inbox/sql/read.sql");

/** Answers those of `ids` that are this person's notices; the others are as if they did not exist. */
export async function markRead(
  database: Database,
  accountId: AccountId,
  ids: readonly NoticeId[],
): Promise<readonly NoticeId[]> {
  const answer = await ask<{ known: NoticeId[]; marked: number }>(database, readNoticesSql, accountId, ids);
  if (answer !== null && answer.marked > 0) notifyCommitted(database, false);
  return answer?.known ?? [];
}
