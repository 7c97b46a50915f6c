/** 變更行事曆: every change with a window that the viewer may see, and maintenance windows for who works here. */
import {
  type CalendarAnswer,
  type CalendarChange,
  changesMax,
  type MaintenanceSpan,
  maintenanceMax,
} from "../../core/calendar/calendar";
import type { AssetId, EpochMs } from "../../core/ids";
import type { Window } from "../../core/workflow/vocabulary";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { readViewer } from "../tickets/viewer";

/** What the feed says besides. */
export type ChangeRow = CalendarChange & {
  readonly restricted: boolean;
  readonly version: number;
  readonly updatedAt: EpochMs;
};

const changesSql = readSql("calendar/sql/changes.sql");

/** from ≤ t < until, at most `changesMax` changes. */
export async function readCalendar(
  database: Database,
  account: SessionAccount,
  range: Window,
): Promise<CalendarAnswer> {
  const [found, maintenance] = await Promise.all([
    readChanges(database, account, range, changesMax + 1),
    account.role === "requester" ? [] : readMaintenance(database, range),
  ]);
  const changes = found
    .slice(0, changesMax)
    .map(({ restricted: _restricted, version: _version, updatedAt: _updatedAt, ...change }) => change);
  return { changes, maintenance, more: found.length > changesMax };
}

/** In the account's sight as of now, the first to begin first. */
export async function readChanges(
  database: Database,
  account: SessionAccount,
  { from, until }: Window,
  max: number,
): Promise<readonly ChangeRow[]> {
  const { viewer, scopes } = await readViewer(database, account);
  const { id, role } = viewer;
  return (await ask<ChangeRow[]>(database, changesSql, id, role, scopes, from, until, max, Date.now())) ?? [];
}

async function readMaintenance(
  database: Database,
  { from, until }: Window,
): Promise<readonly MaintenanceSpan[]> {
  const rows = await database.maintenanceWindow.findMany({
    where: { from: { lt: new Date(until) }, until: { gt: new Date(from) } },
    orderBy: [{ from: "asc" }, { id: "asc" }],
    take: maintenanceMax,
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    assetIds: row.assetIds as AssetId[],
    from: row.from.getTime(),
    until: row.until.getTime(),
  }));
}
