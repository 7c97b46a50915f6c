import { type Notice, noticesMax } from "../../core/notify/notice";
import { ask, readSql } from "../sql";
import type { Snapshot } from "./snapshot";

const noticesSql = readSql("sync/sql/notices.sql");

/** The whole inbox of the viewer as a phone keeps it: the newest `noticesMax` of what is in sight. */
export async function readNotices({ transaction, sight, viewer }: Snapshot): Promise<readonly Notice[]> {
  return (await ask<Notice[]>(transaction, noticesSql, sight, viewer.id, viewer.role, noticesMax)) ?? [];
}
