/** The tickets of one asset: along the index of assets, the newest of them, whatever else the phone holds. */
import type { AssetId } from "../../core/ids";
import type { ReplicaDatabase } from "../replica/database";
import type { TicketRow } from "../replica/rows";

export interface AssetTickets {
  /** Most urgent first. */
  readonly open: readonly TicketRow[];
  /** Newest change first. */
  readonly closed: readonly TicketRow[];
}

/** Rows read at most. The index gives an asset's tickets by their ids, which are as old as the tickets. */
const newestMax = 200;
const closedMax = 5;

export async function readAssetTickets(db: ReplicaDatabase, assetId: AssetId): Promise<AssetTickets> {
  const ids = await db.tickets.where("ticket.assetIds").equals(assetId).primaryKeys();
  const found = await db.tickets.bulkGet(ids.slice(-newestMax));
  const rows = found.filter((row) => row !== undefined);
  return {
    open: rows.filter((row) => row.open === 1).sort((a, b) => a.rank - b.rank),
    closed: rows
      .filter((row) => row.open === 0)
      .sort((a, b) => a.recent - b.recent)
      .slice(0, closedMax),
  };
}
