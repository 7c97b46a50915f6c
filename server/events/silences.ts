/** When assets are under maintenance: what fires of them then is recorded and opens nothing. */
import type { MonitorEvent } from "../../core/events/event";
import type { AssetId } from "../../core/ids";
import type { SqlRunner } from "../db";
import type { Directory } from "../directory/directory";
import { ask, readSql } from "../sql";

type Silence = { readonly assetIds: readonly AssetId[]; readonly from: number; readonly until: number };
type Told = Pick<MonitorEvent, "asset" | "at">;

const silencesSql = readSql("events/sql/silences.sql");

/** Answers whether the asset of one of these events is in maintenance, at event time. */
export async function readSilences(
  on: SqlRunner,
  events: readonly Told[],
  directory: Directory,
): Promise<(event: Told) => boolean> {
  const assetIds = [...new Set(events.flatMap(({ asset }) => assetIdOf(asset, directory) ?? []))];
  if (assetIds.length === 0) return () => false;
  const times = events.map(({ at }) => at);
  const span = [Math.min(...times), Math.max(...times)] as const;
  const silences = (await ask<readonly Silence[]>(on, silencesSql, assetIds, ...span)) ?? [];
  return ({ asset, at }) => {
    const id = assetIdOf(asset, directory);
    return silences.some(
      ({ assetIds: of, from, until }) => id !== null && of.includes(id) && from <= at && at < until,
    );
  };
}

/** Looked up for each event, and the same as long as the directory is. */
const assetIdsByTag = new WeakMap<Directory, ReadonlyMap<string, AssetId>>();

/** The asset with this tag, however it is written; null: none. */
export function assetIdOf(tag: string | null, directory: Directory): AssetId | null {
  if (tag === null) return null;
  let known = assetIdsByTag.get(directory);
  if (known === undefined) {
    known = new Map([...directory.assets.values()].map((asset) => [asset.tag.toLowerCase(), asset.id]));
    assetIdsByTag.set(directory, known);
  }
  return known.get(tag.toLowerCase()) ?? null;
}
