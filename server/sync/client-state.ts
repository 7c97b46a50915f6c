/** What the server knows of one numbering of actions. */
import type { AccountId, ClientId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { ask, readSql } from "../sql";

const clientSql = readSql("sync/sql/client.sql");

/** A client never seen has decided nothing. Throws Refusal `client.foreign` for one of another account. */
export async function readClient(
  database: Database,
  accountId: AccountId,
  clientId: ClientId,
): Promise<{ lastSeq: number; serverTime: number }> {
  type Row = { now: number; client: { accountId: AccountId; lastSeq: number } | null };
  const row = await ask<Row>(database, clientSql, clientId);
  if (row?.client && row.client.accountId !== accountId) throw new Refusal("client.foreign");
  return { lastSeq: row?.client?.lastSeq ?? 0, serverTime: row?.now ?? 0 };
}
