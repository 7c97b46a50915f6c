/** What one person's calendar link answers: their changes from a month ago to a year ahead, and the blackouts. */
import type { Blackout } from "../../core/directory/blackout";
import type { BlackoutId, EpochMs, SiteId } from "../../core/ids";
import type { Window } from "../../core/workflow/vocabulary";
import type { Database } from "../db";
import type { Feed, FeedNames } from "./compose-feed";
import type { FeedReader } from "./feed-links";
import { type ChangeRow, readChanges } from "./read";

const dayMs = 86_400_000;
export const pastDays = 30;
export const aheadDays = 365;
/** Calendars give up on larger files; the first to begin are told. */
const feedChangesMax = 2_000;

export async function readFeed(
  database: Database,
  { account, locale }: FeedReader,
  origin: string,
  now: EpochMs,
): Promise<Feed> {
  const range = { from: now - pastDays * dayMs, until: now + aheadDays * dayMs };
  const [changes, blackouts] = await Promise.all([
    readChanges(database, account, range, feedChangesMax),
    readBlackouts(database, range),
  ]);
  const names = await readNames(database, changes);
  return { changes, blackouts, locale, origin, names };
}

async function readBlackouts(database: Database, { from, until }: Window): Promise<readonly Blackout[]> {
  const rows = await database.blackout.findMany({
    where: { from: { lt: new Date(until) }, until: { gt: new Date(from) } },
    orderBy: [{ from: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, name, from: begin, until: end, siteIds }) => ({
    id: id as BlackoutId,
    name,
    from: begin.getTime(),
    until: end.getTime(),
    siteIds: siteIds as SiteId[],
  }));
}

/** Only of what is told. */
async function readNames(database: Database, changes: readonly ChangeRow[]): Promise<FeedNames> {
  const of = (ids: readonly (string | null)[]) => ({ in: [...new Set(ids.filter((id) => id !== null))] });
  const [people, groups, assets, sites] = await Promise.all([
    database.account.findMany({ where: { id: of(changes.map(({ holderId }) => holderId)) } }),
    database.group.findMany({ where: { id: of(changes.map(({ assignedGroupId }) => assignedGroupId)) } }),
    database.asset.findMany({ where: { id: of(changes.flatMap(({ assetIds }) => assetIds)) } }),
    database.site.findMany(),
  ]);
  const named = (rows: readonly { readonly id: string; readonly name: string }[]) =>
    new Map(rows.map(({ id, name }) => [id, name]));
  return {
    people: named(people),
    groups: named(groups),
    assets: new Map(assets.map(({ id, tag, name }) => [id, `${tag} ${name}`])),
    sites: named(sites),
  };
}
