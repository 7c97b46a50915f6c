/** What pull and the first pages have in common: one repeatable-read snapshot of one viewer (R2). */
import { createHash } from "node:crypto";
import { holdingScopes, type Principal, scopesOf, type Viewer } from "../../core/access";
import type { Role } from "../../core/directory/directory";
import type { AccountId, ClientId, Epoch, GroupId } from "../../core/ids";
import type { Database, SqlRunner } from "../db";
import { Refusal } from "../refusal";
import { ask, readSql } from "../sql";
import { transact } from "../transact";

export type Snapshot = {
  readonly transaction: SqlRunner;
  readonly viewer: Viewer;
  /** What the phone holds. */
  readonly scopes: readonly string[];
  /** What of the restricted is in sight: the viewer's own scopes. */
  readonly sight: readonly string[];
  /** R3: another digest of the scopes means that the replica is to be filled anew. */
  readonly scopeHash: string;
  readonly epoch: Epoch;
  readonly counter: number;
  readonly floor: number;
  readonly serverTime: number;
  readonly lastSeq: number;
};

type ViewerRow = {
  readonly epoch: Epoch;
  readonly value: number;
  readonly floor: number;
  readonly now: number;
  readonly role: Role;
  readonly active: boolean;
  readonly groupIds: readonly GroupId[];
  readonly principals: readonly Principal[];
  readonly client: { readonly accountId: AccountId; readonly lastSeq: number } | null;
};

const viewerSql = readSql("sync/sql/viewer.sql");

/**
 * Runs `read` in a snapshot. Throws Refusal `session.none` for an account that is no longer active, `client.foreign`
 * for a client of another account; an unknown client has decided nothing yet.
 */
export function readSnapshot<Answer>(
  database: Database,
  accountId: AccountId,
  clientId: ClientId,
  read: (snapshot: Snapshot) => Promise<Answer>,
): Promise<Answer> {
  return transact(database, "snapshot", async (transaction) => {
    const row = await ask<ViewerRow>(transaction, viewerSql, accountId, clientId);
    if (!row?.active) throw new Refusal("session.none");
    if (row.client && row.client.accountId !== accountId) throw new Refusal("client.foreign");
    const viewer = { id: accountId, role: row.role, groupIds: row.groupIds };
    const scopes = holdingScopes(viewer, row.principals);
    return read({
      transaction,
      viewer,
      scopes,
      sight: scopesOf(viewer),
      scopeHash: hashScopes(viewer.role, scopes),
      epoch: row.epoch,
      counter: row.value,
      floor: row.floor,
      serverTime: row.now,
      lastSeq: row.client?.lastSeq ?? 0,
    });
  });
}

function hashScopes(role: Role, scopes: readonly string[]): string {
  return createHash("sha256")
    .update([role, ...scopes].join(" "))
    .digest("hex")
    .slice(0, 32);
}
